package io.conntrack;

import io.conntrack.spi.ExpectationBuffer;
import java.util.Random;

/** Makes random expectations. */
public final class RandomExpectations {

  private RandomExpectations() {}

  /** Fills a buffer with random tuples of one family and a random choice of attributes. */
  public static ExpectationBuffer next(Random random) {
    Tuple tuple = RandomFlows.tuple(random);
    ExpectationBuffer expectation = new ExpectationBuffer();
    expectation.tuple().copy(tuple);
    expectation.mask().copy(tuple.inverse());
    expectation.master().copy(ofFamily(tuple.family(), random));
    for (ExpectationAttribute attribute : ExpectationAttribute.values()) {
      if (random.nextBoolean()) {
        set(attribute, expectation, random);
      }
    }
    return expectation;
  }

  private static Tuple ofFamily(IpFamily family, Random random) {
    Tuple tuple;
    do {
      tuple = RandomFlows.tuple(random);
    } while (tuple.family() != family);
    return tuple;
  }

  private static void set(
      ExpectationAttribute attribute, ExpectationBuffer expectation, Random random) {
    switch (attribute) {
      case TIMEOUT -> expectation.timeout(random.nextInt());
      case ID -> expectation.id(random.nextInt());
      case ZONE -> expectation.zone(1 + random.nextInt(0xffff));
      case FLAGS -> expectation.flags(random.nextInt());
      case CLASS -> expectation.classNumber(random.nextInt());
      case HELPER -> expectation.helper("helper" + random.nextInt(10));
      case FUNCTION -> expectation.function("function" + random.nextInt(10));
      case NAT -> {
        Direction direction = random.nextBoolean() ? Direction.ORIGINAL : Direction.REPLY;
        expectation.nat(direction).copy(ofFamily(expectation.tuple().family(), random));
      }
    }
  }
}
