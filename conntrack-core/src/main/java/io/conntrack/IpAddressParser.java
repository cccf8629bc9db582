package io.conntrack;

/** Reads addresses from text, strictly: what two programs could read differently is refused. */
final class IpAddressParser {

  private static final String ALLOWED =
      "expected an IPv4 address like 192.0.2.1 or an IPv6 address like 2001:db8::1";

  private final String text;
  private int position;

  private IpAddressParser(String text) {
    this.text = text;
  }

  static IpAddress parse(String text) {
    IpAddressParser parser = new IpAddressParser(text);
    return text.indexOf(':') >= 0 ? parser.v6() : IpAddress.v4(parser.v4());
  }

  private int v4() {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      if (i > 0) {
        expect('.');
      }
      bits = bits << 8 | octet();
    }
    if (position != text.length()) {
      throw malformed();
    }
    return bits;
  }

  private int octet() {
    int start = position;
    int value = 0;
    while (position < text.length() && position - start < 3 && isDigit(text.charAt(position))) {
      value = value * 10 + text.charAt(position++) - '0';
    }
    boolean octalLooking = position - start > 1 && text.charAt(start) == '0';
    if (position == start || value > 255 || octalLooking) {
      throw malformed();
    }
    return value;
  }

  private IpAddress v6() {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1; // index of the group before which "::" stands
    if (text.startsWith("::")) {
      gap = 0;
      position = 2;
    }
    while (position < text.length()) {
      if (count == 8) {
        throw malformed();
      }
      if (text.indexOf('.', position) >= 0 && text.indexOf(':', position) < 0) {
        count = embedV4(groups, count);
        break;
      }
      groups[count++] = group();
      if (position == text.length()) {
        break;
      }
      expect(':');
      if (position < text.length() && text.charAt(position) == ':') {
        if (gap >= 0) {
          throw malformed();
        }
        gap = count;
        position++;
      } else if (position == text.length()) {
        throw malformed();
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      throw malformed();
    }
    return assemble(groups, count, gap);
  }

  private int embedV4(int[] groups, int count) {
    if (count > 6) {
      throw malformed();
    }
    int bits = v4();
    groups[count] = bits >>> 16;
    groups[count + 1] = bits & 0xffff;
    return count + 2;
  }

  private int group() {
    int start = position;
    int value = 0;
    while (position < text.length()
        && position - start < 4
        && hexDigit(text.charAt(position)) >= 0) {
      value = value << 4 | hexDigit(text.charAt(position++));
    }
    if (position == start) {
      throw malformed();
    }
    return value;
  }

  private static IpAddress assemble(int[] groups, int count, int gap) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      int source = gap < 0 || i < gap ? i : i - (8 - count);
      long value = gap >= 0 && source < gap && i >= gap ? 0 : groups[source];
      high = high << 16 | low >>> 48;
      low = low << 16 | value;
    }
    return IpAddress.v6(high, low);
  }

  private void expect(char c) {
    if (position == text.length() || text.charAt(position) != c) {
      throw malformed();
    }
    position++;
  }

  /** Returns the value, or -1. The JDK's own method reads the digits of all scripts. */
  private static int hexDigit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("not an IP address: \"" + text + "\" - " + ALLOWED);
  }
}
