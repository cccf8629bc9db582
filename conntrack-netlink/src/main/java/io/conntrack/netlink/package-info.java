/**
 * Everything here is for programs that want more of the Linux backend than {@link
 * io.conntrack.Conntrack#open()} gives: another network namespace, another deadline.
 *
 * <p>What does the work is in {@code internal}, which no program should touch.
 */
@NullMarked
package io.conntrack.netlink;

import org.jspecify.annotations.NullMarked;
