package io.conntrack.examples.conntrackd.config;

import static io.conntrack.examples.conntrackd.config.Section.Form.block;
import static io.conntrack.examples.conntrackd.config.Value.ADDRESS;
import static io.conntrack.examples.conntrackd.config.Value.NAME;
import static io.conntrack.examples.conntrackd.config.Value.NETWORK;
import static io.conntrack.examples.conntrackd.config.Value.NUMBER;
import static io.conntrack.examples.conntrackd.config.Value.PATH;
import static io.conntrack.examples.conntrackd.config.Value.SIGNED;
import static io.conntrack.examples.conntrackd.config.Value.SWITCH;

import io.conntrack.examples.conntrackd.config.Section.Form;

/**
 * The table of all that may be written in {@code conntrackd.conf}, in one place: which clause
 * stands where and takes what. What it means by default is in the readers.
 */
final class Clauses {

  private static final Value DEFAULT = Value.literal("Default");
  private static final Form[] SWITCH_OR_PATH = {Form.of(SWITCH), Form.of(PATH)};
  private static final Form[] SWITCH_OR_FACILITY = {Form.of(SWITCH), Form.of(NAME)};

  static final Section FILTER_SET_PROTOCOL = Section.ofWords(NAME);
  static final Section FILTER_SET_ADDRESS =
      Section.ofClauses().clause("IPv4_address", NETWORK).clause("IPv6_address", NETWORK);
  static final Section FILTER_SET_STATE =
      Section.ofWords(
          Value.oneOf(
              "SYN_SENT",
              "SYN_RECV",
              "ESTABLISHED",
              "FIN_WAIT",
              "CLOSE_WAIT",
              "LAST_ACK",
              "TIME_WAIT",
              "CLOSED",
              "CLOSE",
              "LISTEN",
              "for",
              "TCP"));

  static final Section FILTER =
      Section.ofClauses()
          .clause("Protocol", sets(FILTER_SET_PROTOCOL))
          .clause("Address", sets(FILTER_SET_ADDRESS))
          .clause("State", sets(FILTER_SET_STATE));

  static final Section GENERAL =
      Section.ofClauses()
          .clause("HashSize", NUMBER)
          .clause("HashLimit", NUMBER)
          .clause("LogFile", SWITCH_OR_PATH)
          .clause("Syslog", SWITCH_OR_FACILITY)
          .clause("LockFile", PATH)
          .clause("UNIX", block(Section.ofClauses().clause("Path", PATH).clause("Backlog", NUMBER)))
          .clause("NetlinkBufferSize", NUMBER)
          .clause("SocketBufferSize", NUMBER)
          .clause("NetlinkBufferSizeMaxGrowth", NUMBER)
          .clause("SocketBufferSizeMaxGrowth", NUMBER)
          .clause("SocketBufferSizeMaxGrown", NUMBER)
          .clause("NetlinkOverrunResync", Form.of(SWITCH), Form.of(NUMBER))
          .clause("NetlinkEventsReliable", SWITCH)
          .clause("EventIterationLimit", NUMBER)
          .clause("PollSecs", NUMBER)
          .clause("Nice", SIGNED)
          .clause(
              "Scheduler",
              block(Section.ofClauses().clause("Type", NAME).clause("Priority", NUMBER)))
          .clause("Systemd", SWITCH)
          .clause(
              "Filter",
              block(FILTER),
              block(FILTER, Value.literal("From"), Value.oneOf("Userspace", "Kernelspace")));

  static final Section STATS =
      Section.ofClauses().clause("LogFile", SWITCH_OR_PATH).clause("Syslog", SWITCH_OR_FACILITY);

  private static final Section TIMEOUTS =
      Section.ofClauses().clause("CommitTimeout", NUMBER).clause("PurgeTimeout", NUMBER);
  private static final Section REPETITION =
      Section.ofClauses().clause("RefreshTime", NUMBER).clause("CacheTimeout", NUMBER);

  static final Section FTFW =
      Section.ofClauses()
          .including(TIMEOUTS)
          .clause("ResendQueueSize", NUMBER)
          .clause("ACKWindowSize", NUMBER)
          .clause("DisableExternalCache", SWITCH)
          .clause("StartupResync", SWITCH);
  static final Section ALARM = Section.ofClauses().including(TIMEOUTS).including(REPETITION);
  static final Section NOTRACK =
      Section.ofClauses()
          .including(TIMEOUTS)
          .clause("DisableInternalCache", SWITCH)
          .clause("DisableExternalCache", SWITCH)
          .clause("StartupResync", SWITCH);

  private static final Section LINK =
      Section.ofClauses()
          .clause("IPv4_address", ADDRESS)
          .clause("IPv6_address", ADDRESS)
          .clause("Interface", NAME)
          .clause("SndSocketBuffer", NUMBER)
          .clause("RcvSocketBuffer", NUMBER)
          .clause("Checksum", SWITCH);
  static final Section MULTICAST =
      Section.ofClauses()
          .including(LINK)
          .clause("Group", NUMBER)
          .clause("IPv4_interface", ADDRESS)
          .clause("IPv6_interface", ADDRESS);
  static final Section UDP =
      Section.ofClauses()
          .including(LINK)
          .clause("IPv4_Destination_Address", ADDRESS)
          .clause("IPv6_Destination_Address", ADDRESS)
          .clause("Port", NUMBER);
  static final Section TCP = Section.ofClauses().including(UDP).clause("ErrorQueueLength", NUMBER);

  static final Section OPTIONS =
      Section.ofClauses()
          .clause("TCPWindowTracking", SWITCH)
          .clause("ExpectationSync", Form.of(SWITCH), block(Section.ofWords(NAME)));

  static final Section SYNC =
      Section.ofClauses()
          .including(TIMEOUTS)
          .including(REPETITION)
          .clause(
              "Mode",
              block(FTFW, Value.anyCaseOf("FTFW", "NACK")),
              block(ALARM, Value.anyCaseOf("ALARM", "PERSISTENT")),
              block(NOTRACK, Value.anyCaseOf("NOTRACK")))
          .clause("Multicast", block(MULTICAST), block(MULTICAST, DEFAULT))
          .clause("UDP", block(UDP), block(UDP, DEFAULT))
          .clause("TCP", block(TCP), block(TCP, DEFAULT))
          .clause("Options", block(OPTIONS));

  private static final Section POLICY =
      Section.ofClauses().clause("ExpectMax", NUMBER).clause("ExpectTimeout", NUMBER);
  static final Section HELPER_TYPE =
      Section.ofClauses()
          .clause("QueueNum", NUMBER)
          .clause("QueueLen", NUMBER)
          .clause("Policy", block(POLICY, NAME));
  static final Section HELPER =
      Section.ofClauses()
          .clause("Setup", Value.YES_OR_NO)
          .clause("Type", block(HELPER_TYPE, NAME, NAME, NAME));

  /** The file itself. */
  static final Section FILE =
      Section.ofClauses()
          .clause("Sync", block(SYNC))
          .clause("Stats", block(STATS))
          .clause("General", block(GENERAL))
          .clause("Helper", block(HELPER));

  private Clauses() {}

  private static Form[] sets(Section body) {
    return new Form[] {block(body, Value.oneOf("Accept", "Ignore"))};
  }
}
