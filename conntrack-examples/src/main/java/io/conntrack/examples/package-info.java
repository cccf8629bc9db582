/**
 * Everything here is a program to run and to copy from, or shared by some; it uses the public API
 * of {@code io.conntrack} only.
 */
@NullMarked
package io.conntrack.examples;

import org.jspecify.annotations.NullMarked;
