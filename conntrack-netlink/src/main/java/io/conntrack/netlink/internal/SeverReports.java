package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.FlowAttribute;
import io.conntrack.Protocol;
import io.conntrack.SeverReport;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.netlink.internal.SeveredFlow.Ends;
import io.conntrack.netlink.internal.SeveredFlow.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** Sums up what became of severed flows, and says which of them can come back. */
final class SeverReports {

  /** In these no packet but the first of a new connection creates a flow. */
  private static final Set<TcpState> NOT_RUNNING =
      Set.of(
          TcpState.NONE, TcpState.SYN_SENT, TcpState.SYN_SENT2, TcpState.TIME_WAIT, TcpState.CLOSE);

  private static final String RULE_FIRST = "load a rule that drops its packets before severing";

  private SeverReports() {}

  /**
   * Returns the report.
   *
   * @param tcpLoose sysctl {@code nf_conntrack_tcp_loose}
   */
  static SeverReport of(
      List<SeveredFlow> flows, List<ConntrackException> failures, OptionalLong tcpLoose) {
    return new SeverReport(
        flows.size(),
        count(flows, flow -> flow.entry() == Entry.DELETED),
        count(flows, flow -> flow.entry() == Entry.GONE),
        count(flows, flow -> flow.entry() == Entry.FAILED),
        count(flows, flow -> flow.ends() == Ends.SEVERED),
        count(flows, flow -> flow.ends() == Ends.NOT_LOCAL),
        count(flows, flow -> flow.ends() == Ends.NOT_CLOSED),
        count(flows, SeveredFlow::isReborn),
        failures,
        warnings(flows, tcpLoose));
  }

  private static long count(List<SeveredFlow> flows, Predicate<SeveredFlow> condition) {
    return flows.stream().filter(condition).count();
  }

  private static List<String> warnings(List<SeveredFlow> flows, OptionalLong tcpLoose) {
    List<String> warnings = new ArrayList<>();
    long tcp = count(flows, SeverReports::isRunningTcp);
    if (tcp > 0 && tcpLoose.orElse(1) != 0) {
      String setting = tcpLoose.isPresent() ? "is on" : "cannot be read and is on by default";
      warnings.add(
          "not severed: "
              + tcp
              + " running tcp - nf_conntrack_tcp_loose "
              + setting
              + ", so the next packet of such a connection creates its flow again: "
              + RULE_FIRST);
    }
    addIfAny(
        warnings,
        count(flows, flow -> isOpen(flow) && flow.protocol().equals(Protocol.UDP)),
        " udp - the next datagram creates such a flow again: " + RULE_FIRST);
    addIfAny(
        warnings,
        count(flows, flow -> isOpen(flow) && !SocketCloser.PROTOCOLS.contains(flow.protocol())),
        " of other protocols - the kernel closes single sockets of tcp and udp only");
    addOffloaded(warnings, flows);
    return warnings;
  }

  private static void addIfAny(List<String> warnings, long count, String text) {
    if (count > 0) {
      warnings.add("not severed: " + count + text);
    }
  }

  /**
   * A flow table finds no flow whose entry is dying ({@code flow_offload_lookup}), hardware is told
   * by the collector that runs each second ({@code nf_flow_offload_gc_step}).
   */
  private static void addOffloaded(List<String> warnings, List<SeveredFlow> flows) {
    long hardware = count(flows, flow -> hasStatus(flow, Status.HARDWARE_OFFLOADED));
    long software = count(flows, flow -> hasStatus(flow, Status.OFFLOADED));
    if (hardware > 0) {
      warnings.add(
          "offloaded to hardware: "
              + hardware
              + " - it goes on to forward for a second or more, unseen here, and then the flow is"
              + " offloaded again: "
              + RULE_FIRST
              + ", and watch for longer");
    }
    if (software > 0) {
      warnings.add(
          "offloaded: "
              + software
              + " - the next packet comes from the flow table back to the rules, and one of them"
              + " offloads the flow again: "
              + RULE_FIRST);
    }
  }

  private static boolean hasStatus(SeveredFlow flow, Status status) {
    return Status.of(flow.matched().statusBits()).has(status);
  }

  private static boolean isOpen(SeveredFlow flow) {
    return flow.ends() != Ends.SEVERED;
  }

  /** The kernel does not tell the state of an offloaded flow, which runs. */
  private static boolean isRunningTcp(SeveredFlow flow) {
    boolean ending =
        flow.matched().has(FlowAttribute.TCP_STATE)
            && NOT_RUNNING.contains(new TcpState(flow.matched().protocolState()));
    return isOpen(flow) && flow.protocol().equals(Protocol.TCP) && !ending;
  }
}
