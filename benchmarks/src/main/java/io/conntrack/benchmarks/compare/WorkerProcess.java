package io.conntrack.benchmarks.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A running {@link Worker}, seen from the process that compares. */
final class WorkerProcess implements AutoCloseable {

  private final Process process;
  private final BufferedWriter tasks;
  private final BufferedReader results;

  private WorkerProcess(Process process) {
    this.process = process;
    this.tasks = process.outputWriter();
    this.results = process.inputReader();
  }

  /** Starts a worker, which gets the system properties of this process that begin with compare. */
  static WorkerProcess start(Settings settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(settings.workerOptions());
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith("compare.")) {
                command.add("-D" + name + "=" + value);
              }
            });
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    return new WorkerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Lets the worker do a task once. */
  Sample run(WorkerTask task) throws IOException {
    tasks.write(task.name());
    tasks.newLine();
    tasks.flush();
    String line = results.readLine();
    if (line == null) {
      throw new IllegalStateException("the worker ended during " + task);
    }
    return Sample.parse(line);
  }

  /** Returns a task as a contender. */
  Contender contender(String name, String description, WorkerTask task) {
    return new Task(this, name, description, task);
  }

  /** Ends the worker. */
  @Override
  public void close() throws IOException {
    tasks.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private record Task(WorkerProcess worker, String name, String description, WorkerTask task)
      implements Contender {
    @Override
    public Sample run() throws IOException {
      return worker.run(task);
    }
  }
}
