package io.conntrack.examples.conntrackd.config;

import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.examples.conntrackd.config.HelperSettings.HelperType;
import io.conntrack.examples.conntrackd.config.HelperSettings.Policy;
import java.util.List;

/** Reads the {@code Helper} clause. */
final class HelperReader {

  private static final int LARGEST_QUEUE = 65_535;

  private HelperReader() {}

  static HelperSettings read(Block block) {
    if (block.directives().isEmpty()) {
      return HelperSettings.NONE;
    }
    List<HelperType> types = block.all("Type").stream().map(HelperReader::type).toList();
    return new HelperSettings(block.isOn("Setup", true), types);
  }

  private static HelperType type(Directive clause) {
    Block body = clause.body();
    return new HelperType(
        clause.value(),
        family(clause),
        protocol(clause),
        body.last("QueueNum").map(one -> (int) one.number(0, LARGEST_QUEUE)).orElse(0),
        body.number("QueueLen", 0),
        body.all("Policy").stream().map(HelperReader::policy).toList());
  }

  private static IpFamily family(Directive clause) {
    return switch (clause.values().get(1)) {
      case "inet" -> IpFamily.IPV4;
      case "inet6" -> IpFamily.IPV6;
      default ->
          throw ConfigurationException.wrong(
              clause, "unknown layer 3 protocol, inet or inet6 is allowed");
    };
  }

  private static Protocol protocol(Directive clause) {
    return switch (clause.values().get(2)) {
      case "tcp" -> Protocol.TCP;
      case "udp" -> Protocol.UDP;
      default ->
          throw ConfigurationException.wrong(
              clause, "unknown layer 4 protocol, tcp or udp is allowed");
    };
  }

  private static Policy policy(Directive clause) {
    Block body = clause.body();
    return new Policy(clause.value(), body.number("ExpectMax", 0), body.number("ExpectTimeout", 0));
  }
}
