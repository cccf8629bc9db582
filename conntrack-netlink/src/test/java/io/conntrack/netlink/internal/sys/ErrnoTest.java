package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.internal.uapi.InstalledHeaders;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void saysWhatANumberMeans() {
    assertThat(Errno.name(1)).isEqualTo("EPERM");
    assertThat(Errno.text(1)).isEqualTo("operation not permitted");
  }

  @Test
  void keepsAnUnknownNumber() {
    assertThat(Errno.name(524)).isEqualTo("errno 524");
    assertThat(Errno.text(524)).isEqualTo("unknown error");
  }

  @Test
  void namesEachNumberAfterItsConstant() throws Exception {
    for (Field constant : constants()) {
      assertThat(Errno.name(constant.getInt(null))).isEqualTo(constant.getName());
    }
  }

  @Test
  void everyNumberEqualsTheInstalledHeader() throws Exception {
    InstalledHeaders.require();
    Map<String, Integer> ours = new TreeMap<>();
    for (Field constant : constants()) {
      ours.put(constant.getName(), constant.getInt(null));
    }

    assertThat(InstalledHeaders.values(ours.keySet())).isEqualTo(ours);
  }

  private static List<Field> constants() {
    return Arrays.stream(Errno.class.getFields()).filter(f -> f.getType() == int.class).toList();
  }
}
