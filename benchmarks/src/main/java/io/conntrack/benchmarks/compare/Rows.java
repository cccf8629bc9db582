package io.conntrack.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rows of the comparison, each by its name. A turn of a row finds the table full and leaves it
 * so: what it changes is put right behind it, outside of the time that counts.
 */
final class Rows {

  /** The mark of one flow in 16. */
  private static final String MARK = "16";

  private static final int MARKED_OF = 16;

  private final Settings settings;
  private final WorkerProcess worker;
  private final Map<String, Supplier<Duel>> duels = new LinkedHashMap<>();
  private final List<String> absent = new ArrayList<>();

  Rows(Settings settings, WorkerProcess worker) {
    this.settings = settings;
    this.worker = worker;
    dumps();
  }

  private void dumps() {
    Contender dump = program("dump", "C: dump, recv into 32 KiB, count the messages");
    add("scan", "scan, every accessor of FlowView called", WorkerTask.SCAN, dump, 1.05);
    add("stream", "dump as a stream of Flow, none kept", WorkerTask.STREAM, dump, 1.15);
    add("list", "dump kept in a list", WorkerTask.LIST, dump, 1.35);
    duels.put(
        "dump-mark",
        () ->
            new Duel(
                program("dump", "C: dump with the kernel's filter by mark, count", MARK),
                worker.contender("dump-mark", "scan by mark", WorkerTask.SCAN_MARKED),
                1.05,
                marked()));
  }

  private void add(
      String name, String description, WorkerTask task, Contender limit, double budget) {
    Contender contender = worker.contender(name, description, task);
    duels.put(name, () -> new Duel(limit, contender, budget, settings.flows()));
  }

  private long marked() {
    return (settings.flows() + MARKED_OF - 1L) / MARKED_OF;
  }

  private Contender program(String name, String description, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(settings.programs().resolve(name).toString());
    command.addAll(List.of(arguments));
    return new NativeProgram(name, description, command);
  }

  /** Fills the empty table. */
  void fill() throws IOException, InterruptedException {
    String flows = String.valueOf(settings.flows());
    String ipv6 = String.valueOf(settings.ipv6Percent());
    program("fill", "creates the flows", flows, ipv6, MARK).run(settings.flows());
  }

  /**
   * Returns the rows that are wanted, in the order of their turns.
   *
   * @throws IllegalArgumentException if one that is wanted does not exist
   */
  List<Duel> duels() {
    settings.only().forEach(this::checkName);
    return duels.entrySet().stream()
        .filter(row -> settings.wants(row.getKey()))
        .map(row -> row.getValue().get())
        .toList();
  }

  private void checkName(String row) {
    if (!duels.containsKey(row)) {
      throw new IllegalArgumentException(
          "no row is called \"" + row + "\" - expected one of " + String.join(", ", names()));
    }
  }

  private List<String> names() {
    return List.copyOf(duels.keySet());
  }

  /** Returns why rows are missing that are wanted. */
  List<String> absent() {
    return absent;
  }

  /** Measures what is no row but a number. */
  List<Figure> figures(List<Duel> measured) throws IOException {
    List<Figure> figures = new ArrayList<>();
    for (Duel duel : measured) {
      if (duel.contender().name().equals("scan")) {
        double bytes = duel.summary(pair -> pair.contender().bytesPerFlow()).median();
        figures.add(
            new Figure("scan", "allocated by the scanning thread", bytes, "bytes a flow", 0));
      }
    }
    if (settings.wants("list")) {
      double bytes = worker.run(WorkerTask.HEAP).bytesPerFlow();
      figures.add(
          new Figure(
              "list",
              "heap in use with the list less without it, after System.gc()",
              bytes,
              "bytes a flow",
              200));
    }
    return figures;
  }
}
