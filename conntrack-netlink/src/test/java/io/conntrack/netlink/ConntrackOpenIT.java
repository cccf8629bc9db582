package io.conntrack.netlink;

import static io.conntrack.netlink.ChildJvm.home;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import io.conntrack.Conntrack;
import io.conntrack.netlink.internal.uapi.Requirement;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Output;
import io.conntrack.spi.ConntrackProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** {@code Conntrack.open()} finds the kernel, on the class path and on the module path. */
@KernelTest
class ConntrackOpenIT {

  private static final String MODULE = "module user { requires io.conntrack; }";
  private static final String PROGRAM =
      """
      package user;

      import io.conntrack.Conntrack;
      import io.conntrack.ConntrackException;

      public final class Main {
        public static void main(String[] arguments) {
          try (Conntrack conntrack = Conntrack.open()) {
            System.out.println(
                conntrack.table().count() + " flows in " + conntrack.getClass().getModule());
          } catch (ConntrackException e) {
            System.out.println(e.getMessage());
          }
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void findsTheKernelOnTheClassPath() {
    try (Conntrack conntrack = Conntrack.open()) {
      assertThat(conntrack.table().count()).isZero();
    }
    assertThat(ServiceLoader.load(ConntrackProvider.class)).hasSize(1);
  }

  @Test
  void findsTheKernelWithoutAContextClassLoader() {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try (Conntrack conntrack = Conntrack.open()) {
      assertThat(conntrack.table().count()).isZero();
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  @Test
  void findsTheKernelOnTheModulePath(Netns netns) throws Exception {
    String libraries = libraries(Conntrack.class, NetlinkConntrack.class, Native.class);
    Path user = compile(libraries);

    Output output =
        netns.run(
            ChildJvm.java("-p", libraries + File.pathSeparator + user, "-m", "user/user.Main"));

    assertThat(output.orFail().lines()).containsExactly("0 flows in module io.conntrack.netlink");
  }

  @Test
  void saysWhatIsMissingWhereThereIsNoBackend(Netns netns) throws Exception {
    String libraries = libraries(Conntrack.class);
    Path user = compile(libraries);

    Output output =
        netns.run(ChildJvm.java("-cp", libraries + File.pathSeparator + user, "user.Main"));

    assertThat(output.orFail().text())
        .startsWith("open: no backend found - add io.conntrack:conntrack-netlink");
  }

  /** Returns the path of these libraries and of what they need at run time, which is slf4j. */
  private static String libraries(Class<?>... types) throws Exception {
    StringBuilder path = new StringBuilder(home(LoggerFactory.class));
    for (Class<?> type : types) {
      path.append(File.pathSeparator).append(home(type));
    }
    return path.toString();
  }

  /** Compiles a user's program, and returns where it is. */
  private Path compile(String libraries) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Requirement.require(compiler != null, "needs a JDK: this is a JVM without a compiler");
    Path sources = Files.createDirectories(directory.resolve("src/user"));
    Path moduleInfo = Files.writeString(sources.resolve("module-info.java"), MODULE);
    Path program = Files.writeString(sources.resolve("Main.java"), PROGRAM);
    Path classes = directory.resolve("classes");
    int result =
        compiler.run(
            null,
            null,
            null,
            "-d",
            classes.toString(),
            "-p",
            libraries + File.pathSeparator + home(NullMarked.class), // not needed at run time
            moduleInfo.toString(),
            program.toString());
    assertThat(result).isZero();
    return classes;
  }
}
