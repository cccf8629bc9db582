package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.FlowBuffer;
import java.util.List;
import java.util.function.BiConsumer;

/** Looks many flows up, a batch of them per system call. Confined to one thread. */
final class FlowLookup {

  /**
   * What a flow is looked up by.
   *
   * @param tuple its original or reply tuple
   * @param zone the zone of packets with that tuple
   */
  record Key(Tuple tuple, int zone) {

    /** Returns the key of a flow by its original tuple. */
    static Key of(Flow flow) {
      return new Key(flow.original(), flow.zoneId(Direction.ORIGINAL));
    }
  }

  private final Operation operation;
  private final RequestPipeline pipeline;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer decoded = new FlowBuffer();

  FlowLookup(Operation operation, RequestPipeline pipeline) {
    this.operation = operation;
    this.pipeline = pipeline;
  }

  /** Calls an action with the index of a key and its flow, for each of which there is one. */
  void forEachFound(List<Key> keys, BiConsumer<Integer, Flow> action) {
    pipeline.run(
        keys.size(),
        (message, sequence, index) ->
            FlowRequests.get(message, sequence, keys.get(index).tuple(), keys.get(index).zone()),
        (index, errno, explanation, message) -> {
          if (message.type() != NLMSG_ERROR) {
            decoder.decode(message, decoded);
            action.accept(index, Flow.copyOf(decoded));
          } else if (errno != Errno.ENOENT) {
            throw KernelErrors.refusal(operation, errno, explanation);
          }
        });
  }
}
