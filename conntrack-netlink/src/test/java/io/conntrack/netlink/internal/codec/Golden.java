package io.conntrack.netlink.internal.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A datagram that went over the wire, and what it says.
 *
 * <p>It is read from {@code golden/<kernel>/<case>.hex}. The first line tells how it was captured.
 * Then come, each behind an empty line, what some of its messages say, in the words of {@link
 * Decoded}, and at last all of its bytes, of a little-endian host.
 */
public final class Golden {

  private static final String DIRECTORY = "/golden/linux-6.18";
  private static final String SUFFIX = ".hex";
  private static final Pattern MESSAGE = Pattern.compile("message (\\d+) of (\\d+): ");

  private final String name;
  private final List<String> sections;

  private Golden(String name, List<String> sections) {
    this.name = name;
    this.sections = sections;
  }

  /** Returns the datagram with this name. */
  public static Golden of(String name) {
    try {
      String text = Files.readString(directory().resolve(name + SUFFIX));
      return new Golden(name, List.of(text.strip().split("\n\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all datagrams, in the order of their names. */
  public static Stream<Golden> all() {
    try (Stream<Path> files = Files.list(directory())) {
      return files.map(Golden::nameOf).sorted().map(Golden::of).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the datagrams whose content is known here. */
  static Stream<Golden> explained() {
    return all().filter(golden -> !golden.expected().isEmpty());
  }

  /** Returns the datagrams of flows. */
  public static Stream<Golden> flows() {
    return explained().filter(golden -> golden.sections.get(1).contains("\noriginal "));
  }

  private static Path directory() {
    try {
      return Path.of(Golden.class.getResource(DIRECTORY).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nameOf(Path file) {
    String fileName = file.getFileName().toString();
    return fileName.substring(0, fileName.length() - SUFFIX.length());
  }

  /** Returns what is known of the content: the text of a message by its position from 0. */
  Map<Integer, String> expected() {
    Map<Integer, String> texts = new TreeMap<>();
    for (String section : sections.subList(1, sections.size() - 1)) {
      Matcher head = head(section);
      texts.put(Integer.parseInt(head.group(1)) - 1, section.substring(head.end()));
    }
    return texts;
  }

  /** Returns the number of messages. */
  int messages() {
    return Integer.parseInt(head(sections.get(1)).group(2));
  }

  private Matcher head(String section) {
    Matcher head = MESSAGE.matcher(section);
    if (!head.lookingAt()) {
      throw new IllegalStateException(name + ": " + section);
    }
    return head;
  }

  /** Returns the bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(sections.get(sections.size() - 1).replace("\n", ""));
  }

  /** Returns a buffer of exactly the bytes. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns a reader that stands on the first message. */
  MessageReader message() {
    MessageReader reader = reader();
    reader.next();
    return reader;
  }

  /** Calls an action with a reader that stands on each message in turn. */
  void forEachMessage(Consumer<MessageReader> action) {
    MessageReader reader = reader();
    while (reader.next()) {
      action.accept(reader);
    }
  }

  private MessageReader reader() {
    ByteBuffer buffer = buffer();
    return new MessageReader().wrap(buffer, buffer.capacity());
  }

  /** Returns the name, that of the file without its suffix. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
