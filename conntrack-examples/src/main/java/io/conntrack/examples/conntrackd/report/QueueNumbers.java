package io.conntrack.examples.conntrackd.report;

/**
 * Numbers of a queue. Immutable.
 *
 * @param name {@code txqueue}, {@code errorq} or {@code rsqueue}
 * @param length elements in it
 * @param limit the most elements
 * @param noSpace elements that found it full
 */
public record QueueNumbers(String name, long length, long limit, long noSpace) {}
