package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.codec.CompleteFlows.DCCP;
import static io.conntrack.netlink.internal.codec.CompleteFlows.TCP;
import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS32_BYTES;
import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS32_PACKETS;
import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_PAD;
import static io.conntrack.netlink.internal.uapi.CtattrHelp.CTA_HELP_INFO;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp.CTA_PROTOINFO_DCCP_PAD;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_PAD;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_FILTER;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SECMARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS_MASK;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.netlink.internal.uapi.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every attribute that the kernel's header knows, or leaves it out for a reason. */
class AttributeCoverageTest {

  private static final Path HEADER = Path.of("/usr/include/linux/netfilter/nfnetlink_conntrack.h");

  /** The enums whose attributes a flow can have. */
  private static final Set<String> IN_FLOWS =
      Set.of(
          "ctattr_type",
          "ctattr_tuple",
          "ctattr_ip",
          "ctattr_l4proto",
          "ctattr_protoinfo",
          "ctattr_protoinfo_tcp",
          "ctattr_protoinfo_dccp",
          "ctattr_protoinfo_sctp",
          "ctattr_counters",
          "ctattr_tstamp",
          "ctattr_nat",
          "ctattr_protonat",
          "ctattr_seqadj",
          "ctattr_synproxy",
          "ctattr_help",
          "ctattr_secctx");

  /** The other enums of the header, and why a flow has none of them. */
  private static final Map<String, String> NOT_IN_FLOWS =
      Map.ofEntries(
          Map.entry("cntl_msg_types", "message types"),
          Map.entry("ctnl_exp_msg_types", "message types"),
          Map.entry("ctattr_natseq", "old names of ctattr_seqadj"),
          Map.entry("ctattr_expect", "of expectations"),
          Map.entry("ctattr_expect_nat", "of expectations"),
          Map.entry("ctattr_stats_cpu", "of statistics"),
          Map.entry("ctattr_stats_global", "of statistics"),
          Map.entry("ctattr_expect_stats", "of statistics"),
          Map.entry("ctattr_filter", "of requests"));

  /** The attributes that are not read, and why. */
  private static final Map<String, String> SKIPPED =
      Map.ofEntries(
          Map.entry("CTA_SECMARK", "obsolete: neither sent nor taken"),
          Map.entry("CTA_MARK_MASK", "only in requests"),
          Map.entry("CTA_LABELS_MASK", "only in requests"),
          Map.entry("CTA_STATUS_MASK", "only in requests"),
          Map.entry("CTA_FILTER", "only in requests"),
          Map.entry("CTA_HELP_INFO", "private to the helper"),
          Map.entry("CTA_COUNTERS32_PACKETS", "never sent"),
          Map.entry("CTA_COUNTERS32_BYTES", "never sent"),
          Map.entry("CTA_COUNTERS_PAD", "padding"),
          Map.entry("CTA_TIMESTAMP_PAD", "padding"),
          Map.entry("CTA_PROTOINFO_DCCP_PAD", "padding"));

  private static final Pattern COMMENT = Pattern.compile("(?s:/\\*.*?\\*/)|(?m:^#.*$)");
  private static final Pattern ENUM = Pattern.compile("enum\\s+(\\w+)\\s*\\{([^}]*)\\}");

  @Test
  void readsOrSkipsEveryAttributeOfTheInstalledHeader() throws IOException {
    Set<String> known = attributesOfCompleteFlows();
    known.addAll(SKIPPED.keySet());

    assertThat(installedAttributes()).contains("CTA_TUPLE_ORIG", "CTA_HELP_INFO").isSubsetOf(known);
  }

  @Test
  void knowsEveryEnumOfTheInstalledHeader() throws IOException {
    Set<String> enums = new TreeSet<>(IN_FLOWS);
    enums.addAll(NOT_IN_FLOWS.keySet());

    assertThat(installedEnums()).containsOnlyKeys(enums);
  }

  @Test
  void skipsNothingThatItReads() {
    assertThat(attributesOfCompleteFlows())
        .contains("CTA_TIMESTAMP_EVENT", "CTA_PROTO_ICMPV6_ID", "CTA_NAT_V6_MAXIP")
        .doesNotContainAnyElementsOf(SKIPPED.keySet());
  }

  @ParameterizedTest
  @EnumSource
  void everyByteOfEveryAttributeCounts(CompleteFlows flow) {
    Flow complete = Flow.copyOf(flow.flow());
    WireMessage message = message(flow);

    assertThat(message.tree().filter(attribute -> !attribute.isNest()))
        .allSatisfy(
            attribute -> {
              for (int i = 0; i < attribute.value().length; i++) {
                attribute.value()[i] ^= 1;
                Flow changed = FlowMessages.decode(message.bytes());
                attribute.value()[i] ^= 1;
                assertThat(changed).as(attribute.path()).isNotEqualTo(complete);
              }
            });
  }

  @ParameterizedTest
  @MethodSource
  void whatIsSkippedChangesNothing(CompleteFlows flow, String nest, int type) {
    assertUnchanged(flow, nest, type);
  }

  static Stream<Arguments> whatIsSkippedChangesNothing() {
    return Stream.of(
        Arguments.of(TCP, "", CTA_SECMARK),
        Arguments.of(TCP, "", CTA_MARK_MASK),
        Arguments.of(TCP, "", CTA_LABELS_MASK),
        Arguments.of(TCP, "", CTA_STATUS_MASK),
        Arguments.of(TCP, "", CTA_FILTER),
        Arguments.of(TCP, "CTA_HELP", CTA_HELP_INFO),
        Arguments.of(TCP, "CTA_COUNTERS_ORIG", CTA_COUNTERS32_PACKETS),
        Arguments.of(TCP, "CTA_COUNTERS_REPLY", CTA_COUNTERS32_BYTES),
        Arguments.of(TCP, "CTA_COUNTERS_REPLY", CTA_COUNTERS_PAD),
        Arguments.of(TCP, "CTA_TIMESTAMP", CTA_TIMESTAMP_PAD),
        Arguments.of(DCCP, "CTA_PROTOINFO/CTA_PROTOINFO_DCCP", CTA_PROTOINFO_DCCP_PAD));
  }

  /** So that a newer kernel does not break an older library. */
  @ParameterizedTest
  @EnumSource
  void whatIsUnknownChangesNothingInAnyNest(CompleteFlows flow) {
    assertUnchanged(flow, "", 1000);
    assertThat(message(flow).tree().filter(WireAttribute::isNest).map(WireAttribute::path))
        .allSatisfy(nest -> assertUnchanged(flow, nest, 1000));
  }

  private static void assertUnchanged(CompleteFlows flow, String nest, int type) {
    WireMessage message = message(flow);
    (nest.isEmpty() ? message.attributes() : message.attribute(nest).nested())
        .add(WireAttribute.value(type, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));

    assertThat(FlowMessages.decode(message.bytes())).isEqualTo(Flow.copyOf(flow.flow()));
  }

  private static WireMessage message(CompleteFlows flow) {
    return WireMessage.of(FlowMessages.encode(flow.flow(), LITTLE_ENDIAN), 0);
  }

  private static Set<String> attributesOfCompleteFlows() {
    return Stream.of(CompleteFlows.values())
        .flatMap(flow -> message(flow).tree())
        .map(attribute -> attribute.path().replaceFirst(".*/", ""))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> installedAttributes() throws IOException {
    Set<String> attributes = new TreeSet<>();
    installedEnums().forEach((name, body) -> collect(name, body, attributes));
    return attributes;
  }

  private static void collect(String name, String body, Set<String> attributes) {
    if (IN_FLOWS.contains(name)) {
      Stream.of(body.split(","))
          .map(String::strip)
          .filter(enumerator -> enumerator.matches("[A-Z].*(?<!_UNSPEC)"))
          .filter(enumerator -> !enumerator.contains("=")) // an old name
          .forEach(attributes::add);
    }
  }

  private static Map<String, String> installedEnums() throws IOException {
    Requirement.require(Files.isReadable(HEADER), "needs linux-libc-dev");
    Matcher enums = ENUM.matcher(COMMENT.matcher(Files.readString(HEADER)).replaceAll(""));
    Map<String, String> bodies = new HashMap<>();
    while (enums.find()) {
      bodies.put(enums.group(1), enums.group(2));
    }
    return bodies;
  }
}
