package io.conntrack.mirror;

import io.conntrack.Bulk;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.SeverReport;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import java.util.stream.Stream;

/** A table as the mirror uses it: it is scanned and looked up, and never written to. */
interface ReadOnlyTable extends ConntrackTable {

  @Override
  default Stream<Flow> dump(FlowFilter filter) {
    throw new UnsupportedOperationException("dump");
  }

  @Override
  default Stream<Flow> dumpAndZero(FlowFilter filter) {
    throw new UnsupportedOperationException("dumpAndZero");
  }

  @Override
  default void create(Flow flow) {
    throw new UnsupportedOperationException("create");
  }

  @Override
  default void update(Tuple original, Zone zone, FlowUpdate update) {
    throw new UnsupportedOperationException("update");
  }

  @Override
  default void delete(Tuple original, Zone zone) {
    throw new UnsupportedOperationException("delete");
  }

  @Override
  default void delete(Flow flow) {
    throw new UnsupportedOperationException("delete");
  }

  @Override
  default void flush() {
    throw new UnsupportedOperationException("flush");
  }

  @Override
  default long limit() {
    throw new UnsupportedOperationException("limit");
  }

  @Override
  default Bulk bulk() {
    throw new UnsupportedOperationException("bulk");
  }

  @Override
  default SeverReport sever(FlowFilter filter, Duration grace) {
    throw new UnsupportedOperationException("sever");
  }
}
