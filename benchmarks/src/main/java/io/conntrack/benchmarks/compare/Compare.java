package io.conntrack.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the comparison in the network namespace it is started in, whose table must be empty: fills
 * it, lets all contenders take turns, and reports. Exit status 1 says that a budget is missed.
 */
public final class Compare {

  private static final String MARK = "16";

  private final Settings settings;
  private final WorkerProcess worker;
  private final Report report;

  private Compare(Settings settings, WorkerProcess worker) {
    this.settings = settings;
    this.worker = worker;
    this.report = new Report(settings, System.out);
  }

  /** Takes its settings from system properties. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Settings settings = Settings.read();
    boolean kept;
    try (WorkerProcess worker = WorkerProcess.start(settings.workerOptions())) {
      kept = new Compare(settings, worker).run();
    }
    if (settings.judged() && !kept) {
      System.exit(1);
    }
  }

  private boolean run() throws IOException, InterruptedException {
    List<Duel> duels = duels().filter(duel -> settings.wants(duel.contender().name())).toList();
    fill();
    report.introduce(duels);
    for (int round = 1 - settings.warmups(); round <= settings.rounds(); round++) {
      report.round(round);
      for (Duel duel : duels) {
        report.pair(duel, duel.round(round < 1, settings.flows()));
      }
    }
    List<Figure> figures = figures(duels);
    report.conclude(duels, figures);
    return Stream.concat(
            duels.stream().map(Duel::keepsBudget), figures.stream().map(Figure::keepsBudget))
        .allMatch(Boolean::booleanValue);
  }

  private void fill() throws IOException, InterruptedException {
    String flows = String.valueOf(settings.flows());
    String ipv6 = String.valueOf(settings.ipv6Percent());
    program("fill", "creates the flows", flows, ipv6, MARK).run(settings.flows());
  }

  private Contender program(String name, String description, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(settings.programs().resolve(name).toString());
    command.addAll(List.of(arguments));
    return new NativeProgram(name, description, command);
  }

  /** The rows of the comparison, in the order of their turns. */
  private Stream<Duel> duels() {
    Contender dump = program("dump", "C: dump, recv into 32 KiB, count the messages");
    return Stream.of(
        new Duel(
            dump,
            worker.contender("scan", "scan, every accessor of FlowView called", WorkerTask.SCAN),
            1.05),
        new Duel(
            dump,
            worker.contender("stream", "dump as a stream of Flow, none kept", WorkerTask.STREAM),
            1.15),
        new Duel(dump, worker.contender("list", "dump kept in a list", WorkerTask.LIST), 1.35));
  }

  private List<Figure> figures(List<Duel> duels) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (Duel duel : duels) {
      if (duel.contender().name().equals("scan")) {
        double bytes = duel.summary(pair -> pair.contender().bytesPerFlow()).median();
        figures.add(new Figure("scan", "allocated by the scanning thread", bytes, 0));
      }
    }
    if (settings.wants("list")) {
      Sample kept = worker.contender("list", "", WorkerTask.HEAP).run(settings.flows());
      figures.add(
          new Figure(
              "list",
              "heap in use with the list less without it, after System.gc()",
              kept.bytesPerFlow(),
              200));
    }
    return figures;
  }
}
