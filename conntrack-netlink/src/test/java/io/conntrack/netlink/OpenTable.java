package io.conntrack.netlink;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the table of a test's network namespace for each test. */
abstract class OpenTable {

  Conntrack conntrack;
  ConntrackTable table;

  @BeforeEach
  final void openTable() {
    conntrack = Conntrack.open();
    table = conntrack.table();
  }

  @AfterEach
  final void closeTable() {
    conntrack.close();
  }
}
