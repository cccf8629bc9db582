package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.IpPrefix;
import io.conntrack.NatRange;
import io.conntrack.Tuple;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.PrefixSet;
import io.conntrack.filter.Selector;
import io.conntrack.netlink.SampleFlows;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets with a program receive of real events what the filter selects. */
@KernelTest
class EventFilterIT {

  private static final int FILTERS = 150;
  private static final Tuple FTP = Tuple.tcp("192.0.2.1", 45_000, "192.0.2.2", 21);
  private static final Tuple NATTED = Tuple.tcp("192.0.2.9", 45_000, "192.0.2.2", 80);
  private static final IpAddress PUBLIC = IpAddress.parse("203.0.113.7");

  private final List<FilteredEvents> open = new ArrayList<>();
  private FilteredEvents all;
  private Conntrack conntrack;
  private ConntrackTable table;

  @BeforeEach
  void open(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    netns.useLabels();
    all = listen(FlowFilter.any());
    conntrack = Conntrack.open();
    table = conntrack.table();
  }

  @AfterEach
  void close() {
    conntrack.close();
    open.forEach(FilteredEvents::close);
  }

  private FilteredEvents listen(FlowFilter filter) {
    FilteredEvents events = FilteredEvents.open(filter);
    open.add(events);
    return events;
  }

  @Test
  void receivesWhatRandomFiltersSelect() throws Exception {
    long seed = Long.getLong("conntrack.seed", new Random().nextLong());
    RandomFilters filters = new RandomFilters(new Random(seed), flows());
    List<FilteredEvents> filtered =
        Stream.generate(filters::next).limit(FILTERS).map(this::listen).toList();

    changeTheTable();
    exchangePackets("127.0.0.1");
    exchangePackets("::1");
    List<byte[]> events = all.drain();

    assertThat(events.size()).isGreaterThan(60);
    for (FilteredEvents some : filtered) {
      some.assertReceivedOnlyWhatIsSelectedOf(events, "seed " + seed);
    }
  }

  private static List<Flow> flows() {
    List<Flow> flows = new ArrayList<>(Event.captured().stream().map(Event::flow).toList());
    SampleFlows.tuples().forEach(tuple -> flows.add(SampleFlows.plain(tuple)));
    SampleFlows.tuples().forEach(tuple -> flows.add(SampleFlows.full(tuple)));
    Tuple toPublic = Tuple.tcp("192.0.2.2", 80, PUBLIC.toString(), 45_000);
    flows.add(SampleFlows.plain(NATTED).toBuilder().reply(toPublic).build());
    flows.add(SampleFlows.plain(Tuple.tcp("127.0.0.1", 40_000, "127.0.0.1", 5000)));
    flows.add(SampleFlows.plain(Tuple.udp("::1", 40_000, "::1", 5000)));
    return flows;
  }

  private void changeTheTable() {
    for (Tuple tuple : SampleFlows.tuples()) {
      table.create(SampleFlows.plain(tuple));
      table.update(tuple, FlowUpdate.mark(0x10, 0xff));
      table.create(SampleFlows.full(tuple));
      table.delete(tuple);
    }
    table.create(SampleFlows.plain(NATTED).toBuilder().sourceNat(NatRange.to(PUBLIC)).build());
    table.flush();
  }

  private static void exchangePackets(String address) throws Exception {
    try (TcpConnection tcp = TcpConnection.open(address, 5000);
        UdpExchange udp = UdpExchange.open(address, 5000)) {
      tcp.request("hello");
      tcp.answer("hello");
      udp.request(10);
      udp.answer(10);
    }
  }

  @Test
  void receivesExpectationsWhateverTheFilterSays(Netns netns) throws Exception {
    FilteredEvents none = listen(FlowFilter.any().not());
    table.create(SampleFlows.plain(FTP).toBuilder().helper("ftp").build());
    String command =
        "-I expect -p tcp -t 300 -s 192.0.2.1 -d 192.0.2.2 --orig-port-src 45000"
            + " --orig-port-dst 21 --tuple-src 192.0.2.1 --tuple-dst 192.0.2.2"
            + " --tuple-port-src 0 --tuple-port-dst 50021 --mask-src 255.255.255.255"
            + " --mask-dst 255.255.255.255 --mask-port-src 0 --mask-port-dst 65535";
    netns.tryConntrack(command.split(" "));
    table.delete(FTP);

    List<byte[]> events = none.drain();

    assertThat(events).hasSize(2).allMatch(FilteredEvents::isOfExpectation);
    assertThat(all.drain()).hasSize(4).containsAll(events);
  }

  @Test
  void takesTheLongestProgramsThatTheCompilerMakes() {
    List<IpPrefix> hosts =
        IntStream.range(0, 3_000)
            .mapToObj(i -> IpPrefix.of(IpAddress.v4(0x0a000000 + 2 * i)))
            .toList();
    FlowFilter filter = new AddressIn(Selector.ORIGINAL_SOURCE, PrefixSet.of(hosts));
    assertThat(FilterCompiler.compile(filter).program().orElseThrow().length())
        .isGreaterThan(3_500);

    FilteredEvents some = listen(filter);
    table.create(SampleFlows.plain(Tuple.tcp("10.0.0.4", 1, "192.0.2.2", 2)));
    table.create(SampleFlows.plain(Tuple.tcp("10.0.0.5", 1, "192.0.2.2", 2)));

    assertThat(some.drain()).hasSize(1);
  }

  @Test
  void receivesTranslatedFlowsAlone() {
    FilteredEvents natted = listen(new Natted(Natted.Kind.ANY));
    for (Tuple tuple : SampleFlows.tuples()) {
      table.create(SampleFlows.plain(tuple));
    }
    table.create(SampleFlows.plain(NATTED).toBuilder().sourceNat(NatRange.to(PUBLIC)).build());

    assertThat(natted.drain())
        .singleElement()
        .extracting(FilteredEvents::flow)
        .extracting(Flow::original)
        .isEqualTo(NATTED);
  }
}
