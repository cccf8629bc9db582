package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.BulkFailure;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRequest;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowFilter;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many flows are created at a time, and each that cannot be is told. */
@KernelTest
class BulkCreateIT extends OpenTable {

  private static final int MANY = 20_000;

  private static Stream<Flow> flows(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> Flows.tcp(number).mark(number).build());
  }

  private static BulkReport created(long count) {
    return new BulkReport(count, count, 0, 0, List.of(), true);
  }

  @Test
  void createsManyFlowsOfAStream() {
    assertThat(table.createAll(flows(0, MANY))).isEqualTo(created(MANY));

    assertThat(marks()).isEqualTo(IntStream.range(0, MANY).boxed().collect(Collectors.toSet()));
    assertThat(table.count()).isEqualTo(MANY);
  }

  private Set<Integer> marks() {
    Set<Integer> marks = new TreeSet<>();
    table.scan(FlowFilter.any(), flow -> marks.add(flow.markBits()));
    return marks;
  }

  @Test
  void createsWhatItIsGiven(Netns netns) throws Exception {
    netns.useLabels();
    List<Flow> flows = new ArrayList<>();
    for (Tuple original : SampleFlows.tuples()) {
      flows.add(SampleFlows.plain(original));
      flows.add(SampleFlows.full(original));
    }

    assertThat(table.createAll(flows)).isEqualTo(created(flows.size()));

    Map<String, Flow> shown = new TreeMap<>();
    try (Stream<Flow> dump = table.dump()) {
      dump.forEach(flow -> shown.put(key(flow), KernelView.comparable(flow, 600)));
    }
    assertThat(shown)
        .isEqualTo(
            flows.stream()
                .map(KernelView::of)
                .collect(Collectors.toMap(BulkCreateIT::key, Function.identity())));
  }

  private static String key(Flow flow) {
    return flow.original() + " " + flow.zone();
  }

  @Test
  void createsNothingOfNothing() {
    assertThat(table.createAll(List.of())).isEqualTo(created(0));
    assertThat(table.createAll(Stream.of())).isEqualTo(created(0));
  }

  @Test
  void tellsOfEachFlowThatExists() {
    table.createAll(flows(0, 1_000).filter(flow -> flow.markBits() % 3 == 0));
    List<Long> existing = new ArrayList<>();
    List<Integer> made = new ArrayList<>();
    BulkListener listener =
        new BulkListener() {
          @Override
          public void changed(FlowView flow) {
            made.add(flow.markBits());
          }

          @Override
          public void failed(BulkFailure failure) {
            assertThat(failure.reason()).isInstanceOf(FlowExistsException.class);
            assertThat(((Flow) failure.entry()).markBits()).isEqualTo((int) failure.index());
            existing.add(failure.index());
          }
        };

    BulkReport report = table.bulk().execute(flows(0, 1_000).map(BulkRequest::create), listener);

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::gone, BulkReport::failed)
        .containsExactly(1_000L, 666L, 0L, 334L);
    assertThat(existing).isEqualTo(LongStream.range(0, 334).map(n -> 3 * n).boxed().toList());
    assertThat(made).isEqualTo(IntStream.range(0, 1_000).filter(n -> n % 3 != 0).boxed().toList());
    assertThat(report.firstFailures()).hasSize(BulkReport.LISTED);
    assertThat(report.firstFailures().get(1).reason())
        .hasMessageStartingWith("create " + Flows.tcp(3).build().original() + ": ")
        .hasMessageContaining("(EEXIST) - it collides with the flow ");
  }

  @Test
  void goesOnWhenEveryFlowExists() {
    table.createAll(flows(0, 5_000));

    BulkReport report = table.createAll(flows(0, 5_001));

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::failed)
        .containsExactly(5_001L, 1L, 5_000L);
    assertThat(report.firstFailures()).hasSize(BulkReport.LISTED);
    assertThat(table.count()).isEqualTo(5_001);
  }

  @Test
  void saysWhyAFlowCannotBeCreated() {
    Tuple tuple = Tuple.tcp("192.0.2.1", 1, "198.51.100.2", 21);
    Flow good = SampleFlows.plain(tuple);
    List<Flow> flows =
        List.of(
            Flow.builder(tuple).build(),
            Flows.tcp(0).helper("nosuchhelper").build(),
            Flows.tcp(1).master(Tuple.udp("192.0.2.1", 1, "192.0.2.2", 2)).build(),
            Flows.tcp(2).helper("a".repeat(16)).build(),
            good,
            good);

    BulkReport report = table.createAll(flows);

    assertThat(report.firstFailures())
        .extracting(BulkFailure::index)
        .containsExactly(0L, 1L, 2L, 3L, 5L);
    assertThat(report.firstFailures())
        .extracting(BulkFailure::reason)
        .hasExactlyElementsOfTypes(
            ConntrackException.class,
            UnsupportedByKernelException.class,
            FlowNotFoundException.class,
            ConntrackException.class,
            FlowExistsException.class);
    assertThat(report.firstFailures().get(0).reason())
        .hasMessage(
            "create "
                + tuple
                + ": the timeout is absent - set one, the kernel has no default for it");
    assertThat(report.changed()).isEqualTo(1);
    assertThat(table.count()).isEqualTo(1);
  }

  @Test
  void carriesOutAMixtureInItsOrder() {
    Flow flow = Flows.tcp(0).build();

    BulkReport report =
        table
            .bulk()
            .execute(
                List.of(
                    BulkRequest.update(flow, FlowUpdate.mark(1)), // not there yet
                    BulkRequest.create(flow),
                    BulkRequest.update(flow, FlowUpdate.mark(2)),
                    BulkRequest.update(flow, FlowUpdate.mark(4, 4)),
                    BulkRequest.create(flow)), // there already
                BulkListener.NONE);

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::gone, BulkReport::failed)
        .containsExactly(5L, 3L, 1L, 1L);
    Flow shown = table.get(flow.original()).orElseThrow();
    assertThat(shown.markBits()).isEqualTo(6);

    assertThat(
            table
                .bulk()
                .execute(
                    List.of(
                        BulkRequest.delete(shown),
                        BulkRequest.delete(shown),
                        BulkRequest.create(flow)),
                    BulkListener.NONE))
        .isEqualTo(new BulkReport(3, 2, 1, 0, List.of(), true));
    assertThat(table.get(flow.original()).orElseThrow().markBits()).isZero();
  }

  @Test
  void passesOnWhatTheStreamThrows() {
    UnsupportedOperationException failure = new UnsupportedOperationException("not today");
    long sockets = OpenSockets.count();
    Stream<Flow> failing =
        flows(0, 1_000)
            .peek(
                flow -> {
                  if (flow.markBits() == 200) {
                    throw failure;
                  }
                });

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> table.createAll(failing))
        .isSameAs(failure);
    assertThat(table.count()).isEqualTo(128); // the batch that was full
    assertThat(OpenSockets.count()).isEqualTo(sockets);
  }

  @Test
  void usesTheTableInsideTheStream() {
    Stream<Flow> flows =
        flows(0, 300).peek(flow -> assertThat(table.get(flow.original())).isEmpty());

    assertThat(table.createAll(flows)).isEqualTo(created(300));
  }
}
