package io.conntrack.netlink.internal;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Turns a source into a stream of what lasts. The source is opened when the first entry is asked
 * for.
 */
final class EntryStream<T> implements Spliterator<T> {

  private final Supplier<? extends EntrySource<T>> opener;
  private volatile @Nullable EntrySource<T> source;
  private volatile boolean closed;

  private EntryStream(Supplier<? extends EntrySource<T>> opener) {
    this.opener = opener;
  }

  static <T> Stream<T> of(Supplier<? extends EntrySource<T>> opener) {
    EntryStream<T> entries = new EntryStream<>(opener);
    return StreamSupport.stream(entries, false).onClose(entries::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    EntrySource<T> open = opened();
    if (!open.next()) {
      return false;
    }
    action.accept(open.copy());
    return true;
  }

  @Override
  public void forEachRemaining(Consumer<? super T> action) {
    EntrySource<T> open = opened();
    while (open.next()) {
      action.accept(open.copy());
    }
  }

  private EntrySource<T> opened() {
    EntrySource<T> open = source;
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
    EntrySource<T> open = source;
    if (open != null) {
      open.close();
    }
  }

  /** A dump comes over one socket, in one order. */
  @Override
  public @Nullable Spliterator<T> trySplit() {
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
