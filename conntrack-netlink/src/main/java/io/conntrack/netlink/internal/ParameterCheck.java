package io.conntrack.netlink.internal;

import java.util.OptionalLong;

/** Checks the kernel's parameters that matter to users of this library. */
final class ParameterCheck {

  private static final String PREFIX = "net.netfilter.nf_conntrack_";
  private static final int NEARLY_FULL_PERCENT = 90;
  private static final int LONG_CHAINS = 4;

  private final SocketSource parameters;
  private final Findings findings;

  ParameterCheck(SocketSource parameters, Findings findings) {
    this.parameters = parameters;
    this.findings = findings;
  }

  void run() {
    if (value("max").isEmpty()) {
      findings.note(
          "parameters",
          PREFIX + "* cannot be read",
          "connection tracking is not loaded, or /proc/sys is not there",
          "modprobe nf_conntrack");
      return;
    }
    checkEvents();
    checkCounting();
    checkLoose();
    checkRoom();
    checkChains();
  }

  private OptionalLong value(String name) {
    return parameters.parameter(PREFIX + name);
  }

  private static String fact(String name, long value) {
    return PREFIX + name + " is " + value;
  }

  private static String set(String name, long value) {
    return "sysctl -w " + PREFIX + name + "=" + value;
  }

  private void checkEvents() {
    value("events")
        .ifPresent(
            value -> {
              if (value == 0) {
                findings.hindrance(
                    "events",
                    fact("events", value),
                    "only flows for which a rule asks (ct event set) have events",
                    set("events", 1));
              } else if (value == 1) {
                findings.good("events", fact("events", value));
              } else {
                findings.note(
                    "events",
                    fact("events", value),
                    "the end of flows that began while nobody listened is not told",
                    set("events", 1));
              }
            });
  }

  private void checkCounting() {
    checkSwitch(
        "accounting", "acct", "flows that begin now carry no counters of packets and bytes");
    checkSwitch("timestamps", "timestamp", "flows that begin now carry no times, nor do events");
  }

  private void checkSwitch(String id, String name, String meaning) {
    value(name)
        .ifPresent(
            value -> {
              if (value == 0) {
                findings.note(id, fact(name, value), meaning, set(name, 1));
              } else {
                findings.good(id, fact(name, value));
              }
            });
  }

  private void checkLoose() {
    value("tcp_loose")
        .ifPresent(
            value -> {
              if (value == 0) {
                findings.good("loose", fact("tcp_loose", value));
              } else {
                findings.note(
                    "loose",
                    fact("tcp_loose", value),
                    "a TCP connection whose flow is deleted gets a new one from its next packet",
                    set("tcp_loose", 0));
              }
            });
  }

  private void checkRoom() {
    OptionalLong count = value("count");
    long limit = value("max").orElse(0);
    if (count.isEmpty()) {
      return;
    }
    String fact = count.getAsLong() + " flows of at most " + limit;
    if (limit > 0 && count.getAsLong() * 100 >= limit * NEARLY_FULL_PERCENT) {
      findings.hindrance(
          "room",
          fact,
          "a full table drops the packets of new flows",
          set("max", 2 * limit) + " in the initial network namespace");
    } else {
      findings.good("room", fact);
    }
  }

  private void checkChains() {
    OptionalLong buckets = value("buckets");
    if (buckets.isEmpty()) {
      return;
    }
    long limit = value("max").orElse(0);
    String fact = buckets.getAsLong() + " buckets for at most " + limit + " flows";
    if (limit / LONG_CHAINS > buckets.getAsLong()) {
      findings.note(
          "buckets",
          fact,
          "in a full table each look-up would compare many flows",
          set("buckets", limit) + " in the initial network namespace");
    } else {
      findings.good("buckets", fact);
    }
  }
}
