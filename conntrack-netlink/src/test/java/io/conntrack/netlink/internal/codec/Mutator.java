package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_F_NESTED;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_MIN_TYPE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils datagrams of little-endian hosts; equal seeds spoil them in the same way. */
public final class Mutator {

  private static final int[] LENGTHS = {0, 1, 3, 4, 5, 8, 15, 16, 19, 20, 0x7fff, 0xfffc, 0xffff};
  private static final int[] HUGE_LENGTHS = {1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -4};
  private static final int TYPES = 32; // more than any enum has
  private static final int MAX_VALUE_LENGTH = 40;

  private final Random random;

  /** Makes one that spoils as every other of this seed does. */
  public Mutator(long seed) {
    random = new Random(seed);
  }

  /** Returns a datagram with a few changes of structure, and then of bytes. */
  public byte[] spoil(byte[] datagram) {
    byte[] spoiled = datagram.clone();
    for (int left = random.nextInt(3); left > 0; left--) {
      spoiled = restructure(spoiled);
    }
    for (int left = random.nextInt(4); left > 0 && spoiled.length >= NLMSG_HDRLEN; left--) {
      spoiled = overwrite(spoiled);
    }
    return spoiled;
  }

  // structure: all lengths stay right

  private byte[] restructure(byte[] datagram) {
    ByteBuffer bytes = littleEndian(datagram);
    int start = pick(messages(bytes));
    int type = bytes.getShort(start + MessageReader.TYPE);
    int end = start + bytes.getInt(start);
    if (type < NLMSG_MIN_TYPE || end > datagram.length) { // has no attributes, or is cut
      return datagram;
    }
    WireMessage message = WireMessage.of(bytes, start);
    change(message);
    byte[] changed = message.bytes().array();
    byte[] result = new byte[start + changed.length + datagram.length - end];
    System.arraycopy(datagram, 0, result, 0, start);
    System.arraycopy(changed, 0, result, start, changed.length);
    System.arraycopy(datagram, end, result, start + changed.length, datagram.length - end);
    return result;
  }

  private void change(WireMessage message) {
    List<List<WireAttribute>> runs = new ArrayList<>(List.of(message.attributes()));
    message.tree().filter(WireAttribute::isNest).map(WireAttribute::nested).forEach(runs::add);
    List<WireAttribute> run = pick(runs);
    if (run.isEmpty()) {
      return;
    }
    WireAttribute attribute = pick(run);
    switch (random.nextInt(5)) {
      case 0 -> run.remove(attribute);
      case 1 -> run.add(random.nextInt(run.size() + 1), attribute);
      case 2 -> pick(runs).add(WireAttribute.value(random.nextInt(TYPES), randomBytes()));
      case 3 -> attribute.type(random.nextInt(TYPES));
      default -> attribute.value(randomBytes());
    }
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[random.nextInt(MAX_VALUE_LENGTH)];
    random.nextBytes(bytes);
    return bytes;
  }

  // bytes: anything may become wrong

  private byte[] overwrite(byte[] datagram) {
    ByteBuffer bytes = littleEndian(datagram);
    switch (random.nextInt(6)) {
      case 0 -> datagram[random.nextInt(datagram.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> datagram[random.nextInt(datagram.length)] = (byte) random.nextInt(256);
      case 2 -> bytes.putInt(pick(messages(bytes)), random.nextBoolean() ? length() : hugeLength());
      case 3 -> bytes.putShort(pick(attributes(bytes)), (short) length());
      case 4 -> bytes.putShort(pick(attributes(bytes)) + 2, (short) type());
      default -> {
        return Arrays.copyOf(datagram, random.nextInt(datagram.length));
      }
    }
    return datagram;
  }

  private int length() {
    return random.nextInt(4) == 0 ? random.nextInt(256) : LENGTHS[random.nextInt(LENGTHS.length)];
  }

  private int hugeLength() {
    return HUGE_LENGTHS[random.nextInt(HUGE_LENGTHS.length)];
  }

  private int type() {
    return random.nextInt(TYPES) | (random.nextBoolean() ? NLA_F_NESTED : 0);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Where messages start, as far as lengths are right; at least the first. */
  private static List<Integer> messages(ByteBuffer bytes) {
    List<Integer> starts = new ArrayList<>();
    int start = 0;
    do {
      starts.add(start);
      int length = bytes.getInt(start);
      boolean fits = length >= NLMSG_HDRLEN && length <= bytes.capacity() - start;
      start = fits ? start + (length + 3 & -4) : bytes.capacity();
    } while (bytes.capacity() - start >= NLMSG_HDRLEN);
    return starts;
  }

  /** Where attributes start, as far as lengths are right; at least something in the datagram. */
  private static List<Integer> attributes(ByteBuffer bytes) {
    List<Integer> starts = new ArrayList<>(List.of(bytes.capacity() - NLA_HDRLEN));
    for (int start : messages(bytes)) {
      int end = start + Math.min(Math.max(0, bytes.getInt(start)), bytes.capacity() - start);
      collect(bytes, start + MessageBuilder.HEADER_LENGTH, end, starts);
    }
    return starts;
  }

  private static void collect(ByteBuffer bytes, int from, int end, List<Integer> starts) {
    int start = from;
    while (end - start >= NLA_HDRLEN) {
      starts.add(start);
      int length = bytes.getShort(start) & 0xffff;
      if (length < NLA_HDRLEN || length > end - start) {
        return;
      }
      if ((bytes.getShort(start + 2) & NLA_F_NESTED) != 0) {
        collect(bytes, start + NLA_HDRLEN, start + length, starts);
      }
      start += length + 3 & -4;
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
