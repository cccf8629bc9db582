package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.Tuple;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FlowWriterTest {

  private static final Flow FLOW =
      Flow.builder(Tuple.tcp("10.0.0.1", 1000, "10.0.0.2", 443)).helper("ftp").build();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final FlowWriter writer = new FlowWriter(out);

  @Test
  void writesALinePerFlow() {
    for (int i = 0; i < 10_000; i++) {
      writer.write(FLOW);
    }
    writer.flush();

    assertThat(writer.count()).isEqualTo(10_000);
    assertThat(text().lines()).hasSize(10_000).containsOnly(FLOW.toString());
  }

  @Test
  void encodesWhatIsNotAscii() {
    Flow flow = FLOW.toBuilder().helper("hélper").build();
    writer.write(flow);
    writer.flush();

    assertThat(text()).isEqualTo(flow + "\n");
  }

  @Test
  void writesALineOfAnyLength() {
    Flow flow = FLOW.toBuilder().helper("x".repeat(100_000)).build();
    writer.write(flow);
    writer.flush();

    assertThat(text()).isEqualTo(flow + "\n");
  }

  @Test
  void writesOtherTextInBetween() {
    writer.writeText("7\n");
    writer.flush();

    assertThat(text()).isEqualTo("7\n");
    assertThat(writer.count()).isZero();
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
