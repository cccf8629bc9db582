package io.conntrack.format;

import io.conntrack.LabelNames;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a format shows beside what it always shows. Immutable.
 *
 * @param layer3 the network protocol at the start of a line ({@code -o extended})
 * @param id the kernel's id ({@code -o id})
 * @param kernelTimes when the flow started and stopped ({@code -o ktimestamp})
 * @param clock when an event happened ({@code -o timestamp})
 * @param labels how labels are called, null if they are not shown ({@code -o labels})
 * @param local the time zone of what is shown as local time
 */
record FormatOptions(
    boolean layer3,
    boolean id,
    boolean kernelTimes,
    boolean clock,
    @Nullable LabelNames labels,
    LocalTime local) {

  static final FormatOptions NONE =
      new FormatOptions(false, false, false, false, null, new LocalTime(ZoneId.systemDefault()));

  FormatOptions withLayer3() {
    return new FormatOptions(true, id, kernelTimes, clock, labels, local);
  }

  FormatOptions withId() {
    return new FormatOptions(layer3, true, kernelTimes, clock, labels, local);
  }

  FormatOptions withKernelTimes() {
    return new FormatOptions(layer3, id, true, clock, labels, local);
  }

  FormatOptions withClock() {
    return new FormatOptions(layer3, id, kernelTimes, true, labels, local);
  }

  FormatOptions withLabels(LabelNames names) {
    return new FormatOptions(layer3, id, kernelTimes, clock, names, local);
  }

  FormatOptions withZone(ZoneId zone) {
    return new FormatOptions(layer3, id, kernelTimes, clock, labels, new LocalTime(zone));
  }
}
