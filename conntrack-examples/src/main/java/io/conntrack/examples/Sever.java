package io.conntrack.examples;

import io.conntrack.Conntrack;
import io.conntrack.FlowFilter;
import io.conntrack.SeverReport;

/** Cuts all connections with an address: their sockets here are closed, not only their entries. */
public final class Sever {

  private Sever() {}

  /** Severs the connections with an address or prefix, such as {@code 203.0.113.0/24}. */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: sever ADDRESS[/PREFIX]");
      System.exit(2);
    }
    try (Conntrack conntrack = Conntrack.open()) {
      SeverReport report = conntrack.table().sever(FlowFilter.anyAddress(args[0]));
      System.out.println(report);
      report.firstFailures().forEach(failure -> System.err.println(failure.getMessage()));
      report.warnings().forEach(System.err::println);
      System.exit(report.isComplete() ? 0 : 1);
    }
  }
}
