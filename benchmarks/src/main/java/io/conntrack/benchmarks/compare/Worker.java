package io.conntrack.benchmarks.compare;

import io.conntrack.Conntrack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process that uses the library: reads the name of a {@link WorkerTask} from each line of its
 * input, does it, and prints the {@link Sample}. It stays, so that it is as warm as a program that
 * has run for a while.
 */
final class Worker {

  private Worker() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    BufferedReader tasks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Conntrack conntrack = Conntrack.open()) {
      for (String task = tasks.readLine(); task != null; task = tasks.readLine()) {
        System.gc(); // the garbage of the turn before is not this one's
        System.out.println(WorkerTask.valueOf(task).run(conntrack).toLine());
      }
    }
  }
}
