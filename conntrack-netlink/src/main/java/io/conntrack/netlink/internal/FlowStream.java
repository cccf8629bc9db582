package io.conntrack.netlink.internal;

import io.conntrack.Flow;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Turns a source into a stream of immutable flows. The source is opened when the first flow is
 * asked for.
 */
final class FlowStream implements Spliterator<Flow> {

  private final Supplier<FlowSource> opener;
  private volatile @Nullable FlowSource source;
  private volatile boolean closed;

  private FlowStream(Supplier<FlowSource> opener) {
    this.opener = opener;
  }

  static Stream<Flow> of(Supplier<FlowSource> opener) {
    FlowStream flows = new FlowStream(opener);
    return StreamSupport.stream(flows, false).onClose(flows::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Flow> action) {
    FlowSource open = opened();
    if (!open.next()) {
      return false;
    }
    action.accept(Flow.copyOf(open.flow()));
    return true;
  }

  @Override
  public void forEachRemaining(Consumer<? super Flow> action) {
    opened().forEach(view -> action.accept(Flow.copyOf(view)));
  }

  private FlowSource opened() {
    FlowSource open = source;
    if (open == null) {
      open = opener.get();
      source = open;
      if (closed) { // by another thread, meanwhile
        open.close();
      }
    }
    return open;
  }

  private void close() {
    closed = true;
    FlowSource open = source;
    if (open != null) {
      open.close();
    }
  }

  /** A dump comes over one socket, in one order. */
  @Override
  public @Nullable Spliterator<Flow> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return NONNULL | IMMUTABLE;
  }
}
