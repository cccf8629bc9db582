/**
 * Everything here joins the codec and the system calls to an implementation of the API: requests,
 * dumps, and the exceptions that the kernel's refusals become.
 *
 * <p>Used by {@code io.conntrack.netlink} and found by {@code ServiceLoader}; programs use the
 * interfaces of {@code io.conntrack}.
 */
@NullMarked
package io.conntrack.netlink.internal;

import org.jspecify.annotations.NullMarked;
