/**
 * Everything here reads or writes netlink messages in place, in a {@link java.nio.ByteBuffer} that
 * others own.
 *
 * <p>Used by the layer that sends and receives. Knows no socket and no system call, and works on
 * heap and native memory alike, so that tests feed it plain bytes. The buffer's order is that of
 * the host which wrote the bytes: headers are in it, the payloads of ctnetlink are big-endian.
 */
@NullMarked
package io.conntrack.netlink.internal.codec;

import org.jspecify.annotations.NullMarked;
