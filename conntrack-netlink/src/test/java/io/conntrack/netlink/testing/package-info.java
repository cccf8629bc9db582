/**
 * Everything here lets a JUnit test run against a real kernel, each test in a network namespace of
 * its own: {@link io.conntrack.netlink.testing.KernelTest} is the way in.
 *
 * <p>It knows the backend only where it enters a namespace, and nothing of what is tested.
 */
package io.conntrack.netlink.testing;
