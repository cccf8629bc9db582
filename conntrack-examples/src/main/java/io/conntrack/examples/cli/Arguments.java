package io.conntrack.examples.cli;

import io.conntrack.EventType;
import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line said. Not thread-safe; filled by {@link CommandLineParser}, only read
 * afterwards.
 */
final class Arguments {

  private final Set<Option> given = EnumSet.noneOf(Option.class);
  private final Map<Option, Long> numbers = new EnumMap<>(Option.class);
  private final Map<Option, IpPrefix> addresses = new EnumMap<>(Option.class);
  private final Map<Option, Labels> labels = new EnumMap<>(Option.class);
  private final List<String> warnings = new ArrayList<>();
  private final Set<OutputOption> output = EnumSet.noneOf(OutputOption.class);
  private final Set<EventType> eventTypes = EnumSet.noneOf(EventType.class);
  private FlowFilter filter = FlowFilter.any();
  private StatusList status = StatusList.EMPTY;
  private int markMask = -1;
  private Table table = Table.CONNTRACK;
  private @Nullable Command command;
  private @Nullable Protocol protocol;
  private @Nullable IpFamily family;

  /** Returns the command, absent if there was none. */
  Optional<Command> command() {
    return Optional.ofNullable(command);
  }

  void command(Command value) {
    command = value;
  }

  /** Returns the table that the command is about. */
  Table table() {
    return table;
  }

  void table(Table value) {
    table = value;
  }

  /** Returns the options that were given, also those that another one implies. */
  Set<Option> given() {
    return given;
  }

  boolean has(Option option) {
    return given.contains(option);
  }

  /** Returns what to tell the user although the command goes on. */
  List<String> warnings() {
    return warnings;
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** Returns the number that an option has, absent if it was not given. */
  OptionalLong number(Option option) {
    Long value = numbers.get(option);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  void number(Option option, long value) {
    numbers.put(option, value);
  }

  /** Returns the number that an option has, else that of {@code substitute}, else 0. */
  int numberOr(Option option, Option substitute) {
    return (int) number(option).orElse(number(substitute).orElse(0));
  }

  /** Returns the address or network that an option has, absent if it was not given. */
  Optional<IpPrefix> address(Option option) {
    return Optional.ofNullable(addresses.get(option));
  }

  /**
   * Keeps an address.
   *
   * @throws UsageException if its family is not that of the others
   */
  void address(Option option, IpPrefix value) {
    family(option, value.family(), value.toString());
    addresses.put(option, value);
  }

  /** Returns the family that {@code -f} or an address said. */
  Optional<IpFamily> family() {
    return Optional.ofNullable(family);
  }

  /**
   * Keeps the family.
   *
   * @throws UsageException if something said another one before
   */
  void family(IpFamily value) {
    family(Option.FAMILY, value, value.toString());
  }

  private void family(Option option, IpFamily value, String text) {
    if (family != null && family != value) {
      throw new UsageException(
          "mismatched address family",
          "`"
              + text
              + "' of `"
              + option
              + "' is "
              + value
              + ", but what stands before is "
              + family);
    }
    family = value;
  }

  /** Returns the protocol, absent if it was not given. */
  Optional<Protocol> protocol() {
    return Optional.ofNullable(protocol);
  }

  void protocol(Protocol value) {
    protocol = value;
  }

  /** Returns the options that the protocol brings with it. */
  Set<Option> protocolOptions() {
    return protocol == null ? Set.of() : Option.ofProtocol(protocol);
  }

  /** Returns the status bits, empty if none were given. */
  StatusList status() {
    return status;
  }

  void status(StatusList value) {
    status = value;
  }

  /** Returns the filter that was written as an expression; any flow if none was. */
  FlowFilter filter() {
    return filter;
  }

  void alsoFilter(FlowFilter condition) {
    filter = has(Option.FILTER) ? filter.and(condition) : condition;
  }

  /** Returns the labels that an option names, none if it was not given or names none. */
  Labels labels(Option option) {
    return labels.getOrDefault(option, Labels.NONE);
  }

  void alsoLabel(Option option, Labels more) {
    Labels before = labels(option);
    labels.put(option, new Labels(before.low() | more.low(), before.high() | more.high()));
  }

  /** Returns how to write flows. */
  Set<OutputOption> output() {
    return output;
  }

  /** Returns which events to show; all if none were chosen. */
  Set<EventType> eventTypes() {
    return eventTypes.isEmpty() ? EnumSet.allOf(EventType.class) : eventTypes;
  }

  void alsoShow(Set<EventType> types) {
    eventTypes.addAll(types);
  }

  /** Returns which bits of the mark count. */
  int markMask() {
    return markMask;
  }

  void markMask(int value) {
    markMask = value;
  }
}
