package io.conntrack.examples.conntrackd.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares which configurations are taken with the original's opinion. */
@KernelTest(needs = Feature.CONNTRACKD)
class ConfigurationIT {

  private static final Path SAMPLES = Path.of("/usr/share/doc/conntrackd/examples");

  /** Asks the original, as a client of a daemon that does not run, about all files in one go. */
  private static final String ASK =
      """
      for file in "$0"/*.conf; do
        if conntrackd -C "$file" -s 2>&1 | grep -q "can't connect"; then
          echo taken
        else
          echo refused
        fi
      done
      """;

  @Test
  void takesWhatTheOriginalTakes(Netns netns, @TempDir Path directory) throws Exception {
    List<String> all = Configurations.all(directory + "/lock", directory + "/socket");
    for (int i = 0; i < all.size(); i++) {
      Files.writeString(directory.resolve(String.format("%03d.conf", i)), all.get(i));
    }
    List<String> theirs = netns.run("bash", "-c", ASK, directory.toString()).orFail().lines();

    List<String> differences = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String ours = opinion(all.get(i));
      if (!ours.equals(theirs.get(i))) {
        differences.add(ours + " by us alone: " + all.get(i));
      }
    }
    assertThat(theirs).hasSameSizeAs(all).contains("taken", "refused");
    assertThat(differences).isEmpty();
  }

  private static String opinion(String text) {
    try {
      Configuration.parse(text);
      return "taken";
    } catch (ConfigurationException e) {
      return "refused";
    }
  }

  @Test
  void takesAllSamplesOfThePackage() throws Exception {
    List<Path> samples;
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      samples = files.filter(file -> file.endsWith("conntrackd.conf")).toList();
    }
    assertThat(samples).hasSizeGreaterThanOrEqualTo(4);
    for (Path sample : samples) {
      assertThat(Configuration.read(sample).warnings()).as(sample.toString()).isEmpty();
    }
  }
}
