package io.conntrack.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The rows of the comparison, each by its name. A turn of a row finds the table full and leaves it
 * so: what it changes is put right behind it, outside of the time that counts.
 */
final class Rows {

  /** The mark of one flow in 16. */
  private static final String MARK = "16";

  private static final int MARKED_OF = 16;

  /** Where exactly the marked flows over IPv4 come from. */
  static final String PREFIX = "10.0.0.0/12";

  private final Settings settings;
  private final WorkerProcess worker;
  private final Map<String, Supplier<Duel>> duels = new LinkedHashMap<>();
  private final List<String> absent = new ArrayList<>();

  Rows(Settings settings, WorkerProcess worker) {
    this.settings = settings;
    this.worker = worker;
    dumps();
    deletions();
    creation();
    events();
    live();
  }

  private void deletions() {
    Contender refill =
        program("fill", "", String.valueOf(settings.flows()), ipv6Percent(), MARK, "marked");
    Contender byMark =
        worker.contender("delete-mark", "deleteAll by mark", WorkerTask.DELETE_MARKED).then(refill);
    Contender flush = program("flush", "C: the kernel's flush with a filter by mark", MARK);
    row("delete-mark", flush.then(refill), byMark, 1.05, marked());
    Contender command =
        program("run", "conntrack -D -m, the whole process", "conntrack", "-D", "-m", MARK);
    row("delete-command", command.then(refill), named("delete-command", byMark), 1 / 1.9, marked());
    if (settings.ipv6Percent() == 0) { // else the prefix holds fewer
      Contender byPrefix =
          program("run", "conntrack -D -s, the whole process", "conntrack", "-D", "-s", PREFIX);
      row(
          "delete-prefix",
          byPrefix.then(refill),
          worker
              .contender("delete-prefix", "deleteAll by prefix", WorkerTask.DELETE_PREFIX)
              .then(refill),
          1,
          marked());
    }
  }

  private void creation() {
    Contender flush = program("flush", "", Producer.MARK);
    String first = String.valueOf(settings.flows());
    String count = String.valueOf(settings.created());
    row(
        "create",
        program("create", "C: batches of 128 requests", first, count, "0", Producer.MARK)
            .then(flush),
        worker.contender("create", "createAll of a list", WorkerTask.CREATE).then(flush),
        1.2,
        settings.created());
  }

  private void events() {
    Contender flush = program("flush", "", Producer.MARK);
    String[] arguments = {
      String.valueOf(settings.flows()),
      String.valueOf(settings.events()),
      ipv6Percent(),
      Producer.MARK
    };
    Contender own =
        worker
            .contender("drain", "poll with a handler, every accessor called", WorkerTask.DRAIN)
            .then(flush);
    Contender limit = program("drain", "C: recvmmsg of queued events, count", arguments);
    row("drain", limit.then(flush), own, 1.15, settings.events());
    if (Files.exists(settings.programs().resolve("drain_library"))) {
      Contender library =
          program("drain_library", "libnetfilter_conntrack, every attribute read", arguments);
      row(
          "drain-library",
          library.then(flush),
          named("drain-library", own),
          0.5,
          settings.events());
    } else if (settings.wants("drain-library")) {
      absent.add("drain-library, which needs the package libnetfilter-conntrack-dev");
    }
  }

  private void live() {
    row(
        "live",
        worker.contender("scan", "own scan, every accessor called", WorkerTask.SCAN),
        worker.contender("live", "LiveTable from open to being in step", WorkerTask.LIVE),
        1.5,
        settings.flows());
  }

  private void row(String name, Contender limit, Contender contender, double budget, long flows) {
    duels.put(name, () -> new Duel(limit, contender, budget, flows));
  }

  private static Contender named(String name, Contender contender) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String description() {
        return contender.description();
      }

      @Override
      public Sample run() throws IOException, InterruptedException {
        return contender.run();
      }
    };
  }

  private String ipv6Percent() {
    return String.valueOf(settings.ipv6Percent());
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
    program("fill", "creates the flows", flows, ipv6Percent(), MARK).run(settings.flows());
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
    if (!names().contains(row)) {
      throw new IllegalArgumentException(
          "no row is called \"" + row + "\" - expected one of " + String.join(", ", names()));
    }
  }

  private List<String> names() {
    return Stream.concat(duels.keySet().stream(), Stream.of("drain-library", "steady"))
        .distinct()
        .toList();
  }

  /** Returns why rows are missing that are wanted. */
  List<String> absent() {
    return absent;
  }

  /** Measures what is no row but a number. */
  List<Figure> figures(List<Duel> measured) throws IOException, InterruptedException {
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
    if (settings.wants("live")) {
      double bytes = worker.run(WorkerTask.LIVE_HEAP).bytesPerFlow();
      figures.add(
          new Figure("live", "heap in use with the live table", bytes, "bytes a flow", 250));
    }
    if (settings.wants("steady")) {
      figures.add(steady());
    }
    return figures;
  }

  private Figure steady() throws IOException, InterruptedException {
    Sample sample = worker.run(WorkerTask.STEADY);
    program("flush", "", Producer.MARK).run();
    String description =
        String.format(
            "of %,d at %,d a second, with a buffer of 16 MiB", sample.flows(), settings.rate());
    return new Figure("steady", description, sample.bytes(), "events lost", 0);
  }
}
