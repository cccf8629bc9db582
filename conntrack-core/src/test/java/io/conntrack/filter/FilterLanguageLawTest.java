package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.Law;
import io.conntrack.Protocol;
import io.conntrack.RandomFlows;
import io.conntrack.spi.FlowBuffer;
import java.util.Map;
import java.util.Random;

class FilterLanguageLawTest {

  private static final String SIGNS = "()!<>=&|,{}\"/-. x0";

  @Law
  void readsTheTextOfEveryFilterAsAnEqualFilter(long seed) {
    Random random = new Random(seed);
    FlowBuffer flow = RandomFlows.next(random);
    FlowFilter filter = new RandomFilters(random, flow).tree(4);

    FlowFilter read = FlowFilter.parse(filter.toString());

    assertThat(read).as("seed %d", seed).isEqualTo(filter).hasToString(filter.toString());
    assertThat(read.test(flow)).as("seed %d", seed).isEqualTo(filter.test(flow));
  }

  @Law
  void selectsNothingThatItRefusesAsContradiction(long seed) {
    Random random = new Random(seed);
    FlowBuffer flow = RandomFlows.next(random);
    keepTrackingOfItsProtocol(flow);
    RandomFilters filters = new RandomFilters(random, flow);
    FlowFilter filter = filters.tree(1).and(filters.tree(1));

    if (Contradiction.find(filter).isPresent()) {
      assertThat(filter.test(flow)).as("seed %d: %s", seed, filter).isFalse();
    }
  }

  /** No kernel sends the state of one protocol with a flow of another, and filters count on it. */
  private static void keepTrackingOfItsProtocol(FlowBuffer flow) {
    Map<FlowAttribute, Protocol> owners =
        Map.of(
            FlowAttribute.TCP_STATE, Protocol.TCP,
            FlowAttribute.SCTP_STATE, Protocol.SCTP,
            FlowAttribute.SCTP_TAGS, Protocol.SCTP,
            FlowAttribute.DCCP_STATE, Protocol.DCCP);
    owners.forEach(
        (attribute, protocol) -> {
          if (flow.original().protocolNumber() != protocol.number()) {
            flow.remove(attribute);
          }
        });
  }

  @Law
  void eitherReadsASpoiledTextOrSaysWhereItIsWrong(long seed) {
    Random random = new Random(seed);
    FlowBuffer flow = RandomFlows.next(random);
    StringBuilder text = new StringBuilder(new RandomFilters(random, flow).tree(3).toString());
    for (int i = 0; i < 3; i++) {
      int place = random.nextInt(text.length());
      text.setCharAt(place, SIGNS.charAt(random.nextInt(SIGNS.length())));
    }

    Throwable thrown = catchThrowable(() -> FlowFilter.parse(text.toString()));

    if (thrown != null) {
      assertThat(thrown).as("seed %d: %s", seed, text).isInstanceOf(FilterSyntaxException.class);
      assertThat(((FilterSyntaxException) thrown).position())
          .as("seed %d", seed)
          .isBetween(0, text.length());
    }
  }
}
