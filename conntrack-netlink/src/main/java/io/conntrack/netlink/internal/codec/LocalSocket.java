package io.conntrack.netlink.internal.codec;

import io.conntrack.Tuple;

/**
 * A connected socket of this machine, as the kernel describes it. Immutable.
 *
 * @param ends the tuple of the packets that it sends: the source is its own end; an IPv6 socket
 *     with IPv4-mapped addresses has IPv4 ends, as its packets do
 * @param device index of the interface or VRF that it is bound to, 0 for none
 * @param cookie what no other socket has until the machine is started again
 */
public record LocalSocket(Tuple ends, int device, long cookie) {

  /** Returns for example {@code tcp 10.0.0.1:4711->192.0.2.1:443 device 3}. */
  @Override
  public String toString() {
    return device == 0 ? ends.toString() : ends + " device " + device;
  }
}
