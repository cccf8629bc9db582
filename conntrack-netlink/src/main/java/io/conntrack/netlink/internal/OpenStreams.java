package io.conntrack.netlink.internal;

import io.conntrack.EventStream;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** Knows the streams of events that are open, to close them all. Thread-safe. */
final class OpenStreams implements AutoCloseable {

  // weak, so that a stream that was forgotten can be collected, and its sockets closed
  private final Set<EventStream> open =
      Collections.newSetFromMap(new WeakHashMap<>()); // guarded by itself
  private boolean closed; // guarded by open

  /** Takes a stream in; closes it instead and throws if all are closed. */
  EventStream register(Operation operation, EventStream stream) {
    synchronized (open) {
      if (!closed) {
        open.add(stream);
        return stream;
      }
    }
    stream.close();
    throw KernelErrors.closed(operation);
  }

  @Override
  public void close() {
    List<EventStream> running;
    synchronized (open) {
      closed = true;
      running = List.copyOf(open);
      open.clear();
    }
    running.forEach(EventStream::close);
  }
}
