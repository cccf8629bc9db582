package io.conntrack.netlink.internal.bpf;

import io.conntrack.FlowFilter;
import io.conntrack.filter.And;
import io.conntrack.filter.Not;
import io.conntrack.filter.Or;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compiles filters for event sockets. Not thread-safe. */
public final class FilterCompiler {

  private final Map<FlowFilter, Optional<Condition>> conditions = new HashMap<>();
  private final Set<FlowFilter> refused = new HashSet<>();
  private final LeafConditions leafConditions;
  private final ByteOrder hostOrder;
  private final int limit;

  private FilterCompiler(ByteOrder hostOrder, int limit) {
    this.leafConditions = new LeafConditions(hostOrder);
    this.hostOrder = hostOrder;
    this.limit = limit;
  }

  /** Compiles a filter for sockets of this host. */
  public static CompiledFilter compile(FlowFilter filter) {
    return compile(filter, Program.MAX_INSTRUCTIONS);
  }

  /**
   * Compiles a filter for sockets of this host into a short program, for kernels that refuse a long
   * one (ENOMEM): it must fit into {@code net.core.optmem_max}, of which an instruction takes 8 to
   * 16 bytes.
   *
   * @param limit the most instructions that the program may have, {@link Program#MIN_INSTRUCTIONS}
   *     to {@link Program#MAX_INSTRUCTIONS}; as many leaves stay in the process, those that need
   *     most first, as it takes for the others to fit
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static CompiledFilter compile(FlowFilter filter, int limit) {
    return compile(filter, ByteOrder.nativeOrder(), limit);
  }

  /** Compiles a filter for sockets of a host with this byte order. */
  static CompiledFilter compile(FlowFilter filter, ByteOrder hostOrder, int limit) {
    if (limit < Program.MIN_INSTRUCTIONS || limit > Program.MAX_INSTRUCTIONS) {
      throw new IllegalArgumentException(
          "limit of "
              + limit
              + " instructions is out of range: "
              + Program.MIN_INSTRUCTIONS
              + " to "
              + Program.MAX_INSTRUCTIONS);
    }
    return new FilterCompiler(hostOrder, limit).compileWithinLimit(filter);
  }

  private CompiledFilter compileWithinLimit(FlowFilter filter) {
    int tooMany = 1;
    while (true) {
      Approximation parts = Approximation.of(filter, this::isExpressible);
      if (parts.upper().equals(FlowFilter.any())) {
        return new CompiledFilter(parts.upper(), Optional.empty(), parts.residue());
      }
      List<Instruction> program = CodeGenerator.generate(condition(parts.upper()), hostOrder);
      if (program.size() <= limit) {
        return new CompiledFilter(
            parts.upper(), Optional.of(new Program(program)), parts.residue());
      }
      Leaves.of(filter)
          .filter(this::isExpressible)
          .sorted(Comparator.comparingInt(this::length).reversed())
          .limit(tooMany)
          .forEach(refused::add);
      tooMany *= 2;
    }
  }

  private boolean isExpressible(FlowFilter leaf) {
    return !refused.contains(leaf) && leafCondition(leaf).isPresent();
  }

  private Optional<Condition> leafCondition(FlowFilter leaf) {
    return conditions.computeIfAbsent(leaf, leafConditions::of);
  }

  /** Returns how many instructions a leaf alone takes. */
  private int length(FlowFilter leaf) {
    return CodeGenerator.generate(leafCondition(leaf).orElseThrow(), hostOrder).size();
  }

  private Condition condition(FlowFilter filter) {
    if (filter instanceof Not not) {
      return condition(not.operand()).opposite();
    }
    if (filter instanceof And and) {
      return Condition.all(and.operands().stream().map(this::condition));
    }
    if (filter instanceof Or or) {
      return Condition.oneOf(or.operands().stream().map(this::condition));
    }
    return filter.equals(FlowFilter.any())
        ? Condition.Always.TRUE
        : leafCondition(filter).orElseThrow();
  }
}
