package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_DUMP;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.IpFamily;
import io.conntrack.Tuple;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A kernel with a table of flows, of which tests choose the conditions that it knows and those that
 * it turns round. What it does not know it ignores, as kernels do.
 */
final class SimulatedKernel implements SocketSource {

  private static final int NEW = 0x0100;
  private static final int GET = 0x0101;
  private static final int DELETE = 0x0102;
  private static final int STATISTICS = 0x0105;

  private final List<Flow> table = new ArrayList<>();
  private final Map<Flow, Map<String, String>> tuples = new HashMap<>(); // original ones, as sent
  private final List<WireMessage> flushes = new ArrayList<>();
  private final Set<KernelField> knownToDumps;
  private final Set<KernelField> knownToFlushes;
  private final Set<KernelField> inverted;
  private int refusal;
  private int created;

  SimulatedKernel(
      Set<KernelField> knownToDumps, Set<KernelField> knownToFlushes, Set<KernelField> inverted) {
    this.knownToDumps = knownToDumps;
    this.knownToFlushes = knownToFlushes;
    this.inverted = inverted;
  }

  /** Returns a kernel that knows all conditions. */
  static SimulatedKernel perfect() {
    Set<KernelField> all = EnumSet.allOf(KernelField.class);
    return new SimulatedKernel(all, all, Set.of());
  }

  /** Returns a kernel that ignores the same conditions in dumps and in flushes. */
  static SimulatedKernel ignoring(KernelField... fields) {
    Set<KernelField> known = EnumSet.complementOf(EnumSet.copyOf(List.of(fields)));
    return new SimulatedKernel(known, known, Set.of());
  }

  /** Returns a kernel that finds the flows which do not meet these conditions. */
  static SimulatedKernel inverting(KernelField... fields) {
    Set<KernelField> all = EnumSet.allOf(KernelField.class);
    return new SimulatedKernel(all, all, Set.of(fields));
  }

  /** Lets it refuse requests with {@code CTA_FILTER}. */
  SimulatedKernel refusingTuples(int errno) {
    refusal = errno;
    return this;
  }

  List<Flow> table() {
    return table;
  }

  /** Returns the requests to delete many flows. */
  List<WireMessage> flushes() {
    return flushes;
  }

  @Override
  public Transport apply(Operation operation) {
    return new Socket(new ScriptedKernel());
  }

  @Override
  public Transport openDiagnosis(Operation operation) {
    throw new AssertionError("no filter is about sockets");
  }

  @Override
  public OptionalLong parameter(String name) {
    return OptionalLong.empty();
  }

  /** Returns what tries filters on this kernel. */
  Prober prober() {
    return new FilterTrial(this, Duration.ofSeconds(1));
  }

  /** Returns the table on this kernel, with trust as a program has it, whatever the size. */
  KernelTable probing(Prober prober) {
    return new KernelTable(
        this, Duration.ofSeconds(1), table -> new ProbedTrust(table::count, prober, 0));
  }

  /** Returns what a plain dump and the filter's own test select. */
  List<Flow> selected(FlowFilter filter) {
    return table.stream().filter(filter::test).toList();
  }

  private Predicate<Flow> selection(WireMessage request, Set<KernelField> known) {
    Predicate<Flow> all = flow -> true;
    for (KernelCondition condition : conditions(request)) {
      if (known.contains(condition.field())) {
        boolean expected = !inverted.contains(condition.field());
        all = all.and(flow -> condition.test(flow) == expected);
      }
    }
    return all;
  }

  private static List<KernelCondition> conditions(WireMessage request) {
    Map<String, String> values = request.values();
    List<KernelCondition> conditions = new ArrayList<>();
    if (request.family() != 0) {
      conditions.add(KernelCondition.of(request.family() == 2 ? IpFamily.IPV4 : IpFamily.IPV6));
    }
    masked(KernelField.MARK, "CTA_MARK", values, conditions);
    masked(KernelField.STATUS, "CTA_STATUS", values, conditions);
    number(KernelField.ZONE, "CTA_ZONE", values, conditions);
    number(
        KernelField.PROTOCOL, "CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_NUM", values, conditions);
    for (String family : List.of("4", "6")) {
      String ip = "/CTA_TUPLE_IP/CTA_IP_V" + family;
      address(KernelField.ORIGINAL_SOURCE, "CTA_TUPLE_ORIG" + ip + "_SRC", values, conditions);
      address(KernelField.ORIGINAL_DESTINATION, "CTA_TUPLE_ORIG" + ip + "_DST", values, conditions);
      address(KernelField.REPLY_SOURCE, "CTA_TUPLE_REPLY" + ip + "_SRC", values, conditions);
      address(KernelField.REPLY_DESTINATION, "CTA_TUPLE_REPLY" + ip + "_DST", values, conditions);
    }
    String original = "CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_";
    number(KernelField.ORIGINAL_SOURCE_PORT, original + "SRC_PORT", values, conditions);
    number(KernelField.ORIGINAL_DESTINATION_PORT, original + "DST_PORT", values, conditions);
    return conditions;
  }

  private static void masked(
      KernelField field, String name, Map<String, String> values, List<KernelCondition> to) {
    if (values.containsKey(name)) {
      int mask = Integer.parseUnsignedInt(values.getOrDefault(name + "_MASK", "ffffffff"), 16);
      to.add(KernelCondition.of(field, Integer.parseUnsignedInt(values.get(name), 16), mask));
    }
  }

  private static void number(
      KernelField field, String name, Map<String, String> values, List<KernelCondition> to) {
    if (values.containsKey(name)) {
      to.add(KernelCondition.of(field, Long.parseLong(values.get(name), 16)));
    }
  }

  private static void address(
      KernelField field, String name, Map<String, String> values, List<KernelCondition> to) {
    if (values.containsKey(name)) {
      String hex = "0".repeat(32 - values.get(name).length()) + values.get(name);
      to.add(
          new KernelCondition(
              field,
              Long.parseUnsignedLong(hex.substring(0, 16), 16),
              Long.parseUnsignedLong(hex.substring(16), 16),
              -1));
    }
  }

  /** Works on requests inside send, and leaves it to a script to deliver the answers. */
  private final class Socket implements Transport {

    private final ScriptedKernel answering;

    Socket(ScriptedKernel answering) {
      this.answering = answering;
    }

    @Override
    public int portId() {
      return answering.portId();
    }

    @Override
    public void send(NativeBuffer datagram, int length) {
      MessageReader reader = new MessageReader().wrap(datagram.buffer(), length);
      while (reader.next()) {
        answer(WireMessage.of(reader.bytes(), reader.start()), reader);
      }
    }

    private void answer(WireMessage request, MessageReader reader) {
      boolean filters =
          request.values().keySet().stream().anyMatch(n -> n.startsWith("CTA_FILTER"));
      boolean hasTuple =
          request.values().keySet().stream().anyMatch(name -> name.startsWith("CTA_TUPLE"));
      if (filters && refusal != 0) {
        acknowledge(request, refusal);
      } else if (request.type() == STATISTICS) {
        answering.deliver(answering.answers().statistics(request.sequence(), table.size()));
      } else if (request.type() == NEW) {
        acknowledge(request, create(decode(reader)));
      } else if (request.type() == GET && (request.flags() & NLM_F_DUMP) != 0) {
        dump(request);
      } else if (request.type() == GET) {
        get(request);
      } else if (request.type() == DELETE && hasTuple && !filters) {
        boolean gone = table.removeIf(identity(request));
        acknowledge(request, gone ? 0 : Errno.ENOENT);
      } else {
        flushes.add(request);
        table.removeIf(selection(request, knownToFlushes));
        acknowledge(request, 0);
      }
    }

    private Flow decode(MessageReader reader) {
      FlowBuffer flow = new FlowBuffer();
      new FlowDecoder().decode(reader, flow);
      return Flow.copyOf(flow);
    }

    private int create(Flow flow) {
      if (table.stream().anyMatch(other -> same(other, flow.original(), zone(flow)))) {
        return Errno.EEXIST;
      }
      table.add(flow.toBuilder().id(FlowId.of(++created)).build());
      return 0;
    }

    private static boolean same(Flow flow, Tuple original, int zone) {
      return flow.original().equals(original) && zone(flow) == zone;
    }

    private static int zone(Flow flow) {
      return flow.zoneId(Direction.ORIGINAL);
    }

    private Predicate<Flow> identity(WireMessage request) {
      int zone = Integer.parseInt(request.values().getOrDefault("CTA_ZONE", "0"), 16);
      Map<String, String> key = original(request);
      return flow -> zone(flow) == zone && tuples.computeIfAbsent(flow, this::original).equals(key);
    }

    private Map<String, String> original(Flow flow) {
      return original(WireMessage.of(answering.answers().flow(0, flow), 0));
    }

    private static Map<String, String> original(WireMessage message) {
      Map<String, String> values = message.values();
      values.keySet().removeIf(name -> !name.startsWith("CTA_TUPLE_ORIG/CTA_TUPLE_"));
      values.remove("CTA_TUPLE_ORIG/CTA_TUPLE_ZONE");
      return values;
    }

    private void get(WireMessage request) {
      table.stream()
          .filter(identity(request))
          .findFirst()
          .ifPresentOrElse(
              flow -> answering.deliver(answering.answers().flow(request.sequence(), flow)),
              () -> acknowledge(request, Errno.ENOENT));
    }

    private void dump(WireMessage request) {
      Predicate<Flow> selection = selection(request, knownToDumps);
      for (Flow flow : List.copyOf(table)) {
        if (selection.test(flow)) {
          answering.deliver(answering.answers().flow(request.sequence(), flow));
        }
      }
      answering.deliver(answering.answers().done(request.sequence(), 0));
    }

    private void acknowledge(WireMessage request, int errno) {
      answering.deliver(answering.answers().refusal(request.sequence(), errno));
    }

    @Override
    public int receive(NativeBuffer buffer, long deadlineNanos) {
      return answering.receive(buffer, deadlineNanos);
    }

    @Override
    public int receiveBatch(ReceiveBatch batch, long deadlineNanos) {
      return answering.receiveBatch(batch, deadlineNanos);
    }

    @Override
    public void close() {
      answering.close();
    }
  }
}
