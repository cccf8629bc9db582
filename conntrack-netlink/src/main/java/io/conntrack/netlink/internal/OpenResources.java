package io.conntrack.netlink.internal;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** Knows what is open, to close all of it. Thread-safe. */
final class OpenResources implements AutoCloseable {

  // weak, so that what was forgotten can be collected, and its sockets closed
  private final Set<OpenResource> open =
      Collections.newSetFromMap(new WeakHashMap<>()); // guarded by itself
  private boolean closed; // guarded by open

  /**
   * Takes a resource in, to be closed with the others.
   *
   * @throws io.conntrack.ConntrackClosedException if they are closed already; then so is this one
   */
  <T extends OpenResource> T register(Operation operation, T resource) {
    synchronized (open) {
      if (!closed) {
        open.add(resource);
        return resource;
      }
    }
    resource.close();
    throw KernelErrors.closed(operation);
  }

  @Override
  public void close() {
    List<OpenResource> running;
    synchronized (open) {
      closed = true;
      running = List.copyOf(open);
      open.clear();
    }
    running.forEach(OpenResource::close);
  }
}
