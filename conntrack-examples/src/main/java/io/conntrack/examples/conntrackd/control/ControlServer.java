package io.conntrack.examples.conntrackd.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket of a daemon. Thread-safe.
 *
 * <p>Its clients are bounded: {@value #CLIENTS} are served at a time and {@value #WAITING} wait;
 * more are hung up on. One that says nothing, or reads nothing, is given up after a while, so that
 * it holds up nothing but its own thread.
 */
public final class ControlServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);
  private static final int CLIENTS = 16;
  private static final int WAITING = 100;
  private static final long IDLE_SECONDS = 10;

  private final Path path;
  private final ServerSocketChannel listener;
  private final DaemonCommands commands;
  private final Duration patience;
  private final ThreadPoolExecutor workers;
  private final AtomicLong failedReads = new AtomicLong();
  private final AtomicLong unknownRequests = new AtomicLong();

  private ControlServer(
      Path path, ServerSocketChannel listener, DaemonCommands commands, Duration patience) {
    this.path = path;
    this.listener = listener;
    this.commands = commands;
    this.patience = patience;
    this.workers =
        new ThreadPoolExecutor(
            CLIENTS,
            CLIENTS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> daemonThread(task, "conntrackd-client"));
    workers.allowCoreThreadTimeOut(true);
  }

  /**
   * Listens, and starts a thread that takes clients. What is left of an earlier socket is replaced;
   * only the user itself may connect.
   *
   * @param patience how long a client may say or read nothing
   * @throws IOException if the socket cannot be made
   */
  public static ControlServer open(Path path, DaemonCommands commands, Duration patience)
      throws IOException {
    Files.deleteIfExists(path);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(path), WAITING);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    ControlServer server = new ControlServer(path, listener, commands, patience);
    daemonThread(server::accept, "conntrackd-control").start();
    return server;
  }

  private static Thread daemonThread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns how many clients went before their request had arrived. */
  public long failedReads() {
    return failedReads.get();
  }

  /** Returns how many requests had a number that means nothing. */
  public long unknownRequests() {
    return unknownRequests.get();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        hand(listener.accept());
      } catch (ClosedChannelException e) {
        return; // the end that was asked for
      } catch (IOException e) {
        log.warn("control socket {}: cannot take a client", path, e);
      }
    }
  }

  private void hand(SocketChannel client) throws IOException {
    try {
      workers.execute(() -> serve(client));
    } catch (RejectedExecutionException e) {
      client.close(); // too many of them
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        Selector selector = Selector.open()) {
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_READ);
      Optional<ControlRequest> request = request(client, selector);
      if (request.isPresent()) {
        AnswerWriter answer = new AnswerWriter(client, selector, patience);
        commands.execute(request.get(), answer);
        answer.flush();
      }
    } catch (IOException e) {
      log.debug("control socket {}: {}", path, e.getMessage());
    } catch (RuntimeException e) {
      log.warn("control socket {}: a request failed", path, e);
    }
  }

  private Optional<ControlRequest> request(SocketChannel client, Selector selector)
      throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    try {
      while (number.hasRemaining()) {
        AnswerWriter.awaitReady(selector, patience, "send its request");
        if (client.read(number) < 0) {
          throw new IOException("client has gone");
        }
      }
    } catch (IOException e) {
      failedReads.incrementAndGet();
      throw e;
    }
    Optional<ControlRequest> request = ControlRequest.of(number.getInt(0));
    if (request.isEmpty()) {
      unknownRequests.incrementAndGet();
    }
    return request;
  }

  /**
   * Takes no more clients, lets those that are served have their answer for a moment, and removes
   * the socket.
   */
  @Override
  public void close() {
    try {
      listener.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("control socket {}: cannot be removed", path, e);
    }
    workers.shutdown();
    try {
      if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
