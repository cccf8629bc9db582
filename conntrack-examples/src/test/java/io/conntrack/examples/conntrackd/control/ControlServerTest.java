package io.conntrack.examples.conntrackd.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  @TempDir private Path directory;
  private ControlServer server;

  private void serve(DaemonCommands commands) throws IOException {
    server = ControlServer.open(socket(), commands, PATIENCE);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Path socket() {
    return directory.resolve("ctl");
  }

  private String ask(ControlRequest request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new ControlClient(socket()).send(request, answer);
    return answer.toString(StandardCharsets.UTF_8);
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
  }

  private static ByteBuffer number(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).flip();
  }

  @Test
  void answersRequests() throws Exception {
    serve((request, answer) -> answer.append(request + "!\n"));

    assertThat(ask(ControlRequest.STATISTICS)).isEqualTo("STATISTICS!\n");
    assertThat(ask(ControlRequest.FLUSH_KERNEL_FLOWS)).isEqualTo("FLUSH_KERNEL_FLOWS!\n");
  }

  @Test
  void onlyTheUserItselfMayConnectAndTheSocketGoesInTheEnd() throws Exception {
    serve((request, answer) -> {});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-------");

    server.close();

    assertThat(socket()).doesNotExist();
    assertThatExceptionOfType(ControlClient.NotConnectedException.class)
        .isThrownBy(() -> ask(ControlRequest.KILL));
  }

  @Test
  void writesLongAnswersToPatientReaders() throws Exception {
    String line = "x".repeat(99) + "\n";
    serve(
        (request, answer) -> {
          for (int i = 0; i < 50_000; i++) {
            answer.append(line);
          }
        });

    assertThat(ask(ControlRequest.DUMP_INTERNAL)).hasSize(5_000_000);
  }

  @Test
  void countsRequestsThatMeanNothing() throws Exception {
    serve((request, answer) -> answer.append("wrong"));
    try (SocketChannel client = connect()) {
      client.write(number(27));

      assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(-1);
      assertThat(server.unknownRequests()).isEqualTo(1);
    }
  }

  @Test
  void hangsUpOnClientsThatSayNothingAndServesOthersMeanwhile() throws Exception {
    serve((request, answer) -> answer.append("yes"));
    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      silent.add(connect());
    }

    assertThat(ask(ControlRequest.STATISTICS)).isEqualTo("yes");
    for (SocketChannel client : silent) {
      assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(-1);
      client.close();
    }
    assertThat(server.failedReads()).isEqualTo(15);
  }

  @Test
  void givesUpOnClientsThatReadNothing() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    serve(
        (request, answer) -> {
          try {
            while (givenUp.getCount() > 0) {
              answer.append("0123456789");
            }
          } finally {
            givenUp.countDown();
          }
        });
    try (SocketChannel client = connect()) {
      client.write(number(ControlRequest.DUMP_INTERNAL.number()));

      assertThat(givenUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void survivesCommandsThatFail() throws Exception {
    serve(
        (request, answer) -> {
          if (request == ControlRequest.KILL) {
            throw new IllegalStateException("as the test wants");
          }
          answer.append("fine");
        });

    assertThat(ask(ControlRequest.KILL)).isEmpty();
    assertThat(ask(ControlRequest.STATISTICS)).isEqualTo("fine");
  }
}
