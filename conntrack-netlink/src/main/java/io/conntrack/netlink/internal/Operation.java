package io.conntrack.netlink.internal;

import io.conntrack.Zone;

/**
 * What is being tried, for the message of an exception; turned into text only if it fails.
 *
 * @param verb the kernel's word for it
 * @param subject what it is done to; its text goes into the message
 * @param zone the zone of the subject
 */
record Operation(String verb, Object subject, Zone zone) {

  /** Returns an operation on the whole table. */
  static Operation of(String verb) {
    return new Operation(verb, "", Zone.DEFAULT);
  }

  /** Returns an operation on a part of the table. */
  static Operation of(String verb, Object subject) {
    return new Operation(verb, subject, Zone.DEFAULT);
  }

  @Override
  public String toString() {
    String what = subject.toString();
    return verb + (what.isEmpty() ? "" : " " + what) + (zone.id() == 0 ? "" : " zone " + zone);
  }
}
