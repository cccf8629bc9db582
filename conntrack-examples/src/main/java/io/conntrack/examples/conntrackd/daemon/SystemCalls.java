package io.conntrack.examples.conntrackd.daemon;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * What Java has no call for. Methods have the names of C and return its results: -1 if they failed.
 */
final class SystemCalls {

  static {
    Native.register(SystemCalls.class, Platform.C_LIBRARY_NAME);
  }

  static final int AF_UNIX = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int MSG_DONTWAIT = 0x40;

  private SystemCalls() {}

  /** {@code int socket(int domain, int type, int protocol)}. */
  static native int socket(int domain, int type, int protocol);

  /** {@code ssize_t sendto(int, const void *, size_t, int, const struct sockaddr *, socklen_t)}. */
  static native long sendto(
      int socket, byte[] bytes, long length, int flags, byte[] address, int addressLength);

  /** {@code int close(int fd)}. */
  static native int close(int fd);

  /** {@code pid_t setsid(void)}. */
  static native int setsid();

  /** {@code mode_t umask(mode_t mask)}. */
  static native int umask(int mask);

  /** {@code int sched_setscheduler(pid_t, int, const struct sched_param *)}; 0: this thread. */
  static native int sched_setscheduler(int pid, int policy, int[] parameters);
}
