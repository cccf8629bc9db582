package io.conntrack.netlink.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TextCacheTest {

  private final TextCache texts = new TextCache();

  @Test
  void returnsTheSameObjectForTheSameBytes() {
    assertThat(get("ftp")).isEqualTo("ftp").isSameAs(get("ftp"));
  }

  @Test
  void tellsTextsApartThatShareASlot() {
    for (int i = 0; i < 1000; i++) {
      String text = "helper-" + i;

      assertThat(get(text)).isEqualTo(text);
      assertThat(get("helper-0")).isEqualTo("helper-0");
    }
  }

  @Test
  void tellsTextsOfEqualHashApart() {
    assertThat(get("Aa")).isEqualTo("Aa");
    assertThat(get("BB")).isEqualTo("BB");
  }

  @Test
  void readsAWindowOfTheBytes() {
    ByteBuffer bytes = ByteBuffer.wrap("xxftpxx".getBytes(UTF_8));

    assertThat(texts.get(bytes, 2, 3)).isEqualTo("ftp");
    assertThat(texts.get(bytes, 7, 0)).isEmpty();
  }

  private String get(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return texts.get(ByteBuffer.wrap(bytes), 0, bytes.length);
  }
}
