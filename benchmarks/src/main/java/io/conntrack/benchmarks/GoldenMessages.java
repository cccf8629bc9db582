package io.conntrack.benchmarks;

import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.spi.FlowBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Messages of a little-endian kernel, captured on the wire. */
public enum GoldenMessages {
  /** Dump of one established connection. */
  TCP4("dump-tcp4-established"),
  /** The same with counters and start time. */
  TCP4_ACCT("dump-tcp4-acct-ts-established"),
  /** The same over IPv6. */
  TCP6_ACCT("dump-tcp6-acct-ts-established"),
  /** Dump of a UDP flow over IPv6. */
  UDP6("dump-udp6-seen-reply"),
  /** Dump of 147 flows, TCP and UDP, with SYN proxy. */
  MIXED("dump-multi-second"),
  /** Begin, establishment and end of a connection. */
  EVENTS4(
      "event-tcp4-new-syn-sent",
      "event-tcp4-update-established",
      "event-tcp4-acct-ts-destroy-expired"),
  /** The same over IPv6, with times. */
  EVENTS6(
      "event-tcp6-acct-ts-new-syn-sent",
      "event-tcp6-acct-ts-update-established",
      "event-tcp6-acct-ts-destroy-deleted");

  @SuppressWarnings("ImmutableEnumChecker") // it is: List.of
  private final List<String> files;

  GoldenMessages(String... files) {
    this.files = List.of(files);
  }

  /** Returns the flows of so many messages, the captured ones again and again. */
  List<FlowBuffer> flows(int count) {
    FlowDecoder decoder = new FlowDecoder();
    List<FlowBuffer> flows = new ArrayList<>();
    for (Datagram datagram : datagrams(count, 1)) {
      FlowBuffer flow = new FlowBuffer();
      MessageReader reader = datagram.read(new MessageReader());
      reader.next();
      decoder.decode(reader, flow);
      flows.add(flow);
    }
    return flows;
  }

  /**
   * Returns so many messages, the captured ones again and again, so many of them in each datagram.
   */
  Datagram[] datagrams(int messages, int messagesPerDatagram) {
    List<byte[]> captured = captured();
    Datagram[] datagrams = new Datagram[messages / messagesPerDatagram];
    for (int i = 0; i < datagrams.length; i++) {
      List<byte[]> content = new ArrayList<>();
      for (int j = 0; j < messagesPerDatagram; j++) {
        content.add(captured.get((i * messagesPerDatagram + j) % captured.size()));
      }
      datagrams[i] = Datagram.of(content);
    }
    return datagrams;
  }

  private List<byte[]> captured() {
    List<byte[]> messages = new ArrayList<>();
    for (String file : files) {
      byte[] bytes = read("golden/" + file + ".bin");
      MessageReader reader = new MessageReader().wrap(littleEndian(bytes), bytes.length);
      while (reader.next()) {
        byte[] message = new byte[reader.length()];
        reader.bytes().get(reader.start(), message);
        messages.add(message);
      }
    }
    return messages;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] read(String resource) {
    try (InputStream in = GoldenMessages.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A datagram in native memory, as a socket receives it. */
  record Datagram(ByteBuffer bytes, int length) {

    private static final int ALIGNMENT = 4;

    static Datagram of(List<byte[]> messages) {
      int capacity = messages.stream().mapToInt(message -> message.length + ALIGNMENT).sum();
      ByteBuffer bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
      int end = 0;
      for (byte[] message : messages) {
        bytes.put(end, message);
        end += message.length + ALIGNMENT - 1 & -ALIGNMENT;
      }
      return new Datagram(bytes, end);
    }

    MessageReader read(MessageReader reader) {
      return reader.wrap(bytes, length);
    }
  }
}
