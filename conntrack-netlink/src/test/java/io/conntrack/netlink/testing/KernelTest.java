package io.conntrack.netlink.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that talk to a real kernel. Each test method, with what runs before and after it,
 * runs on a thread in a new network namespace; so do the sockets it opens, the threads and the
 * processes it starts. Constructors and initializers of fields do not: they run before there is a
 * namespace. A parameter of type {@link Netns} is that namespace.
 *
 * <p>Where the kernel or a program lacks something, the test is skipped and says what; with {@code
 * CI=true} it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernel")
@Timeout(120)
@ExtendWith(NetnsExtension.class)
public @interface KernelTest {

  /** Returns what the test needs beside the privilege to make namespaces. */
  Feature[] needs() default {};
}
