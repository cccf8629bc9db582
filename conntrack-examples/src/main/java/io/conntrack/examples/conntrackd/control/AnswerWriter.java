package io.conntrack.examples.conntrackd.control;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes an answer to a client that may read slowly or not at all. Not thread-safe; confine to one
 * thread. It keeps one chunk, and gives up on a client that takes nothing for a while.
 */
final class AnswerWriter extends Writer {

  private static final int CHUNK = 1 << 15;

  private final SocketChannel client;
  private final Selector selector;
  private final Duration patience;
  private final StringBuilder pending = new StringBuilder(CHUNK);

  /** Takes a client whose channel does not block and is registered for reading or writing. */
  AnswerWriter(SocketChannel client, Selector selector, Duration patience) {
    this.client = client;
    this.selector = selector;
    this.patience = patience;
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    pending.append(chars, offset, length);
    flushIfFull();
  }

  @Override
  public Writer append(CharSequence text) throws IOException {
    pending.append(text);
    flushIfFull();
    return this;
  }

  private void flushIfFull() throws IOException {
    if (pending.length() >= CHUNK) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(pending.toString());
    pending.setLength(0);
    client.keyFor(selector).interestOps(SelectionKey.OP_WRITE);
    while (bytes.hasRemaining()) {
      if (client.write(bytes) == 0) {
        awaitReady(selector, patience, "take the answer");
      }
    }
  }

  /** Waits until the only channel of a selector is ready. */
  static void awaitReady(Selector selector, Duration patience, String what) throws IOException {
    if (selector.select(patience.toMillis()) == 0) {
      throw new IOException("control socket: client did not " + what + " in " + patience);
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
