package io.conntrack.netlink.internal;

/** Holds a socket for the time of one operation. Any thread may close it. */
interface OpenResource extends AutoCloseable {
  @Override
  void close();
}
