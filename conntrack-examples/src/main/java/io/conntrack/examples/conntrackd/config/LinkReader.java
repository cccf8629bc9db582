package io.conntrack.examples.conntrackd.config;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.examples.conntrackd.config.LinkSettings.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the clauses of the dedicated links. */
final class LinkReader {

  private static final int MOST_LINKS = 4;
  private static final int LARGEST_PORT = 65_535;
  private static final int ERROR_QUEUE = 128;

  private final Block block;
  private final List<String> warnings;

  LinkReader(Block block, List<String> warnings) {
    this.block = block;
    this.warnings = warnings;
  }

  /** Returns the links in the order of the file. */
  List<LinkSettings> read() {
    List<LinkSettings> links = new ArrayList<>();
    for (Directive clause : block.directives()) {
      Optional<Transport> transport = transport(clause);
      if (transport.isPresent()) {
        check(clause, transport.get(), links);
        links.add(link(clause, transport.get()));
      }
    }
    return List.copyOf(links);
  }

  private static Optional<Transport> transport(Directive clause) {
    for (Transport one : Transport.values()) {
      if (one.clause().equals(clause.name())) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static void check(Directive clause, Transport transport, List<LinkSettings> before) {
    if (before.size() == MOST_LINKS) {
      throw ConfigurationException.wrong(
          clause, "too many dedicated links in the configuration file (Maximum: 4)");
    }
    if (!before.isEmpty() && before.get(0).transport() != transport) {
      throw ConfigurationException.wrong(
          clause, "cannot use `" + transport.clause() + "' with other dedicated link protocols!");
    }
  }

  private LinkSettings link(Directive clause, Transport transport) {
    Block body = clause.body();
    Optional<IpAddress> address =
        body.last("IPv4_address", "IPv6_address").map(FilterReader::address);
    Optional<IpAddress> interfaceAddress = body.last("IPv4_interface").map(FilterReader::address);
    if (body.has("IPv6_interface")) {
      warnings.add("line " + clause.line() + ": `IPv6_interface' not required, ignoring");
    }
    if (interfaceAddress.isPresent()
        && address.filter(one -> one.family() == IpFamily.IPV6).isPresent()) {
      warnings.add(
          "line "
              + clause.line()
              + ": your multicast address is IPv6 but is binded to an IPv4 interface?"
              + " Surely this is not what you want");
    }
    return new LinkSettings(
        transport,
        address,
        body.last("IPv4_Destination_Address", "IPv6_Destination_Address")
            .map(FilterReader::address),
        interfaceAddress,
        body.last("Port", "Group").map(one -> (int) one.number(0, LARGEST_PORT)).orElse(0),
        body.last("Interface").map(Directive::value),
        bytes(body, "SndSocketBuffer"),
        bytes(body, "RcvSocketBuffer"),
        body.isOn("Checksum", true),
        clause.has("Default"));
  }

  private static OptionalInt bytes(Block body, String name) {
    int bytes = body.number(name, 0);
    return bytes == 0 ? OptionalInt.empty() : OptionalInt.of(bytes);
  }

  /** Returns the one length that TCP links share: the last that any of them says. */
  int errorQueueLength() {
    return block.merged("TCP").number("ErrorQueueLength", ERROR_QUEUE);
  }
}
