package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import org.junit.jupiter.api.Test;

@KernelTest
class HashTableIT {

  @Test
  void knowsItsLength(Netns netns) throws Exception {
    assertThat(HashTable.buckets())
        .isPositive()
        .isEqualTo(Math.toIntExact(netns.sysctl("net.netfilter.nf_conntrack_buckets")));
  }
}
