package io.conntrack.netlink.internal.sys;

import com.sun.jna.Native;

/**
 * Error numbers of system calls and of netlink answers, uapi {@code asm-generic/errno.h}.
 *
 * <p>A number that is not listed keeps its value, and is called {@code errno 524}.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EFAULT = 14;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ENOTTY = 25;
  public static final int ENOSPC = 28;
  public static final int ERANGE = 34;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ELOOP = 40;
  public static final int ETIME = 62;
  public static final int EPROTO = 71;
  public static final int EOVERFLOW = 75;
  public static final int ENOTSOCK = 88;
  public static final int EMSGSIZE = 90;
  public static final int ENOPROTOOPT = 92;
  public static final int EPROTONOSUPPORT = 93;
  public static final int ESOCKTNOSUPPORT = 94;
  public static final int EOPNOTSUPP = 95;
  public static final int EAFNOSUPPORT = 97;
  public static final int EADDRINUSE = 98;
  public static final int ENOBUFS = 105;
  public static final int ESHUTDOWN = 108;
  public static final int ETIMEDOUT = 110;
  public static final int ECONNREFUSED = 111;
  public static final int EALREADY = 114;
  public static final int ESTALE = 116;

  private Errno() {}

  private record Meaning(String name, String text) {}

  /** Returns the name of a number, such as {@code EPERM}. */
  public static String name(int errno) {
    return meaning(errno).name();
  }

  /** Returns in a few words what a number means, such as {@code operation not permitted}. */
  public static String text(int errno) {
    return meaning(errno).text();
  }

  /** Returns the error number of the call that this thread made last, if that call failed. */
  static int last() {
    return Native.getLastError();
  }

  private static Meaning meaning(int errno) {
    return switch (errno) {
      case EPERM -> new Meaning("EPERM", "operation not permitted");
      case ENOENT -> new Meaning("ENOENT", "no such entry");
      case ESRCH -> new Meaning("ESRCH", "no such process");
      case EINTR -> new Meaning("EINTR", "interrupted");
      case EIO -> new Meaning("EIO", "input or output failed");
      case EBADF -> new Meaning("EBADF", "the descriptor is not open");
      case EAGAIN -> new Meaning("EAGAIN", "nothing there yet");
      case ENOMEM -> new Meaning("ENOMEM", "out of memory");
      case EACCES -> new Meaning("EACCES", "access denied");
      case EFAULT -> new Meaning("EFAULT", "bad address");
      case EBUSY -> new Meaning("EBUSY", "busy");
      case EEXIST -> new Meaning("EEXIST", "already exists");
      case ENODEV -> new Meaning("ENODEV", "no such device");
      case ENOTDIR -> new Meaning("ENOTDIR", "a part of the path is no directory");
      case EINVAL -> new Meaning("EINVAL", "invalid argument");
      case ENFILE -> new Meaning("ENFILE", "the system has too many open files");
      case EMFILE -> new Meaning("EMFILE", "too many open files");
      case ENOTTY -> new Meaning("ENOTTY", "request not known there");
      case ENOSPC -> new Meaning("ENOSPC", "no space left");
      case ERANGE -> new Meaning("ERANGE", "value out of range");
      case ENAMETOOLONG -> new Meaning("ENAMETOOLONG", "name too long");
      case ENOSYS -> new Meaning("ENOSYS", "system call missing");
      case ELOOP -> new Meaning("ELOOP", "too many symbolic links");
      case ETIME -> new Meaning("ETIME", "timer expired");
      case EPROTO -> new Meaning("EPROTO", "protocol error");
      case EOVERFLOW -> new Meaning("EOVERFLOW", "value too large");
      case ENOTSOCK -> new Meaning("ENOTSOCK", "the descriptor is no socket");
      case EMSGSIZE -> new Meaning("EMSGSIZE", "message too long");
      case ENOPROTOOPT -> new Meaning("ENOPROTOOPT", "socket option not known");
      case EPROTONOSUPPORT -> new Meaning("EPROTONOSUPPORT", "protocol not supported");
      case ESOCKTNOSUPPORT -> new Meaning("ESOCKTNOSUPPORT", "socket type not supported");
      case EOPNOTSUPP -> new Meaning("EOPNOTSUPP", "operation not supported");
      case EAFNOSUPPORT -> new Meaning("EAFNOSUPPORT", "address family not supported");
      case EADDRINUSE -> new Meaning("EADDRINUSE", "address in use");
      case ENOBUFS -> new Meaning("ENOBUFS", "no buffer space");
      case ESHUTDOWN -> new Meaning("ESHUTDOWN", "shut down");
      case ETIMEDOUT -> new Meaning("ETIMEDOUT", "timed out");
      case ECONNREFUSED -> new Meaning("ECONNREFUSED", "refused");
      case EALREADY -> new Meaning("EALREADY", "already in progress");
      case ESTALE -> new Meaning("ESTALE", "out of date");
      default -> new Meaning("errno " + errno, "unknown error");
    };
  }
}
