package io.conntrack.netlink.internal;

import io.conntrack.FlowView;
import java.util.List;

/** Several dumps as one: each is asked for when the one before has ended. */
final class DumpsInTurn implements FlowSource {

  private final List<FlowDump> dumps;
  private int current;

  /** Takes one dump at least; closes them all with this. */
  DumpsInTurn(List<FlowDump> dumps) {
    this.dumps = List.copyOf(dumps);
  }

  @Override
  public boolean next() {
    try {
      while (!dumps.get(current).next()) {
        if (current == dumps.size() - 1) {
          return false;
        }
        current++;
      }
      return true;
    } catch (RuntimeException | Error e) {
      close(); // also those that have not begun
      throw e;
    }
  }

  @Override
  public FlowView flow() {
    return dumps.get(current).flow();
  }

  @Override
  public void close() {
    dumps.forEach(FlowDump::close);
  }
}
