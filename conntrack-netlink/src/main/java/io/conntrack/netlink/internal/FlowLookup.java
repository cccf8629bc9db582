package io.conntrack.netlink.internal;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageReader;
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
  private final RequestSeries requests;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer decoded = new FlowBuffer();

  FlowLookup(Operation operation, RequestSeries requests) {
    this.operation = operation;
    this.requests = requests;
  }

  /** Calls an action with the index of a key and its flow, for each of which there is one. */
  void forEachFound(List<Key> keys, BiConsumer<Integer, Flow> action) {
    requests.run(
        keys.size(),
        (message, sequence, index) ->
            FlowRequests.get(message, sequence, keys.get(index).tuple(), keys.get(index).zone()),
        new RequestSeries.Outcome() {
          @Override
          public void refused(int index, int errno, String explanation) {
            if (errno != Errno.ENOENT && errno != Errno.ETIME) { // that one is ending
              throw KernelErrors.refusal(operation, errno, explanation);
            }
          }

          @Override
          public void answered(int index, MessageReader message) {
            decoder.decode(message, decoded);
            action.accept(index, Flow.copyOf(decoded));
          }
        });
  }
}
