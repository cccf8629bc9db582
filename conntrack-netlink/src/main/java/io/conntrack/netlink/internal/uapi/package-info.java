/**
 * Everything here is a number or a name of the kernel's user API, in the kernel's spelling.
 *
 * <p>One class stands for one kernel enum, or one group of macros of a header, so that a search for
 * {@code CTA_TUPLE_ORIG} hits the kernel tree and this one alike. Used by the other internal
 * packages; depends on none of them. A test compares each number with the installed headers.
 */
@NullMarked
package io.conntrack.netlink.internal.uapi;

import org.jspecify.annotations.NullMarked;
