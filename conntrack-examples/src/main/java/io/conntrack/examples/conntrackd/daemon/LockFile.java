package io.conntrack.examples.conntrackd.daemon;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that says that a daemon runs. Immutable. */
final class LockFile implements AutoCloseable {

  private final Path file;

  /**
   * Makes the file.
   *
   * @throws IOException if it is there already, which after a crash it is
   */
  LockFile(Path file) throws IOException {
    this.file = file;
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "lockfile `" + file + "' exists, perhaps conntrackd already running?", e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
