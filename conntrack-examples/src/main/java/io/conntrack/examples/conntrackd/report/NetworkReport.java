package io.conntrack.examples.conntrackd.report;

import static io.conntrack.examples.conntrackd.report.CacheReport.format;

import java.io.IOException;
import java.util.List;

/** Shows links, messages and queues. */
public final class NetworkReport {

  private NetworkReport() {}

  /** Writes the block of the link in use. */
  public static void writeActive(Appendable out, LinkNumbers link) throws IOException {
    String connections = link.connections().isEmpty() ? "" : " " + link.connections();
    out.append(
        format("%s traffic (active device=%s)%s:%n", link.kind(), link.device(), connections));
    writeTraffic(out, link);
  }

  /** Writes the block of each link, {@code -s link}. */
  public static void writeLinks(Appendable out, List<LinkNumbers> links) throws IOException {
    for (LinkNumbers link : links) {
      out.append(
          format(
              "%s traffic device=%s status=%s role=%s:%n",
              link.kind(), link.device(), link.status(), link.active() ? "ACTIVE" : "BACKUP"));
      writeTraffic(out, link);
    }
  }

  private static void writeTraffic(Appendable out, LinkNumbers link) throws IOException {
    pair(out, "Bytes", link.bytesSent(), link.bytesReceived());
    pair(out, "Pckts", link.packetsSent(), link.packetsReceived());
    pair(out, "Error", link.sendErrors(), link.receiveErrors(), "send");
    out.append('\n');
  }

  private static void pair(Appendable out, String unit, long sent, long received)
      throws IOException {
    pair(out, unit, sent, received, "sent");
  }

  private static void pair(Appendable out, String unit, long sent, long received, String word)
      throws IOException {
    out.append(format("%20d %s %s %20d %s recv%n", sent, unit, word, received, unit));
  }

  /** Writes the last block of {@code -s}. */
  public static void writeTracking(Appendable out, NetworkNumbers network) throws IOException {
    out.append("message tracking:\n");
    out.append(
        format("%20d Malformed msgs %20d Lost msgs%n%n", network.malformed(), network.lost()));
  }

  /** Writes the blocks of {@code -s network} but that of the link. */
  public static void write(Appendable out, NetworkNumbers network) throws IOException {
    out.append("network statistics:\n\trecv:\n");
    line(out, "Malformed messages:\t", network.malformed());
    line(out, "Wrong protocol version:\t", network.wrongVersion());
    line(out, "Malformed header:\t", network.wrongHeader());
    line(out, "Malformed payload:\t", network.wrongPayload());
    line(out, "Bad message type:\t", network.wrongType());
    line(out, "Truncated message:\t", network.truncated());
    line(out, "Bad message size:\t", network.wrongSize());
    out.append("\tsend:\n");
    line(out, "Malformed messages:\t", 0); // what is built here is well-formed
    out.append("\nsequence tracking statistics:\n\trecv:\n");
    line(out, "Packets lost:\t\t", network.lost());
    line(out, "Packets before:\t\t", network.before());
    out.append('\n');
  }

  private static void line(Appendable out, String title, long value) throws IOException {
    out.append(format("\t\t%s%20d%n", title, value));
  }

  /** Writes {@code -s queue}. */
  public static void writeQueues(Appendable out, long nodes, List<QueueNumbers> queues)
      throws IOException {
    out.append(format("allocated queue nodes:\t\t%12d%n%n", nodes));
    for (QueueNumbers queue : queues) {
      out.append(format("queue %s:%n", queue.name()));
      out.append(format("current elements:\t\t%12d%n", queue.length()));
      out.append(format("maximum elements:\t\t%12d%n", queue.limit()));
      out.append(format("not enough space errors:\t%12d%n%n", queue.noSpace()));
    }
  }
}
