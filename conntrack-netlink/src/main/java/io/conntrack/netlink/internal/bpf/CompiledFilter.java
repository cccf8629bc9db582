package io.conntrack.netlink.internal.bpf;

import io.conntrack.FlowFilter;
import java.util.Optional;

/**
 * A filter of events in two parts: a program for the socket, and what is left for the process.
 * Immutable.
 *
 * @param kernel what the program selects; at least what the filter does
 * @param program keeps the events that {@code kernel} selects, and whatever it cannot judge: events
 *     of expectations, other messages, malformed ones. Absent if {@code kernel} is {@link
 *     FlowFilter#any()}
 * @param residue what the process has to test of an event that the program kept; {@link
 *     FlowFilter#any()} if nothing is left
 */
public record CompiledFilter(FlowFilter kernel, Optional<Program> program, FlowFilter residue) {

  private static final String NOTHING = "nothing";

  /**
   * Says in a line each what the kernel tests and what the process does; then lists the program.
   */
  public String explain() {
    return "kernel: "
        + program.map(p -> kernel + " (" + p.length() + " BPF instructions)").orElse(NOTHING)
        + "\nprocess: "
        + (residue.equals(FlowFilter.any()) ? NOTHING : residue)
        + "\n"
        + program.map(Program::toString).orElse("");
  }
}
