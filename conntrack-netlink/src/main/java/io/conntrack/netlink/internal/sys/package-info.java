/**
 * Everything here makes system calls or keeps what they return: sockets, namespaces, error numbers.
 *
 * <p>The only package that knows JNA. One {@code *Calls} class binds one family of calls, and one
 * class wraps it; nobody else sees a native method. Used by the other internal packages, which see
 * buffers and exceptions, never addresses and return codes. Depends on {@code internal.uapi} alone.
 */
@NullMarked
package io.conntrack.netlink.internal.sys;

import org.jspecify.annotations.NullMarked;
