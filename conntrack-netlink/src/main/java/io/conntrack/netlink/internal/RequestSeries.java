package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import java.util.BitSet;

/**
 * Sends any number of requests of one kind, batch by batch, and tells what became of each. Confined
 * to one thread.
 */
final class RequestSeries {

  /** Writes the request with this index. */
  interface Request {
    void write(MessageBuilder message, int sequence, int index);
  }

  /** Hears once of each request. */
  interface Outcome {

    /** The request was carried out and is not answered by data. */
    default void done(int index) {}

    /** The request was refused. */
    void refused(int index, int errno, String explanation);

    /** The request was answered by data, valid inside the call. */
    default void answered(int index, MessageReader message) {}
  }

  private final Operation operation;
  private final BatchChannel channel;

  RequestSeries(Operation operation, BatchChannel channel) {
    this.operation = operation;
    this.channel = channel;
  }

  /**
   * Sends requests with the indices from 0 up to {@code count}; a refusal does not end it.
   *
   * @throws io.conntrack.ConntrackException if the socket was closed, or an answer is missing: then
   *     it is not known what was done
   */
  void run(int count, Request request, Outcome outcome) {
    for (int first = 0; first < count; first += BatchChannel.QUERIES) {
      int size = Math.min(BatchChannel.QUERIES, count - first);
      for (int i = 0; i < size; i++) {
        request.write(channel.builder(), channel.sequence(), first + i);
        channel.added();
      }
      Listener listener = new Listener(first, outcome);
      channel.exchange(operation, listener);
      for (int i = listener.heard.nextClearBit(0);
          i < size;
          i = listener.heard.nextClearBit(i + 1)) {
        outcome.done(first + i);
      }
    }
  }

  /** Passes answers on and remembers which requests had one. */
  private static final class Listener implements BatchChannel.Answers {

    private final BitSet heard = new BitSet(BatchChannel.QUERIES);
    private final int first;
    private final Outcome outcome;

    Listener(int first, Outcome outcome) {
      this.first = first;
      this.outcome = outcome;
    }

    @Override
    public void refused(int index, int errno, String explanation) {
      heard.set(index);
      outcome.refused(first + index, errno, explanation);
    }

    @Override
    public void answered(int index, MessageReader message) {
      heard.set(index);
      outcome.answered(first + index, message);
    }
  }
}
