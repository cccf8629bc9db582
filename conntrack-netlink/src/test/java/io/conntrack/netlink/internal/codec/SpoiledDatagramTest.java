package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.MalformedMessageException;
import io.conntrack.NatRange;
import io.conntrack.netlink.internal.codec.Placement.Placed;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bytes give a value or a {@link MalformedMessageException} that says where, and nothing
 * outside of the datagram matters.
 *
 * <p>The build tries the same seeds each time. {@code -Dconntrack.spoil.seed=N} tries one alone,
 * {@code -Dconntrack.spoil.rounds=N} more of them, for which the time limit has to be lifted:
 * {@code -Djunit.jupiter.execution.timeout.mode=disabled}.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpoiledDatagramTest {

  private static final int ROUNDS = Integer.getInteger("conntrack.spoil.rounds", 100);
  private static final Long ONLY_SEED = Long.getLong("conntrack.spoil.seed");
  private static final String PATH = "([A-Z]\\w+|\\d+)(/([A-Z]\\w+|\\d+))*|";
  private static final int FIRST_TYPE = MessageBuilder.HEADER_LENGTH + 2;
  private static final int NET_BYTEORDER = 0x40; // NLA_F_NET_BYTEORDER in the upper byte

  /** Is written as an empty attribute, which then reads as padding. */
  private static final NatRange KEEPS_ALL = new NatRange(null, null, 0, 0);

  private final FlowDecoder flows = new FlowDecoder();
  private final StatisticsDecoder statistics = new StatisticsDecoder();
  private final CpuStatisticsDecoder cpuStatistics = CpuStatisticsDecoder.ofFlows();
  private final ErrorReply errors = new ErrorReply();

  @ParameterizedTest
  @MethodSource("io.conntrack.netlink.internal.codec.Golden#all")
  void givesAValueOrSaysWhereTheFaultLies(Golden golden) {
    seeds()
        .forEach(
            seed ->
                assertThatNoException()
                    .as("seed %d", seed)
                    .isThrownBy(() -> check(new Mutator(seed).spoil(golden.bytes()))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 15, 16, 20, 24, 100, 1000})
  void readsNoiseAsWell(int length) {
    seeds()
        .forEach(
            seed -> {
              byte[] noise = new byte[length];
              new Random(seed).nextBytes(noise);
              assertThatNoException().as("seed %d", seed).isThrownBy(() -> check(noise));
            });
  }

  private static LongStream seeds() {
    return ONLY_SEED == null ? LongStream.range(0, ROUNDS) : LongStream.of(ONLY_SEED);
  }

  private void check(byte[] datagram) {
    Placed zeros = Placement.HEAP.place(datagram, LITTLE_ENDIAN, 0);
    Placed ones = Placement.DIRECT_UNALIGNED.place(datagram, LITTLE_ENDIAN, 0xff);
    List<String> outcomes = anything(zeros.exactly(), datagram.length);

    assertThat(anything(zeros.withGuards(), datagram.length)).isEqualTo(outcomes);
    assertThat(anything(ones.withGuards(), datagram.length)).isEqualTo(outcomes);
    zeros.assertUnchanged();
    ones.assertUnchanged();

    // takes another way through the decoder if there is a short one for usual headers
    assertThat(flows(hinted(datagram))).isEqualTo(flows(datagram));
  }

  /** Returns what each message says, read as everything that it could be. */
  private List<String> anything(ByteBuffer datagram, int length) {
    return outcomes(
        datagram, length, List.of(this::flow, this::statistics, this::cpuStatistics, this::error));
  }

  /** Returns what each message says, read as a flow. */
  private List<String> flows(byte[] datagram) {
    ByteBuffer bytes = ByteBuffer.wrap(datagram).order(LITTLE_ENDIAN);
    return outcomes(bytes, datagram.length, List.of(this::flow));
  }

  private static List<String> outcomes(
      ByteBuffer datagram, int length, List<Function<MessageReader, String>> decoders) {
    List<String> outcomes = new ArrayList<>();
    MessageReader message = new MessageReader().wrap(datagram, length);
    try {
      while (message.next()) {
        decoders.forEach(decoder -> outcomes.add(outcome(message, decoder)));
      }
    } catch (MalformedMessageException e) {
      assertThat(e.offset()).isZero();
      outcomes.add(e.getMessage());
    }
    return outcomes;
  }

  private static String outcome(MessageReader message, Function<MessageReader, String> decoder) {
    try {
      return decoder.apply(message);
    } catch (MalformedMessageException e) {
      assertThat(e.offset()).as(e.getMessage()).isBetween(0, message.length());
      assertThat(e.attributePath()).matches(PATH);
      return e.getMessage();
    }
  }

  private String flow(MessageReader message) {
    FlowBuffer buffer = new FlowBuffer();
    flows.decode(message, buffer);
    removeIfItKeepsAll(buffer.sourceNatRange(), FlowAttribute.SOURCE_NAT, buffer);
    removeIfItKeepsAll(buffer.destinationNatRange(), FlowAttribute.DESTINATION_NAT, buffer);
    Flow flow = Flow.copyOf(buffer);
    Flow again = FlowMessages.decode(FlowMessages.encode(flow, LITTLE_ENDIAN));
    assertThat(FlowText.of(again)).isEqualTo(FlowText.of(flow));
    assertThat(again).isEqualTo(flow);
    return FlowText.of(flow);
  }

  private static void removeIfItKeepsAll(NatRange range, FlowAttribute nat, FlowBuffer flow) {
    if (KEEPS_ALL.equals(range)) {
      flow.remove(nat);
    }
  }

  private String cpuStatistics(MessageReader message) {
    return cpuStatistics.decode(message).toString();
  }

  private String statistics(MessageReader message) {
    statistics.decode(message);
    return statistics.count() + " of " + statistics.limit();
  }

  private String error(MessageReader message) {
    return errors.errno(message) + errors.explanation(message);
  }

  /** Turns a flag of the first attribute of each message, which means nothing. */
  private static byte[] hinted(byte[] datagram) {
    byte[] hinted = datagram.clone();
    MessageReader message =
        new MessageReader().wrap(ByteBuffer.wrap(datagram).order(LITTLE_ENDIAN), datagram.length);
    try {
      while (message.next()) {
        if (message.length() > FIRST_TYPE + 1) {
          hinted[message.start() + FIRST_TYPE + 1] ^= NET_BYTEORDER;
        }
      }
      return hinted;
    } catch (MalformedMessageException e) {
      return hinted; // what follows is not read either
    }
  }
}
