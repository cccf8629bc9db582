package io.conntrack.examples.cli;

import io.conntrack.LabelNames;
import io.conntrack.format.FlowFormat;
import io.conntrack.format.SaveFormat;
import io.conntrack.format.TextFormat;
import io.conntrack.format.XmlFormat;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/** Chooses the format that {@code -o} asks for. */
final class OutputFormat {

  private OutputFormat() {}

  /** Returns the format of a command's output. */
  static FlowFormat of(Arguments arguments, Messages messages) {
    Set<OutputOption> output = arguments.output();
    if (output.contains(OutputOption.SAVE)) {
      return SaveFormat.PLAIN;
    }
    Optional<LabelNames> labels = showsLabels(arguments) ? labelNames(messages) : Optional.empty();
    return output.contains(OutputOption.XML) ? xml(output, labels) : text(output, labels);
  }

  /** Labels are shown where they are spoken of, but not by {@code -D}. */
  private static boolean showsLabels(Arguments arguments) {
    boolean spokenOf =
        arguments.output().contains(OutputOption.LABELS)
            || arguments.has(Option.LABEL)
            || arguments.has(Option.LABEL_ADD)
            || arguments.has(Option.LABEL_DELETE);
    return spokenOf && !arguments.command().filter(Command.DELETE::equals).isPresent();
  }

  private static Optional<LabelNames> labelNames(Messages messages) {
    try {
      return Optional.of(LabelNames.ofSystem());
    } catch (UncheckedIOException e) {
      messages.warn("nfct_labelmap_new: No such file or directory");
      return Optional.empty();
    }
  }

  private static FlowFormat xml(Set<OutputOption> output, Optional<LabelNames> labels) {
    XmlFormat format = XmlFormat.PLAIN;
    if (output.contains(OutputOption.TIMESTAMP)) {
      format = format.withClock();
    }
    if (output.contains(OutputOption.KTIMESTAMP)) {
      format = format.withKernelTimes();
    }
    return labels.isPresent() ? format.withLabels(labels.get()) : format;
  }

  private static FlowFormat text(Set<OutputOption> output, Optional<LabelNames> labels) {
    TextFormat format = TextFormat.PLAIN;
    if (output.contains(OutputOption.EXTENDED)) {
      format = format.extended();
    }
    if (output.contains(OutputOption.ID)) {
      format = format.withId();
    }
    if (output.contains(OutputOption.TIMESTAMP)) {
      format = format.withClock();
    }
    if (output.contains(OutputOption.KTIMESTAMP)) {
      format = format.withKernelTimes();
    }
    return labels.isPresent() ? format.withLabels(labels.get()) : format;
  }
}
