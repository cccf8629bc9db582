package io.conntrack.filter;

import io.conntrack.IpAddress;
import io.conntrack.IpPrefix;
import java.util.List;

/**
 * An address, network or range of addresses in a filter's text.
 *
 * @param tokens makes the exceptions
 * @param word the text
 */
record AddressText(TokenReader tokens, Token word) {

  static final String EXPECTED = "an address like 192.0.2.1 or a network like 10.0.0.0/8";

  /** Returns the networks that it stands for. */
  List<IpPrefix> prefixes() {
    String text = word.text();
    int dash = text.indexOf('-');
    if (dash < 0) {
      return List.of(prefix(text));
    }
    IpAddress first = address(0, dash);
    IpAddress last = address(dash + 1, text.length());
    try {
      return AddressRange.prefixes(first, last);
    } catch (IllegalArgumentException e) {
      throw tokens.error(word, "two addresses of one family, the smaller one first");
    }
  }

  private IpPrefix prefix(String text) {
    int slash = text.indexOf('/');
    IpAddress address = address(0, slash < 0 ? text.length() : slash);
    if (slash < 0) {
      return IpPrefix.of(address);
    }
    try {
      return IpPrefix.parse(text);
    } catch (IllegalArgumentException e) {
      String length = text.substring(slash + 1);
      int longest = address.family().addressBits();
      throw tokens.error(
          word.position() + slash + 1, length, "a prefix length from 0 to " + longest);
    }
  }

  /** Says whether a text is an address or network. */
  static boolean isAddress(String text) {
    try {
      IpPrefix.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Says whether a text is meant as {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  static boolean hasPort(String text) {
    int colon = text.indexOf(':');
    return text.startsWith("[") || (colon >= 0 && text.indexOf(':', colon + 1) < 0);
  }

  /** Returns the address before the port. */
  PrefixSet beforePort() {
    String text = word.text();
    int colon = text.lastIndexOf(':');
    boolean brackets = text.startsWith("[");
    if (brackets && (colon < 1 || text.charAt(colon - 1) != ']')) {
      throw tokens.error(word, "an address in brackets and a port: [2001:db8::1]:80");
    }
    return PrefixSet.of(IpPrefix.of(brackets ? address(1, colon - 1) : address(0, colon)));
  }

  /** Reads the address between two indices of the word. */
  IpAddress address(int from, int to) {
    String text = word.text().substring(from, to);
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw tokens.error(word.position() + from, text, EXPECTED);
    }
  }
}
