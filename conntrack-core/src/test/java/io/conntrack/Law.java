package io.conntrack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Marks a test of what holds for all values. It takes a {@code long} seed of a {@link
 * java.util.Random} and runs with many, new ones each time; {@code -Dconntrack.seed=N} repeats one.
 * The message of a failure has to contain the seed.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@MethodSource("io.conntrack.Seeds#all")
public @interface Law {}
