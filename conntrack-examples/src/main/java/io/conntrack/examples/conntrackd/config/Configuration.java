package io.conntrack.examples.conntrackd.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code conntrackd.conf} says. Immutable.
 *
 * @param general what does not depend on the purpose
 * @param sync replication, absent in statistics mode
 * @param stats where ended flows are logged in statistics mode, which is that without {@code Sync}
 * @param helpers helpers in user space
 * @param warnings what is obsolete or ignored, one line each
 */
public record Configuration(
    GeneralSettings general,
    Optional<SyncSettings> sync,
    StatsSettings stats,
    HelperSettings helpers,
    List<String> warnings) {

  /** The file that is read unless another is named. */
  public static final Path DEFAULT_FILE = Path.of("/etc/conntrackd/conntrackd.conf");

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if there is none, or if it is wrong
   */
  public static Configuration read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new ConfigurationException("can't open config file `" + file + "'");
    }
  }

  /**
   * Reads a text.
   *
   * @throws ConfigurationException if it is wrong
   */
  public static Configuration parse(String text) {
    Block file = BlockParser.parse(text, Clauses.FILE);
    List<String> warnings = new ArrayList<>();
    GeneralSettings general = new GeneralReader(file.merged("General"), warnings).read();
    Optional<SyncSettings> sync =
        file.has("Sync")
            ? Optional.of(new SyncReader(file.merged("Sync"), warnings).read())
            : Optional.empty();
    StatsSettings stats = new StatsReader(file.merged("Stats"), warnings).read(general);
    if (sync.isPresent() && file.has("Stats")) {
      throw new ConfigurationException(
          "cannot use both `Stats' and `Sync' clauses in conntrackd.conf");
    }
    HelperSettings helpers = HelperReader.read(file.merged("Helper"));
    return new Configuration(general, sync, stats, helpers, List.copyOf(warnings));
  }
}
