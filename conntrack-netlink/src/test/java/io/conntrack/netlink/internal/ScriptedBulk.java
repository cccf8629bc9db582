package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.BulkReport;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.Flows;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.WireMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A dump and batches of changes against a kernel that follows a script. */
abstract class ScriptedBulk {

  static final int NEW = 0x0100;
  static final int GET = 0x0101;
  static final int DELETE = 0x0102;
  static final int ACK = 0x004;
  static final FlowFilter ANY = FlowFilter.source("192.0.2.0/24");

  final ScriptedKernel dumping = new ScriptedKernel();
  final ScriptedKernel kernel = new ScriptedKernel();
  final KernelAnswers answers = kernel.answers();
  final KernelTable table =
      new KernelTable(
          ScriptedKernel.inTurn(new ScriptedKernel(), dumping, kernel), Duration.ofSeconds(5));

  static Flow flow(int number) {
    return Flows.tcp(number).id(FlowId.of(number)).build();
  }

  static List<Flow> flows(int count) {
    return IntStream.range(0, count).mapToObj(ScriptedBulk::flow).toList();
  }

  static BulkReport report(long matched, long changed, long gone) {
    return new BulkReport(matched, changed, gone, 0, List.of(), true);
  }

  ScriptedBulk dump(List<Flow> flows) {
    dumping.on(
        request -> {
          flows.forEach(flow -> dumping.deliver(dumping.answers().flow(request.sequence(), flow)));
          dumping.deliver(dumping.answers().done(request.sequence(), 0));
        });
    return this;
  }

  static int last(List<WireMessage> batch) {
    return batch.get(batch.size() - 1).sequence();
  }

  /** Carries out a batch. */
  ScriptedBulk succeed() {
    kernel.onBatch(batch -> kernel.deliver(answers.acknowledgement(last(batch))));
    return this;
  }

  /** Refuses one request of a batch and carries out the others. */
  ScriptedBulk refuse(int index, int errno) {
    kernel.onBatch(
        batch -> {
          kernel.deliver(answers.refusal(batch.get(index).sequence(), errno));
          if (index < batch.size() - 1) {
            kernel.deliver(answers.acknowledgement(last(batch)));
          }
        });
    return this;
  }

  /** Answers lookups with these flows. */
  ScriptedBulk find(Flow... found) {
    kernel.onBatch(
        batch ->
            kernel.deliver(
                IntStream.range(0, batch.size())
                    .mapToObj(i -> answers.flow(batch.get(i).sequence(), found[i]))
                    .toArray(ByteBuffer[]::new)));
    return this;
  }

  List<WireMessage> sent(int type) {
    return kernel.requests().stream().filter(request -> request.type() == type).toList();
  }

  void assertClosed() {
    assertThat(dumping.isClosed()).isTrue();
    assertThat(kernel.isClosed()).isTrue();
  }
}
