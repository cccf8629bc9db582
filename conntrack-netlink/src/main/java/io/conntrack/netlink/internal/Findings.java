package io.conntrack.netlink.internal;

import io.conntrack.Finding;
import io.conntrack.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/** Collects what a check finds. Confined to one thread. */
final class Findings {

  private final List<Finding> found = new ArrayList<>();

  void good(String id, String what) {
    found.add(Finding.good(id, what));
  }

  void note(String id, String what, String meaning, String remedy) {
    found.add(new Finding(id, Level.NOTE, what, meaning, remedy));
  }

  void hindrance(String id, String what, String meaning, String remedy) {
    found.add(new Finding(id, Level.HINDRANCE, what, meaning, remedy));
  }

  void fatal(String id, String what, String meaning, String remedy) {
    found.add(new Finding(id, Level.FATAL, what, meaning, remedy));
  }

  List<Finding> list() {
    return found;
  }
}
