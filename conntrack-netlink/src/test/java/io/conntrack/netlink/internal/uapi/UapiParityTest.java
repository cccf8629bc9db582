package io.conntrack.netlink.internal.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares our numbers with the installed headers, in both directions. */
class UapiParityTest {
  /** Newer than the oldest headers we build with (Linux 6.1), and the release that brought each. */
  private static final Map<String, String> NEWER = Map.of("CTA_TIMESTAMP_EVENT", "6.14");

  /** In no installed header: {@code net/netfilter/nf_internals.h}. */
  private static final Set<String> KERNEL_INTERNAL =
      Set.of(
          "CTA_FILTER_F_CTA_IP_SRC",
          "CTA_FILTER_F_CTA_IP_DST",
          "CTA_FILTER_F_CTA_TUPLE_ZONE",
          "CTA_FILTER_F_CTA_PROTO_NUM",
          "CTA_FILTER_F_CTA_PROTO_SRC_PORT",
          "CTA_FILTER_F_CTA_PROTO_DST_PORT",
          "CTA_FILTER_F_CTA_PROTO_ICMP_TYPE",
          "CTA_FILTER_F_CTA_PROTO_ICMP_CODE",
          "CTA_FILTER_F_CTA_PROTO_ICMP_ID",
          "CTA_FILTER_F_CTA_PROTO_ICMPV6_TYPE",
          "CTA_FILTER_F_CTA_PROTO_ICMPV6_CODE",
          "CTA_FILTER_F_CTA_PROTO_ICMPV6_ID");

  /** Old names of the headers, and the name of the same number that we use. */
  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "CTA_NAT", "CTA_NAT_SRC",
          "CTA_NAT_MINIP", "CTA_NAT_V4_MINIP",
          "CTA_NAT_MAXIP", "CTA_NAT_V4_MAXIP",
          "CTA_NAT_SEQ_ADJ_ORIG", "CTA_SEQ_ADJ_ORIG",
          "CTA_NAT_SEQ_ADJ_REPLY", "CTA_SEQ_ADJ_REPLY",
          "CTA_NAT_SEQ_CORRECTION_POS", "CTA_SEQADJ_CORRECTION_POS",
          "CTA_NAT_SEQ_OFFSET_BEFORE", "CTA_SEQADJ_OFFSET_BEFORE",
          "CTA_NAT_SEQ_OFFSET_AFTER", "CTA_SEQADJ_OFFSET_AFTER");

  private static final Predicate<String> ENUMERATOR =
      Pattern.compile(
              "(CTA|IPCTNL|NFNLGRP|NFNL_SUBSYS|NFNL_MSG|IPS|NF_CT_EXPECT|IP_CT_DIR|IP_CT_TCP_FLAG"
                  + "|TCP_CONNTRACK|SCTP_CONNTRACK)_.*")
          .asMatchPredicate();

  private static final Predicate<String> LIMIT_OR_PLACEHOLDER =
      Pattern.compile(".*_(MAX|UNSPEC)|IPS_.*_BIT|NFNL_SUBSYS_(COUNT|ID)|NFNL_MSG_TYPE")
          .asMatchPredicate();

  /** No states of a flow: what a look-up in the table of states may say, and more timeouts. */
  private static final Set<String> NO_STATES =
      Set.of("TCP_CONNTRACK_IGNORE", "TCP_CONNTRACK_RETRANS", "TCP_CONNTRACK_UNACK");

  private Map<String, Integer> ours = Map.of();
  private Set<String> installed = Set.of();

  @BeforeEach
  void readHeaders() throws Exception {
    InstalledHeaders.require();
    ours = UapiConstants.values();
    installed = InstalledHeaders.words();
  }

  @Test
  void everyNumberEqualsTheInstalledHeader() throws Exception {
    Map<String, Integer> different = new TreeMap<>(ours);
    different.keySet().removeAll(KERNEL_INTERNAL);
    different.keySet().removeIf(name -> NEWER.containsKey(name) && !installed.contains(name));

    different.entrySet().removeAll(InstalledHeaders.values(different.keySet()).entrySet());

    assertThat(different).isEmpty();
  }

  @Test
  void everyInstalledEnumeratorExistsHere() {
    Set<String> missing = new TreeSet<>(installed);
    missing.removeIf(ENUMERATOR.negate().or(LIMIT_OR_PLACEHOLDER));
    missing.removeAll(ours.keySet());
    missing.removeAll(NO_STATES);

    assertThat(missing).isEqualTo(new TreeSet<>(OLD_NAMES.keySet()));
  }

  @Test
  void oldNamesHaveTheNumbersOfNewOnes() throws Exception {
    Map<String, Integer> expected = new TreeMap<>();
    OLD_NAMES.forEach((old, current) -> expected.put(old, ours.get(current)));

    assertThat(InstalledHeaders.values(OLD_NAMES.keySet())).isEqualTo(expected);
  }

  @Test
  void exceptionsAreExceptions() {
    Set<String> exceptions = new HashSet<>(KERNEL_INTERNAL);
    exceptions.addAll(NEWER.keySet());

    assertThat(ours).containsKeys(exceptions.toArray(String[]::new));
    assertThat(installed).doesNotContainAnyElementsOf(KERNEL_INTERNAL);
  }

  @Test
  void filterFlagsAreTheBitsFromZeroUp() {
    assertThat(KERNEL_INTERNAL)
        .extracting(ours::get)
        .containsExactlyInAnyOrder(
            0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800);
  }
}
