package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Fcntl.O_CLOEXEC;
import static io.conntrack.netlink.internal.uapi.Fcntl.O_RDONLY;
import static io.conntrack.netlink.internal.uapi.Nsfs.NS_GET_NSTYPE;
import static io.conntrack.netlink.internal.uapi.Nsfs.NS_GET_USERNS;
import static io.conntrack.netlink.internal.uapi.Sched.CLONE_NEWNET;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a network namespace alive, and runs code in it.
 *
 * <p>Thread-safe.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/ns/net");

  private final int descriptor;
  private final long inode;
  private final DescriptorLease lease;
  private final Cleaner.Cleanable leakGuard;

  private NetworkNamespace(int descriptor, long inode) {
    this.descriptor = descriptor;
    this.inode = inode;
    this.lease = new DescriptorLease("network namespace " + identity(), descriptor);
    this.leakGuard = LeakGuard.watch(this, lease);
  }

  /** Opens the namespace of the calling thread. */
  public static NetworkNamespace current() {
    return open(OF_THIS_THREAD);
  }

  /**
   * Opens a namespace by a path such as {@code /run/netns/blue} or {@code /proc/4711/ns/net}.
   *
   * @throws IllegalArgumentException if the file is no network namespace
   */
  public static NetworkNamespace open(Path path) {
    int descriptor = openFile(path);
    try {
      if (NamespaceCalls.ioctl(descriptor, NS_GET_NSTYPE) != CLONE_NEWNET) {
        throw new IllegalArgumentException(
            path
                + " is no network namespace - expected a file such as /run/netns/blue or"
                + " /proc/4711/ns/net");
      }
      return new NetworkNamespace(descriptor, inode(Path.of("/proc/self/fd/" + descriptor)));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      DescriptorLease.closeNow(descriptor);
      throw e;
    }
  }

  /** Creates an empty namespace, which goes when this is closed and nobody else is in it. */
  public static NetworkNamespace create() {
    return ShortLivedThread.call(
        () -> {
          enterNew();
          return current();
        });
  }

  /**
   * Puts the calling thread into a new namespace, for good: only for threads that end with their
   * task.
   *
   * @throws SystemCallException EPERM without CAP_SYS_ADMIN in the own user namespace
   */
  public static void enterNew() {
    requirePermission(
        "unshare",
        NamespaceCalls.unshare(CLONE_NEWNET),
        "needs CAP_SYS_ADMIN in the user namespace of this process");
  }

  private static int openFile(Path path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    NativeBuffer terminated = NativeBuffer.allocate(name.length + 1);
    terminated.buffer().put(0, name);
    try {
      int descriptor = NamespaceCalls.open(terminated.address(), O_RDONLY | O_CLOEXEC);
      return SystemCallException.check("open(" + path + ")", descriptor);
    } finally {
      Reference.reachabilityFence(terminated);
    }
  }

  /** Returns what identifies a namespace while it is open ({@code nsfs} has one inode for each). */
  private static long inode(Path namespace) {
    try {
      return (long) Files.getAttribute(namespace, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the kernel's name for it, such as {@code net:[4026531840]}. */
  public String identity() {
    return "net:[" + inode + "]";
  }

  /**
   * Returns the kernel's name for the user namespace that owns it, such as {@code
   * user:[4026531837]}; absent if that lies outside of the one of this process.
   */
  public Optional<String> owner() {
    lease.enter();
    try {
      int owner = NamespaceCalls.ioctl(descriptor, NS_GET_USERNS);
      return owner < 0 ? Optional.empty() : Optional.of(nameAndClose(owner));
    } finally {
      lease.leave();
      Reference.reachabilityFence(this);
    }
  }

  private static String nameAndClose(int userNamespace) {
    try {
      return "user:[" + inode(Path.of("/proc/self/fd/" + userNamespace)) + "]";
    } finally {
      DescriptorLease.closeNow(userNamespace);
    }
  }

  /**
   * Runs an action in this namespace: on the calling thread if that is in it already, else on a
   * thread that enters it and ends. What the action throws, the caller gets.
   *
   * <p>An interrupt does not cut the action short, it is pending afterwards.
   *
   * @throws SystemCallException EPERM without CAP_SYS_ADMIN in the user namespace that owns it
   */
  public <T> T call(Supplier<T> action) {
    lease.enter();
    try {
      return inode == inode(OF_THIS_THREAD)
          ? action.get()
          : ShortLivedThread.call(
              () -> {
                enter();
                return action.get();
              });
    } finally {
      lease.leave();
      Reference.reachabilityFence(this);
    }
  }

  private void enter() {
    requirePermission(
        "setns",
        NamespaceCalls.setns(descriptor, CLONE_NEWNET),
        "needs CAP_SYS_ADMIN, here and in the user namespace that owns the network namespace");
  }

  private static void requirePermission(String call, int result, String remedy) {
    if (result < 0) {
      int errno = Errno.last();
      throw errno == Errno.EPERM
          ? new SystemCallException(call, errno, remedy)
          : new SystemCallException(call, errno);
    }
  }

  /** Lets go of the namespace. Actions that run in it go on; sockets opened in it stay there. */
  @Override
  public void close() {
    if (lease.beginClose()) {
      lease.leave();
    }
    leakGuard.clean();
  }

  @Override
  public String toString() {
    return identity();
  }
}
