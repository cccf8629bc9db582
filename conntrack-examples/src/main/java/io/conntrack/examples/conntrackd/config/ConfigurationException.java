package io.conntrack.examples.conntrackd.config;

/** Says that a configuration cannot be used, where and why, and what is allowed there. */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Takes the whole message. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** Says that a word is wrong where it stands, in the words of the original first. */
  static ConfigurationException unexpected(Word word, String allowed) {
    return new ConfigurationException(
        "parsing config file in line ("
            + word.line()
            + "), symbol '"
            + word.text()
            + "': syntax error - "
            + allowed);
  }

  /** Says what is wrong with a clause whose form is right. */
  static ConfigurationException wrong(Directive clause, String fact) {
    return new ConfigurationException(
        "parsing config file in line (" + clause.line() + "), `" + clause.name() + "': " + fact);
  }
}
