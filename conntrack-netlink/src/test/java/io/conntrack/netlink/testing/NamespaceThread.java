package io.conntrack.netlink.testing;

import io.conntrack.netlink.internal.sys.NetworkNamespace;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread that has entered a new network namespace and runs there what others ask for. */
final class NamespaceThread implements AutoCloseable {

  private static final long SECONDS_TO_UNWIND = 15; // a request may wait ten seconds for its answer

  private final ExecutorService executor = Executors.newSingleThreadExecutor(this::newThread);
  private volatile Thread thread;
  private final Path namespace;

  private NamespaceThread() throws Exception {
    namespace =
        call(
            () -> {
              NetworkNamespace.enterNew();
              return Path.of("/proc/thread-self").toRealPath().resolve("ns/net");
            });
  }

  /** Starts a thread and lets it enter a new namespace. */
  static NamespaceThread start() throws Exception {
    return new NamespaceThread();
  }

  private Thread newThread(Runnable work) {
    Thread worker = new Thread(work, "netns");
    worker.setDaemon(true);
    thread = worker;
    return worker;
  }

  /** Returns the file by which others can enter the namespace while the thread lives. */
  Path namespace() {
    return namespace;
  }

  /** Runs an action in the namespace and passes on what it throws. An interrupt reaches it. */
  <T> T call(Callable<T> action) throws Exception {
    if (Thread.currentThread() == thread) {
      return action.call();
    }
    Future<T> running = executor.submit(action);
    try {
      return running.get();
    } catch (InterruptedException e) {
      e.addSuppressed(whereabouts());
      running.cancel(true);
      awaitEnd();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Throwable whereabouts() {
    Throwable where = new TimeoutException("was interrupted here");
    where.setStackTrace(thread.getStackTrace());
    return where;
  }

  private void awaitEnd() throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(SECONDS_TO_UNWIND, TimeUnit.SECONDS);
  }

  /** Ends the thread; the namespace goes when no socket, thread or process is left in it. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
