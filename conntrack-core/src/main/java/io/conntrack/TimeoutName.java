package io.conntrack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Names one of the timeouts of a protocol: how long a flow lives on after a packet, by what the
 * packet was. Immutable. Numbers that are unknown here are kept.
 *
 * @param protocol whose timeout it is; {@link #GENERIC_PROTOCOL} for those without timeouts of
 *     their own
 * @param number the kernel's number, 1 to 32,767 ({@code CTA_TIMEOUT_<protocol>_*})
 */
public record TimeoutName(Protocol protocol, int number) {

  /** Stands for all protocols that have no timeouts of their own ({@code IPPROTO_RAW}). */
  public static final Protocol GENERIC_PROTOCOL = new Protocol(255);

  /** After a SYN ({@code CTA_TIMEOUT_TCP_SYN_SENT}). */
  public static final TimeoutName TCP_SYN_SENT = new TimeoutName(Protocol.TCP, 1);

  /** After the answer to a SYN ({@code CTA_TIMEOUT_TCP_SYN_RECV}). */
  public static final TimeoutName TCP_SYN_RECEIVED = new TimeoutName(Protocol.TCP, 2);

  /** After packets of an established connection ({@code CTA_TIMEOUT_TCP_ESTABLISHED}). */
  public static final TimeoutName TCP_ESTABLISHED = new TimeoutName(Protocol.TCP, 3);

  /** After the first FIN ({@code CTA_TIMEOUT_TCP_FIN_WAIT}). */
  public static final TimeoutName TCP_FIN_WAIT = new TimeoutName(Protocol.TCP, 4);

  /** After the answer to a FIN ({@code CTA_TIMEOUT_TCP_CLOSE_WAIT}). */
  public static final TimeoutName TCP_CLOSE_WAIT = new TimeoutName(Protocol.TCP, 5);

  /** After the second FIN ({@code CTA_TIMEOUT_TCP_LAST_ACK}). */
  public static final TimeoutName TCP_LAST_ACK = new TimeoutName(Protocol.TCP, 6);

  /** After the end of a connection ({@code CTA_TIMEOUT_TCP_TIME_WAIT}). */
  public static final TimeoutName TCP_TIME_WAIT = new TimeoutName(Protocol.TCP, 7);

  /** After a RST ({@code CTA_TIMEOUT_TCP_CLOSE}). */
  public static final TimeoutName TCP_CLOSE = new TimeoutName(Protocol.TCP, 8);

  /** After SYNs from both ends ({@code CTA_TIMEOUT_TCP_SYN_SENT2}). */
  public static final TimeoutName TCP_SYN_SENT2 = new TimeoutName(Protocol.TCP, 9);

  /** After too many packets sent again ({@code CTA_TIMEOUT_TCP_RETRANS}). */
  public static final TimeoutName TCP_RETRANSMITTED = new TimeoutName(Protocol.TCP, 10);

  /** After data that nobody acknowledges ({@code CTA_TIMEOUT_TCP_UNACK}). */
  public static final TimeoutName TCP_UNACKNOWLEDGED = new TimeoutName(Protocol.TCP, 11);

  /** After packets of one direction ({@code CTA_TIMEOUT_UDP_UNREPLIED}). */
  public static final TimeoutName UDP_UNREPLIED = new TimeoutName(Protocol.UDP, 1);

  /** After packets of both directions ({@code CTA_TIMEOUT_UDP_REPLIED}). */
  public static final TimeoutName UDP_REPLIED = new TimeoutName(Protocol.UDP, 2);

  /** After packets of one direction ({@code CTA_TIMEOUT_UDPLITE_UNREPLIED}). */
  public static final TimeoutName UDPLITE_UNREPLIED = new TimeoutName(Protocol.UDPLITE, 1);

  /** After packets of both directions ({@code CTA_TIMEOUT_UDPLITE_REPLIED}). */
  public static final TimeoutName UDPLITE_REPLIED = new TimeoutName(Protocol.UDPLITE, 2);

  /** After packets of one direction ({@code CTA_TIMEOUT_GRE_UNREPLIED}). */
  public static final TimeoutName GRE_UNREPLIED = new TimeoutName(Protocol.GRE, 1);

  /** After packets of both directions ({@code CTA_TIMEOUT_GRE_REPLIED}). */
  public static final TimeoutName GRE_REPLIED = new TimeoutName(Protocol.GRE, 2);

  /** After a request ({@code CTA_TIMEOUT_ICMP_TIMEOUT}). */
  public static final TimeoutName ICMP = new TimeoutName(Protocol.ICMP, 1);

  /** After a request ({@code CTA_TIMEOUT_ICMPV6_TIMEOUT}). */
  public static final TimeoutName ICMPV6 = new TimeoutName(Protocol.ICMPV6, 1);

  /** After an end ({@code CTA_TIMEOUT_SCTP_CLOSED}). */
  public static final TimeoutName SCTP_CLOSED = new TimeoutName(Protocol.SCTP, 1);

  /** After an INIT ({@code CTA_TIMEOUT_SCTP_COOKIE_WAIT}). */
  public static final TimeoutName SCTP_COOKIE_WAIT = new TimeoutName(Protocol.SCTP, 2);

  /** After a COOKIE ECHO ({@code CTA_TIMEOUT_SCTP_COOKIE_ECHOED}). */
  public static final TimeoutName SCTP_COOKIE_ECHOED = new TimeoutName(Protocol.SCTP, 3);

  /** After packets of an established association ({@code CTA_TIMEOUT_SCTP_ESTABLISHED}). */
  public static final TimeoutName SCTP_ESTABLISHED = new TimeoutName(Protocol.SCTP, 4);

  /** After the first SHUTDOWN ({@code CTA_TIMEOUT_SCTP_SHUTDOWN_SENT}). */
  public static final TimeoutName SCTP_SHUTDOWN_SENT = new TimeoutName(Protocol.SCTP, 5);

  /** After the answer to a SHUTDOWN ({@code CTA_TIMEOUT_SCTP_SHUTDOWN_RECD}). */
  public static final TimeoutName SCTP_SHUTDOWN_RECEIVED = new TimeoutName(Protocol.SCTP, 6);

  /** After a SHUTDOWN ACK ({@code CTA_TIMEOUT_SCTP_SHUTDOWN_ACK_SENT}). */
  public static final TimeoutName SCTP_SHUTDOWN_ACK_SENT = new TimeoutName(Protocol.SCTP, 7);

  /** After a HEARTBEAT ({@code CTA_TIMEOUT_SCTP_HEARTBEAT_SENT}). */
  public static final TimeoutName SCTP_HEARTBEAT_SENT = new TimeoutName(Protocol.SCTP, 8);

  /** After the answer to a HEARTBEAT; no longer used ({@code CTA_TIMEOUT_SCTP_HEARTBEAT_ACKED}). */
  public static final TimeoutName SCTP_HEARTBEAT_ACKED = new TimeoutName(Protocol.SCTP, 9);

  /** After a Request; until Linux 6.16, like the next ones ({@code CTA_TIMEOUT_DCCP_REQUEST}). */
  public static final TimeoutName DCCP_REQUEST = new TimeoutName(Protocol.DCCP, 1);

  /** After a Response ({@code CTA_TIMEOUT_DCCP_RESPOND}). */
  public static final TimeoutName DCCP_RESPOND = new TimeoutName(Protocol.DCCP, 2);

  /** After the first Ack ({@code CTA_TIMEOUT_DCCP_PARTOPEN}). */
  public static final TimeoutName DCCP_PARTOPEN = new TimeoutName(Protocol.DCCP, 3);

  /** After packets of an open connection ({@code CTA_TIMEOUT_DCCP_OPEN}). */
  public static final TimeoutName DCCP_OPEN = new TimeoutName(Protocol.DCCP, 4);

  /** After a CloseReq ({@code CTA_TIMEOUT_DCCP_CLOSEREQ}). */
  public static final TimeoutName DCCP_CLOSEREQ = new TimeoutName(Protocol.DCCP, 5);

  /** After a Close ({@code CTA_TIMEOUT_DCCP_CLOSING}). */
  public static final TimeoutName DCCP_CLOSING = new TimeoutName(Protocol.DCCP, 6);

  /** After the end of a connection ({@code CTA_TIMEOUT_DCCP_TIMEWAIT}). */
  public static final TimeoutName DCCP_TIMEWAIT = new TimeoutName(Protocol.DCCP, 7);

  /** After any packet ({@code CTA_TIMEOUT_GENERIC_TIMEOUT}). */
  public static final TimeoutName GENERIC = new TimeoutName(GENERIC_PROTOCOL, 1);

  private static final Map<Protocol, List<String>> NAMES =
      Map.ofEntries(
          Map.entry(
              Protocol.TCP,
              List.of(
                  "syn_sent",
                  "syn_recv",
                  "established",
                  "fin_wait",
                  "close_wait",
                  "last_ack",
                  "time_wait",
                  "close",
                  "syn_sent2",
                  "retrans",
                  "unack")),
          Map.entry(Protocol.UDP, List.of("unreplied", "replied")),
          Map.entry(Protocol.UDPLITE, List.of("unreplied", "replied")),
          Map.entry(Protocol.GRE, List.of("unreplied", "replied")),
          Map.entry(Protocol.ICMP, List.of("timeout")),
          Map.entry(Protocol.ICMPV6, List.of("timeout")),
          Map.entry(
              Protocol.SCTP,
              List.of(
                  "closed",
                  "cookie_wait",
                  "cookie_echoed",
                  "established",
                  "shutdown_sent",
                  "shutdown_recd",
                  "shutdown_ack_sent",
                  "heartbeat_sent",
                  "heartbeat_acked")),
          Map.entry(
              Protocol.DCCP,
              List.of("request", "respond", "partopen", "open", "closereq", "closing", "timewait")),
          Map.entry(GENERIC_PROTOCOL, List.of("timeout")));

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not in 1 to 32,767
   */
  public TimeoutName {
    if (number < 1 || number > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "timeout number " + number + " is out of range: 1 to " + Short.MAX_VALUE);
    }
  }

  /** Returns the names that are known of a protocol, in the kernel's order; none for most. */
  public static List<TimeoutName> of(Protocol protocol) {
    int count = NAMES.getOrDefault(protocol, List.of()).size();
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> new TimeoutName(protocol, number))
        .toList();
  }

  /**
   * Reads a name as {@link #toString} prints it.
   *
   * @throws IllegalArgumentException if the protocol has no such timeout; the message lists those
   *     that it has
   */
  public static TimeoutName parse(Protocol protocol, String name) {
    List<TimeoutName> known = of(protocol);
    Optional<TimeoutName> found =
        known.stream().filter(timeout -> timeout.toString().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "unknown timeout \"" + name + "\" of " + protocol + " - expected one of " + known));
  }

  /** Returns the word that nft uses, such as {@code established}, or {@code timeout12}. */
  @Override
  public String toString() {
    List<String> known = NAMES.getOrDefault(protocol, List.of());
    return number <= known.size() ? known.get(number - 1) : "timeout" + number;
  }
}
