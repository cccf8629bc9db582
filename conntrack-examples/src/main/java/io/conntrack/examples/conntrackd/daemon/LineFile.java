package io.conntrack.examples.conntrackd.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that lines are added to, each in one piece. Thread-safe. */
final class LineFile implements AutoCloseable {

  private final OutputStream out;
  private long failures;

  LineFile(Path file) throws IOException {
    try {
      out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IOException("can't open logfile `" + file + "': " + e.getMessage(), e);
    }
  }

  /** Adds a line, or some; a disk that is full ends nothing. */
  synchronized void write(String lines) {
    try {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      failures++; // and nowhere to say so
    }
  }

  /** Returns how often writing failed. */
  synchronized long failures() {
    return failures;
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
