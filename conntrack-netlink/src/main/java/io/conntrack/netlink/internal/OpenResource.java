package io.conntrack.netlink.internal;

/** Holds sockets for the time of an operation or a stream. Any thread may close it. */
interface OpenResource extends AutoCloseable {
  @Override
  void close();
}
