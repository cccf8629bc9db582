package io.conntrack.netlink.internal;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.ConntrackException;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowEvent;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Labels;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.NetlinkOptions;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what this kernel can do, by trying it in a network namespace that goes afterwards. */
final class FeatureCheck {

  private static final Operation CHECK = Operation.of("check features");
  private static final Duration TIME_FOR_AN_EVENT = Duration.ofSeconds(2);
  private static final Path TIMESTAMPS = Path.of("/proc/sys/net/netfilter/nf_conntrack_timestamp");
  private static final Tuple TUPLE = Tuple.udp("192.0.2.1", 1, "192.0.2.2", 2);

  private final NetlinkOptions options;
  private final Findings findings;

  FeatureCheck(NetlinkOptions options, Findings findings) {
    this.options = options;
    this.findings = findings;
  }

  void run() {
    try (NetworkNamespace apart = NetworkNamespace.create()) {
      checkFilters();
      apart.call(
          () -> {
            checkInside();
            return null;
          });
    } catch (SystemCallException e) {
      findings.note(
          "features",
          "not tried",
          "no network namespace to try things in can be made: " + e.getMessage(),
          "");
    }
  }

  /** Runs on a thread that is in the private namespace, where the defaults open it. */
  private void checkInside() {
    try (Conntrack conntrack =
        KernelConntrack.open(
            NetlinkOptions.builder().requestTimeout(options.requestTimeout()).build())) {
      checkEventTimes(conntrack);
      checkLabels(conntrack);
      checkTimeouts(conntrack);
    } catch (ConntrackException e) {
      findings.note(CHECK.verb(), String.valueOf(e.getMessage()), "the trials ended here", "");
    }
  }

  private void checkFilters() {
    KernelTrust trust =
        new ProbedTrust(() -> Long.MAX_VALUE, new PrivateProbe(options.requestTimeout()), 0);
    List<String> inDumps = new ArrayList<>();
    List<String> inFlushes = new ArrayList<>();
    for (Map.Entry<String, Pushdown> trial : trials().entrySet()) {
      Pushdown wanted = trial.getValue();
      if (trust.dump(wanted).conditions().equals(wanted)) {
        inDumps.add(trial.getKey());
      }
      if (trust.flush(wanted).conditions().equals(wanted)) {
        inFlushes.add(trial.getKey());
      }
    }
    judgeFilters("dump-filters", "dumps", inDumps);
    judgeFilters("flush-filters", "flushes", inFlushes);
  }

  private static Map<String, Pushdown> trials() {
    KernelCondition ipv4 = KernelCondition.of(IpFamily.IPV4);
    Map<String, Pushdown> trials = new LinkedHashMap<>();
    trials.put("family", Pushdown.of(ipv4));
    trials.put("mark", Pushdown.of(KernelCondition.of(KernelField.MARK, 1, -1)));
    trials.put("status", Pushdown.of(KernelCondition.of(KernelField.STATUS, 4, 4)));
    trials.put("zone", Pushdown.of(KernelCondition.of(KernelField.ZONE, 7)));
    trials.put("protocol", Pushdown.of(ipv4, KernelCondition.of(KernelField.PROTOCOL, 6)));
    trials.put("IPv4 address", address("192.0.2.1"));
    trials.put("IPv6 address", address("2001:db8::1"));
    return trials;
  }

  private static Pushdown address(String text) {
    IpAddress address = IpAddress.parse(text);
    return Pushdown.of(
        KernelCondition.of(address.family()),
        KernelCondition.of(KernelField.ORIGINAL_SOURCE, address));
  }

  private void judgeFilters(String id, String place, List<String> honoured) {
    List<String> missing = new ArrayList<>(trials().keySet());
    missing.removeAll(honoured);
    String fact = "in " + place + " this kernel filters rightly by " + words(honoured);
    if (missing.isEmpty()) {
      findings.good(id, fact);
    } else {
      findings.note(
          id,
          fact + ", not by " + words(missing),
          "the rest is filtered in the process, which takes longer",
          "");
    }
  }

  private static String words(List<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }

  private void checkEventTimes(Conntrack conntrack) {
    String id = "event-times";
    if (!enableTimestamps()) {
      findings.note(id, "not tried", TIMESTAMPS + " cannot be written", "");
      return;
    }
    try (EventStream events = conntrack.events(EventOptions.of(EventType.NEW))) {
      conntrack.table().create(Flow.builder(TUPLE).timeout(Duration.ofMinutes(1)).build());
      Optional<ConntrackEvent> event = events.poll(TIME_FOR_AN_EVENT);
      boolean told =
          event.isPresent()
              && event.get() instanceof FlowEvent flow
              && flow.flow().has(FlowAttribute.EVENT_TIME);
      if (told) {
        findings.good(id, "events tell when they happened");
      } else {
        findings.note(id, "events do not tell when they happened", "that takes Linux 6.14", "");
      }
    }
  }

  private static boolean enableTimestamps() {
    try {
      Files.writeString(TIMESTAMPS, "1");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void checkLabels(Conntrack conntrack) {
    String id = "labels";
    String room = "a flow has room for labels only if a rule with ct label was there before it";
    try {
      conntrack
          .table()
          .update(TUPLE, FlowUpdate.builder().labels(Labels.of(1), Labels.of(1)).build());
      findings.good(id, "flows can be labelled");
    } catch (UnsupportedByKernelException e) {
      findings.note(
          id,
          "this kernel has no labels",
          String.valueOf(e.getMessage()),
          "use a kernel with CONFIG_NF_CONNTRACK_LABELS");
    } catch (ConntrackException e) {
      if (e.errno() == Errno.ENOSPC) {
        findings.good(id, "flows can be labelled; " + room);
      } else {
        findings.note(id, String.valueOf(e.getMessage()), "labels do not work", "");
      }
    }
  }

  private void checkTimeouts(Conntrack conntrack) {
    try {
      conntrack.timeoutPolicies().list();
      findings.good("timeout-policies", "this kernel has timeout policies");
    } catch (ConntrackException e) {
      findings.note(
          "timeout-policies",
          "this kernel has no timeout policies",
          String.valueOf(e.getMessage()),
          "modprobe nfnetlink_cttimeout");
    }
  }
}
