package io.conntrack;

/** What a table holds: a flow or an expectation. Immutable. */
public sealed interface TableEntry permits Flow, Expectation {}
