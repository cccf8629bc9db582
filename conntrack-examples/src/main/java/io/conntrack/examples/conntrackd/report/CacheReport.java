package io.conntrack.examples.conntrackd.report;

import java.io.IOException;
import java.util.Locale;

/** Shows caches, and what stands in place of a cache. */
public final class CacheReport {

  private CacheReport() {}

  /** Writes the block of {@code -s}. */
  public static void write(Appendable out, CacheNumbers cache) throws IOException {
    out.append("cache ").append(cache.name()).append(":\n");
    out.append(format("current active connections:\t%12d%n", cache.active()));
    counted(out, "connections created:\t", cache.created(), cache.createFailed());
    counted(out, "connections updated:\t", cache.updated(), cache.updateFailed());
    counted(out, "connections destroyed:\t", cache.destroyed(), cache.destroyFailed());
    out.append('\n');
  }

  private static void counted(Appendable out, String title, long done, long failed)
      throws IOException {
    out.append(format("%s\t%12d\tfailed:\t%12d%n", title, done, failed));
  }

  /** Writes the block of {@code -s cache}. */
  public static void writeExtended(Appendable out, CacheNumbers cache) throws IOException {
    out.append(format("cache:%s\tactive objects:\t\t%12d%n", cache.name(), cache.active()));
    out.append(format("\tactive/total entries:\t\t%12d/%12d%n", cache.active(), cache.total()));
    out.append(
        format("\tcreation OK/failed:\t\t%12d/%12d%n", cache.created(), cache.createFailed()));
    out.append(format("\t\tno memory available:\t%12d%n", cache.noMemory()));
    out.append(format("\t\tno space left in cache:\t%12d%n", cache.noSpace()));
    out.append(format("\tupdate OK/failed:\t\t%12d/%12d%n", cache.updated(), cache.updateFailed()));
    out.append(format("\t\tentry not found:\t%12d%n", cache.updateNotFound()));
    out.append(
        format(
            "\tdeletion created/failed:\t%12d/%12d%n", cache.destroyed(), cache.destroyFailed()));
    out.append(format("\t\tentry not found:\t%12d%n%n", cache.destroyNotFound()));
  }

  /** Writes the block that stands for an internal cache that is switched off. */
  public static void writeBypass(Appendable out, long created, long updated, long destroyed)
      throws IOException {
    out.append("internal bypass:\n");
    out.append(format("connections new:\t\t%12d%n", created));
    out.append(format("connections updated:\t\t%12d%n", updated));
    out.append(format("connections destroyed:\t\t%12d%n%n", destroyed));
  }

  /**
   * Writes the block that stands for an external cache that is switched off.
   *
   * @param cache what was put into the kernel instead
   */
  public static void writeInject(Appendable out, CacheNumbers cache) throws IOException {
    out.append("external inject:\n");
    counted(out, "connections created:\t", cache.created(), cache.createFailed());
    counted(out, "connections updated:\t", cache.updated(), cache.updateFailed());
    counted(out, "connections destroyed:\t", cache.destroyed(), cache.destroyFailed());
    out.append('\n');
  }

  /** Writes what the flows carried that have ended. */
  public static void writeTraffic(Appendable out, long bytes, long packets) throws IOException {
    out.append("traffic processed:\n");
    out.append(format("%20d Bytes      %20d Pckts%n%n", bytes, packets));
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
