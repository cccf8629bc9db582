package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.examples.conntrackd.config.SchedulerSettings;

/** Chooses how the kernel's scheduler treats the thread that takes events. */
final class Scheduling {

  private Scheduling() {}

  /** Makes the calling thread a real-time thread; without the privilege it stays as it is. */
  static void apply(SchedulerSettings settings, DaemonLog log) {
    int[] parameters = {settings.priority()}; // struct sched_param
    if (SystemCalls.sched_setscheduler(0, settings.policy().number(), parameters) != 0) {
      log.warn(
          "scheduler "
              + settings.policy()
              + " with priority "
              + settings.priority()
              + " is not possible - it needs CAP_SYS_NICE and a priority from 1 to 99");
    }
  }
}
