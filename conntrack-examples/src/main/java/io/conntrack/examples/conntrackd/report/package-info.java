/**
 * Everything here turns numbers and flows into the texts that {@code conntrackd -s}, {@code -i} and
 * {@code -e} show, to the byte. The numbers come in records that anybody can fill.
 */
@NullMarked
package io.conntrack.examples.conntrackd.report;

import org.jspecify.annotations.NullMarked;
