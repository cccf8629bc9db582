package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowUpdateTest {

  @Test
  void ofAMarkChangesTheMarkAlone() {
    FlowUpdate update = FlowUpdate.mark(0x10);

    assertThat(update.markBits()).hasValue(0x10);
    assertThat(update.markMask()).isEqualTo(-1);
    assertThat(update.timeoutSeconds()).isEmpty();
    assertThat(update.addedStatus()).isEqualTo(Status.of(0));
    assertThat(update.tcpState()).isEmpty();
    assertThat(update.labels()).isEmpty();
  }

  @Test
  void ofATimeoutLeavesTheMarkAlone() {
    FlowUpdate update = FlowUpdate.timeout(Duration.ofMillis(1_500));

    assertThat(update.timeoutSeconds()).hasValue(2);
    assertThat(update.markBits()).isEmpty();
  }

  @Test
  void keepsAMarkOfZero() {
    assertThat(FlowUpdate.mark(0).markBits()).hasValue(0);
    assertThat(FlowUpdate.mark(0, 0xff).markBits()).hasValue(0);
    assertThat(FlowUpdate.mark(0, 0xff).markMask()).isEqualTo(0xff);
  }

  @Test
  void keepsATimeoutOfZeroAndTheLongest() {
    assertThat(FlowUpdate.timeout(Duration.ZERO).timeoutSeconds()).hasValue(0);
    assertThat(FlowUpdate.timeout(Duration.ofSeconds(4_294_967_295L)).timeoutSeconds())
        .hasValue(4_294_967_295L);
  }

  @Test
  void changesSeveralThings() {
    FlowUpdate update =
        FlowUpdate.builder()
            .timeout(Duration.ofSeconds(30))
            .addStatus(Status.ASSURED)
            .addStatus(Status.SEEN_REPLY)
            .tcpState(TcpState.NONE)
            .mark(0x10, 0xff)
            .labels(Labels.NONE, Labels.of(3, 127))
            .build();

    assertThat(update.timeoutSeconds()).hasValue(30);
    assertThat(update.addedStatus()).isEqualTo(Status.ASSURED.with(Status.SEEN_REPLY));
    assertThat(update.tcpState()).contains(TcpState.NONE);
    assertThat(update.markBits()).hasValue(0x10);
    assertThat(update.markMask()).isEqualTo(0xff);
    assertThat(update.labels()).contains(Labels.NONE);
    assertThat(update.labelsMask()).isEqualTo(Labels.of(3, 127));
  }

  @Test
  void changesWhatIsKnownOfTcp() {
    FlowUpdate scales = FlowUpdate.builder().tcpWindowScales(0, 14).build();
    FlowUpdate flags = FlowUpdate.builder().tcpFlags(Direction.ORIGINAL, 0, 0xff).build();

    assertThat(scales.tcpWindowScale(Direction.ORIGINAL)).hasValue(0);
    assertThat(scales.tcpWindowScale(Direction.REPLY)).hasValue(14);
    assertThat(scales.tcpFlagsMask(Direction.ORIGINAL)).isZero();
    assertThat(scales.tcpState()).isEmpty();
    assertThat(flags.tcpFlags(Direction.ORIGINAL)).isZero();
    assertThat(flags.tcpFlagsMask(Direction.ORIGINAL)).isEqualTo(0xff);
    assertThat(flags.tcpFlagsMask(Direction.REPLY)).isZero();
    assertThat(flags.tcpWindowScale(Direction.ORIGINAL)).isEmpty();
  }

  @Test
  void keepsFlagsAndScalesWhateverTheOrder() {
    FlowUpdate one =
        FlowUpdate.builder().tcpWindowScales(3, 4).tcpFlags(Direction.REPLY, 1, 1).build();
    FlowUpdate other =
        FlowUpdate.builder().tcpFlags(Direction.REPLY, 1, 1).tcpWindowScales(3, 4).build();

    assertThat(one).hasToString(other.toString());
    assertThat(other.tcpFlags(Direction.REPLY)).isEqualTo(1);
    assertThat(one.tcpWindowScale(Direction.REPLY)).hasValue(4);
  }

  @Test
  void changesWhatIsRare() {
    SctpInfo sctp = new SctpInfo(SctpState.ESTABLISHED, -1, 0);
    SequenceAdjustment adjustment = new SequenceAdjustment(1, 2, -3);
    FlowUpdate update =
        FlowUpdate.builder()
            .sctp(sctp)
            .helper("")
            .sequenceAdjustment(Direction.REPLY, adjustment)
            .synproxy(new Synproxy(0, 0, 0))
            .build();

    assertThat(update.sctp()).contains(sctp);
    assertThat(update.helper()).contains("");
    assertThat(update.sequenceAdjustment(Direction.ORIGINAL)).isEmpty();
    assertThat(update.sequenceAdjustment(Direction.REPLY)).contains(adjustment);
    assertThat(update.synproxy()).contains(new Synproxy(0, 0, 0));
    assertThat(FlowUpdate.mark(0).sctp()).isEmpty();
    assertThat(FlowUpdate.mark(0).helper()).isEmpty();
    assertThat(FlowUpdate.mark(0).synproxy()).isEmpty();
  }

  @Test
  void refusesValuesThatTheKernelWouldRefuseOrMisread() {
    FlowUpdateBuilder builder = FlowUpdate.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.tcpWindowScales(15, 0))
        .withMessage("TCP window scales 15 and 0 are out of range: each 0 to 14");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.tcpWindowScales(0, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.tcpFlags(Direction.REPLY, 0x10, 0xf))
        .withMessage(
            "TCP flags 0x10 and mask 0xf are not allowed: the flags inside the mask, the mask 0x1"
                + " to 0xff");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.tcpFlags(Direction.REPLY, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.tcpFlags(Direction.REPLY, 0, 0x100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.helper("netbios-name-serv"))
        .withMessage("helper name \"netbios-name-serv\" is longer than 15 characters");
    assertThatIllegalArgumentException().isThrownBy(builder::build); // none of it was kept
  }

  @Test
  void refusesToChangeTcpAndSctpAtOnce() {
    FlowUpdateBuilder both =
        FlowUpdate.builder()
            .tcpFlags(Direction.REPLY, 1, 1)
            .sctp(new SctpInfo(SctpState.CLOSED, 0, 0));

    assertThatIllegalArgumentException()
        .isThrownBy(both::build)
        .withMessage("an update cannot change both TCP and SCTP - make one for the flows of each");
  }

  @Test
  void takesTheLastMark() {
    FlowUpdate update = FlowUpdate.builder().mark(1, 0xff).mark(2).build();

    assertThat(update.markBits()).hasValue(2);
    assertThat(update.markMask()).isEqualTo(-1);
  }

  @Test
  void staysWhenItsBuilderGoesOn() {
    FlowUpdateBuilder builder = FlowUpdate.builder().mark(1);

    FlowUpdate update = builder.build();
    builder.mark(2).timeout(Duration.ZERO);

    assertThat(update.markBits()).hasValue(1);
    assertThat(update.timeoutSeconds()).isEmpty();
  }

  static Stream<Arguments> updatesAndTheirTexts() {
    return Stream.of(
        arguments(FlowUpdate.mark(0), "mark 0x0"),
        arguments(FlowUpdate.mark(-1), "mark 0xffffffff"),
        arguments(FlowUpdate.mark(0x10, 0xff), "mark 0x10/0xff"),
        arguments(FlowUpdate.timeout(Duration.ofSeconds(4_294_967_295L)), "timeout 4294967295s"),
        arguments(
            FlowUpdate.builder()
                .mark(0x10, 0xff)
                .labels(Labels.of(3), Labels.of(3, 4))
                .tcpState(TcpState.CLOSE)
                .addStatus(Status.ASSURED)
                .timeout(Duration.ofSeconds(30))
                .build(),
            "timeout 30s status ASSURED state CLOSE mark 0x10/0xff labels {3}/{3, 4}"),
        arguments(
            FlowUpdate.builder()
                .tcpWindowScales(7, 14)
                .tcpFlags(Direction.REPLY, 0x8, 0xc)
                .helper("ftp")
                .build(),
            "helper ftp window scales 7/14 flags 0x8/0xc of the reply"),
        arguments(
            FlowUpdate.builder()
                .sctp(new SctpInfo(SctpState.ESTABLISHED, -1, 0))
                .helper("")
                .sequenceAdjustment(Direction.ORIGINAL, new SequenceAdjustment(1, 2, -3))
                .synproxy(new Synproxy(4, 5, 6))
                .build(),
            "no helper state ESTABLISHED tags 4294967295/0 SequenceAdjustment[position=1,"
                + " offsetBefore=2, offsetAfter=-3] of the original Synproxy[initialSequence=4,"
                + " initialTimestamp=5, timestampOffset=6]"));
  }

  @ParameterizedTest
  @MethodSource("updatesAndTheirTexts")
  void saysWhatItChanges(FlowUpdate update, String text) {
    assertThat(update).hasToString(text);
  }

  @Test
  void refusesToChangeNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().build())
        .withMessage(
            "an update must change something - set a mark, timeout, status, state or another"
                + " value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().addStatus(Status.of(0)).build());
  }

  @Test
  void refusesMarkBitsOutsideTheMask() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.mark(0x110, 0xff))
        .withMessage("mark 0x110 does not lie inside mask 0xff - clear the bits outside it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.mark(-1, Integer.MAX_VALUE))
        .withMessageStartingWith("mark 0xffffffff does not lie inside mask 0x7fffffff");
  }

  @Test
  void refusesAMaskThatSelectsNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.mark(0, 0))
        .withMessage("mark mask 0x0 selects no bit - name at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().labels(Labels.NONE, Labels.NONE))
        .withMessage("labels mask {} selects no label - name at least one");
  }

  @Test
  void refusesLabelsOutsideTheMask() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().labels(Labels.of(3, 64), Labels.of(3)))
        .withMessageStartingWith("labels {3, 64} do not lie inside mask {3}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1, 0x8, 0x10, 0x20, 0x200, 0x800, 0x1000, 0x4000, 0x8000, 0x10000})
  void refusesStatusBitsThatAreTheKernels(int bit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().addStatus(Status.ASSURED.with(Status.of(bit))))
        .withMessage(
            "status %s cannot be set - allowed: SEEN_REPLY|ASSURED|FIXED_TIMEOUT|HELPER",
            Status.of(bit));
  }

  @Test
  void refusesATimeoutOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.timeout(Duration.ofSeconds(0x100000000L)))
        .withMessage("timeout PT1193046H28M16S is out of range: 0 to 4294967295 seconds");
  }
}
