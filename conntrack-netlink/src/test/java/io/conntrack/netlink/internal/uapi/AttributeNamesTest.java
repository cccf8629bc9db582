package io.conntrack.netlink.internal.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeNamesTest {
  @Test
  void namesATypeAsTheKernelDoes() {
    assertThat(CtattrType.NAMES.name(CtattrType.CTA_TUPLE_ORIG)).isEqualTo("CTA_TUPLE_ORIG");
  }

  @Test
  void keepsTheNumberOfAnUnknownType() {
    assertThat(List.of(-1, 0, 28, 0x3fff))
        .extracting(CtattrType.NAMES::name)
        .containsExactly("-1", "0", "28", "16383");
  }

  @Test
  void everyAttributeClassNamesItsOwnTypes() throws Exception {
    for (Class<?> holder : UapiConstants.classes()) {
      if (holder.getSimpleName().matches("Ctattr(?!FilterFlags).*|.*Attrs?")) {
        AttributeNames names = (AttributeNames) holder.getField("NAMES").get(null);
        for (Field type : UapiConstants.constants(holder)) {
          assertThat(names.name(UapiConstants.valueOf(type))).isEqualTo(type.getName());
        }
      }
    }
  }
}
