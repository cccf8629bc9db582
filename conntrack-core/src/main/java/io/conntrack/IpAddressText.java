package io.conntrack;

/**
 * Writes addresses in the form of {@code inet_ntop(3)}, which is RFC 5952 for everything a network
 * uses.
 */
final class IpAddressText {

  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int GROUPS = 8;

  private IpAddressText() {}

  static StringBuilder appendV4(StringBuilder text, int bits) {
    text.append(bits >>> 24).append('.').append(bits >>> 16 & 0xff).append('.');
    return text.append(bits >>> 8 & 0xff).append('.').append(bits & 0xff);
  }

  static StringBuilder appendV6(StringBuilder text, long high, long low) {
    int runStart = -1; // the longest run of at least two zero groups becomes "::"
    int runLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int length = zeroGroupsFrom(high, low, i);
      if (length > runLength) {
        runStart = i;
        runLength = length;
      }
      i += length;
    }
    for (int i = 0; i < GROUPS; i++) {
      if (i == runStart) {
        text.append(runStart + runLength == GROUPS ? "::" : ":");
        i += runLength - 1;
        continue;
      }
      if (i > 0) {
        text.append(':');
      }
      if (i == 6 && endsInV4(high, low, runStart, runLength)) {
        return appendV4(text, (int) low);
      }
      appendGroup(text, group(high, low, i));
    }
    return text;
  }

  private static boolean endsInV4(long high, long low, int runStart, int runLength) {
    return runStart == 0 && (runLength == 6 || (runLength == 5 && group(high, low, 5) == 0xffff));
  }

  private static int zeroGroupsFrom(long high, long low, int start) {
    int i = start;
    while (i < GROUPS && group(high, low, i) == 0) {
      i++;
    }
    return i - start;
  }

  private static int group(long high, long low, int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (16 * (3 - (index & 3)))) & 0xffff;
  }

  private static void appendGroup(StringBuilder text, int group) {
    int shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0;
    for (; shift >= 0; shift -= 4) {
      text.append(HEX[group >>> shift & 0xf]);
    }
  }
}
