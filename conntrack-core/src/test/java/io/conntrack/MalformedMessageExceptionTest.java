package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MalformedMessageExceptionTest {

  @Test
  void saysWhereTheFaultLies() {
    MalformedMessageException thrown =
        new MalformedMessageException(
            52, "CTA_TUPLE_ORIG/CTA_TUPLE_IP", "expected 4 bytes, found 2");

    assertThat(thrown)
        .isInstanceOf(ConntrackException.class)
        .hasMessage(
            "decode: expected 4 bytes, found 2 at offset 52 in CTA_TUPLE_ORIG/CTA_TUPLE_IP");
    assertThat(thrown.offset()).isEqualTo(52);
    assertThat(thrown.attributePath()).isEqualTo("CTA_TUPLE_ORIG/CTA_TUPLE_IP");
    assertThat(thrown.operation()).isEqualTo("decode");
    assertThat(thrown.errno()).isZero();
  }

  @Test
  void saysNothingOfAttributesOutsideOfThem() {
    assertThat(new MalformedMessageException(0, "", "message of 3 bytes"))
        .hasMessage("decode: message of 3 bytes at offset 0");
  }
}
