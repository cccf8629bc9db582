/**
 * Everything here turns a filter of flows into a classic-BPF program of an event socket, and says
 * what is left to test in the process.
 *
 * <p>{@link io.conntrack.netlink.internal.bpf.FilterCompiler#compile} is the entry. Knows no socket
 * and no system call, so that tests run programs for hosts of either byte order on plain bytes.
 */
@NullMarked
package io.conntrack.netlink.internal.bpf;

import org.jspecify.annotations.NullMarked;
