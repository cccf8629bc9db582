package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Expectation;
import io.conntrack.IpFamily;
import io.conntrack.Law;
import io.conntrack.RandomExpectations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A deletion that names no expectation empties the table, so every request must name one. */
class ExpectationRequestsTest {

  private static final int NEW = 0x0200;
  private static final int DELETE = 0x0202;
  private static final String NUMBER = "CTA_EXPECT_TUPLE/CTA_TUPLE_PROTO/CTA_PROTO_NUM";
  private static final String DESTINATION = "CTA_EXPECT_TUPLE/CTA_TUPLE_IP/CTA_IP_V%d_DST";

  @Law
  void everyRequestForAnExpectationCarriesItsTuple(long seed) {
    Random random = new Random(seed);
    Expectation expectation = Expectation.copyOf(RandomExpectations.next(random));
    int zone = random.nextInt(0x10000);

    assertThat(
            List.of(
                message(to -> ExpectationRequests.get(to, 1, expectation.tuple(), zone)),
                message(to -> ExpectationRequests.create(to, 1, expectation)),
                message(to -> ExpectationRequests.update(to, 1, expectation.tuple(), zone, 5)),
                message(to -> ExpectationRequests.delete(to, 1, expectation.tuple(), zone, 5))))
        .as("seed %d", seed)
        .allSatisfy(
            message -> {
              boolean v4 = expectation.tuple().family() == IpFamily.IPV4;
              assertThat(message.family()).isEqualTo(v4 ? 2 : 10);
              assertThat(message.values())
                  .containsKey(DESTINATION.formatted(v4 ? 4 : 6))
                  .containsEntry(NUMBER, "%02x".formatted(expectation.tuple().protocolNumber()));
            });
  }

  @Test
  void onlyAFlushDeletesWithoutATuple() {
    WireMessage flush = message(to -> ExpectationRequests.flush(to, 1));

    assertThat(flush.type()).isEqualTo(DELETE);
    assertThat(flush.values()).isEmpty();
    assertThat(message(to -> ExpectationRequests.dump(to, 1)).type()).isNotEqualTo(DELETE);
  }

  /** What the kernel accepted had a timeout, which it does not heed in a creation. */
  @Test
  void createsWithTheAttributesThatTheKernelAccepted() {
    Golden golden = Golden.of("request-exp-new-nat-fn");
    Expectation expectation = ExpectationMessages.decode(golden.buffer());
    WireMessage accepted = WireMessage.of(golden.buffer(), 0);
    Map<String, String> values = accepted.values();
    values.remove("CTA_EXPECT_TIMEOUT");

    WireMessage written =
        message(to -> ExpectationRequests.create(to, accepted.sequence(), expectation));

    assertThat(written.type()).isEqualTo(accepted.type()).isEqualTo(NEW);
    assertThat(written.family()).isEqualTo(accepted.family());
    assertThat(written.values()).isEqualTo(values);
    assertThat(written.flags()).isEqualTo(0x0605); // REQUEST, ACK, EXCL, CREATE
  }

  @Test
  void doesNotSendWhatIsTheKernelsToChoose() {
    Golden golden = Golden.of("event-exp-new-user");
    Expectation expectation = ExpectationMessages.decode(golden.buffer());

    assertThat(message(to -> ExpectationRequests.create(to, 1, expectation)).values())
        .doesNotContainKeys("CTA_EXPECT_ID", "CTA_EXPECT_TIMEOUT", "CTA_EXPECT_ZONE");
  }

  @Test
  void updatesTheTimeoutAlone() {
    Expectation expectation = ExpectationMessages.decode(Golden.of("event-exp-new").buffer());
    WireMessage update =
        message(to -> ExpectationRequests.update(to, 1, expectation.tuple(), 7, -1));

    assertThat(update.type()).isEqualTo(NEW);
    assertThat(update.flags()).isEqualTo(0x0005); // neither CREATE nor EXCL
    assertThat(update.values())
        .containsEntry("CTA_EXPECT_TIMEOUT", "ffffffff")
        .containsEntry("CTA_EXPECT_ZONE", "0007");
  }

  private static WireMessage message(Consumer<MessageBuilder> request) {
    ByteBuffer buffer = ByteBuffer.allocate(1024).order(LITTLE_ENDIAN);
    request.accept(new MessageBuilder(buffer));
    return WireMessage.of(buffer, 0);
  }
}
