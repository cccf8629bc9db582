package io.conntrack.examples.cli;

import java.util.EnumSet;
import java.util.Set;

/** Checks which options go with a command, and which ones it cannot do without. */
final class OptionRules {

  static final char OPTIONAL = 'o';
  static final char REQUIRED = '!';
  static final char PAIR = '2';
  static final char ILLEGAL = '-';

  private static final Set<Option> ZEROES_ALL_WITHOUT =
      EnumSet.of(
          Option.PROTOCOL,
          Option.SOURCE,
          Option.DESTINATION,
          Option.REPLY_SOURCE,
          Option.REPLY_DESTINATION,
          Option.MARK,
          Option.SECURITY_MARK,
          Option.STATUS,
          Option.ZONE,
          Option.LABEL,
          Option.ORIGINAL_ZONE,
          Option.REPLY_ZONE);

  private final Command command;
  private final Table table;
  private final Set<Option> given;

  private OptionRules(Command command, Arguments arguments) {
    this.command = command;
    this.table = arguments.table();
    this.given = arguments.given();
  }

  /**
   * Checks the options that were given, and reports the first one that is missing or has no place
   * here.
   *
   * @throws UsageException if there is one
   */
  static void check(Arguments arguments) {
    Set<Option> given = arguments.given();
    if (arguments.command().isEmpty()) {
      if (!given.isEmpty()) {
        throw illegal(given.iterator().next());
      }
      return;
    }
    OptionRules rules = new OptionRules(arguments.command().get(), arguments);
    rules.checkNat();
    rules.checkCommon();
    rules.checkProtocol(arguments.protocolOptions());
    rules.checkCombinations();
  }

  private void checkNat() {
    boolean one = given.contains(Option.SOURCE_NAT) || given.contains(Option.DESTINATION_NAT);
    if (one && given.contains(Option.ANY_NAT)) {
      throw new UsageException("cannot specify `--src-nat' or `--dst-nat' with `--any-nat'");
    }
  }

  private void checkCombinations() {
    if (command == Command.LIST
        && given.contains(Option.ZERO)
        && given.stream().anyMatch(ZEROES_ALL_WITHOUT::contains)) {
      throw new UsageException("Can't use -z with filtering parameters");
    }
    checkMask(Option.MASK_SOURCE, Option.SOURCE);
    checkMask(Option.MASK_DESTINATION, Option.DESTINATION);
  }

  private void checkMask(Option mask, Option address) {
    if (given.contains(mask) && !given.contains(address)) {
      throw new UsageException("Can't use " + mask + " without " + address);
    }
  }

  private void checkCommon() {
    Option.common().forEach(this::checkOne);
    checkPairs(Option.SOURCE, Option.DESTINATION, Option.REPLY_SOURCE, Option.REPLY_DESTINATION);
  }

  private void checkProtocol(Set<Option> known) {
    for (Option option : given) { // one that came before another -p
      if (!Option.common().contains(option) && !known.contains(option)) {
        throw illegal(option);
      }
    }
    if (command == Command.HELP) {
      return;
    }
    known.forEach(this::checkOne);
    if (known.contains(Option.SOURCE_PORT)) {
      checkPairs(
          Option.SOURCE_PORT,
          Option.DESTINATION_PORT,
          Option.REPLY_SOURCE_PORT,
          Option.REPLY_DESTINATION_PORT);
    }
    if (known.contains(Option.SOURCE_KEY)) {
      checkPairs(
          Option.SOURCE_KEY,
          Option.DESTINATION_KEY,
          Option.REPLY_SOURCE_KEY,
          Option.REPLY_DESTINATION_KEY);
    }
  }

  private void checkOne(Option option) {
    char rule = ruleOf(option);
    if (rule == REQUIRED && !given.contains(option)) {
      throw new UsageException("You need to supply the `" + option + "' option for this command");
    }
    if (rule == ILLEGAL && given.contains(option)) {
      throw illegal(option);
    }
  }

  private char ruleOf(Option option) {
    return table == Table.EXPECT ? ExpectationRules.of(command, option) : command.ruleOf(option);
  }

  /** Of an original and a reply pair, one must be complete. */
  private void checkPairs(
      Option source, Option destination, Option replySource, Option replyDestination) {
    if (ruleOf(source) != PAIR
        || isComplete(source, destination)
        || isComplete(replySource, replyDestination)) {
      return;
    }
    boolean triedReply = given.contains(replySource) || given.contains(replyDestination);
    boolean triedOriginal = given.contains(source) || given.contains(destination);
    throw triedReply && !triedOriginal
        ? incomplete(replySource, replyDestination)
        : incomplete(source, destination);
  }

  private boolean isComplete(Option source, Option destination) {
    return given.contains(source) && given.contains(destination);
  }

  private static UsageException incomplete(Option source, Option destination) {
    return new UsageException("you have to specify `" + source + "' and `" + destination + "'");
  }

  private static UsageException illegal(Option option) {
    return new UsageException("Illegal option `" + option + "' with this command");
  }
}
