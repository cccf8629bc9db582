package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetlinkOptionsTest {

  @Test
  void findsTheFileOfANameAndOfAProcess() {
    assertThat(NetlinkOptions.builder().networkNamespace("blue").build().networkNamespace())
        .contains(Path.of("/run/netns/blue"));
    assertThat(NetlinkOptions.builder().networkNamespaceOf(4711).build().networkNamespace())
        .contains(Path.of("/proc/4711/ns/net"));
    assertThat(NetlinkOptions.DEFAULT.networkNamespace()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/run/netns/blue", "a/b"})
  void refusesWhatCanBeNoName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetlinkOptions.builder().networkNamespace(name))
        .withMessageStartingWith("\"" + name + "\" is no name of a network namespace");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refusesWhatCanBeNoProcess(long id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetlinkOptions.builder().networkNamespaceOf(id))
        .withMessage("process id " + id + " must be positive");
  }
}
