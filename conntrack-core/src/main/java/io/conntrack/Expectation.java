package io.conntrack;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A flow that a helper or a program expects to belong to another one, its master: the data
 * connection of an FTP session, for example ({@code struct nf_conntrack_expect}). Immutable.
 *
 * <p>It is a copy of what one message of the kernel said; an absent value was not in that message.
 * Two expectations are equal if everything they carry is.
 */
public final class Expectation implements ExpectationView, TableEntry {

  private final Tuple tuple;
  private final Tuple mask;
  private final Tuple master;
  private final int attributeBits;
  private final long timeoutSeconds;
  private final int idBits;
  private final int zoneId;
  private final int flagBits;
  private final long classNumber;
  private final String helperName;
  private final String functionName;
  private final @Nullable ExpectationNat nat;

  private Expectation(ExpectationView view) {
    tuple = Tuple.copyOf(view.tuple());
    mask = Tuple.copyOf(view.mask());
    master = Tuple.copyOf(view.master());
    attributeBits = view.attributeBits();
    timeoutSeconds = view.timeoutSeconds();
    idBits = view.idBits();
    zoneId = view.zoneId();
    flagBits = view.flagBits();
    classNumber = view.classNumber();
    helperName = view.helperName();
    functionName = view.functionName();
    Direction direction = view.natDirection();
    TupleView target = view.natTuple();
    nat =
        direction == null || target == null
            ? null
            : new ExpectationNat(direction, Tuple.copyOf(target));
  }

  /** Returns an immutable copy of a view, valid for ever; an expectation is returned as it is. */
  public static Expectation copyOf(ExpectationView view) {
    return view instanceof Expectation expectation ? expectation : new Expectation(view);
  }

  /**
   * Returns a builder of an expectation of a flow with this original tuple that belongs to the
   * master with this original tuple. A source address or source port of 0 may be any.
   *
   * @throws IllegalArgumentException if their families differ
   */
  public static ExpectationBuilder builder(Tuple tuple, Tuple master) {
    return new ExpectationBuilder(tuple, master);
  }

  /** Returns a builder that starts with everything that this expectation has. */
  public ExpectationBuilder toBuilder() {
    return new ExpectationBuilder(this);
  }

  @Override
  public int attributeBits() {
    return attributeBits;
  }

  @Override
  public Tuple tuple() {
    return tuple;
  }

  @Override
  public Tuple mask() {
    return mask;
  }

  @Override
  public Tuple master() {
    return master;
  }

  /** Returns the time until it ends, in whole seconds ({@code CTA_EXPECT_TIMEOUT}). */
  public Optional<Duration> timeout() {
    return has(ExpectationAttribute.TIMEOUT)
        ? Optional.of(Duration.ofSeconds(timeoutSeconds))
        : Optional.empty();
  }

  /** Returns the kernel's id ({@code CTA_EXPECT_ID}). */
  public Optional<ExpectationId> id() {
    return has(ExpectationAttribute.ID) ? Optional.of(ExpectationId.of(idBits)) : Optional.empty();
  }

  /**
   * Returns the zone of the master, which the kernel never tells ({@code CTA_EXPECT_ZONE}): present
   * only if a program gave it.
   */
  public Optional<Zone> zone() {
    return has(ExpectationAttribute.ZONE) ? Optional.of(Zone.of(zoneId)) : Optional.empty();
  }

  /** Returns the flags ({@code CTA_EXPECT_FLAGS}). */
  public Optional<ExpectationFlags> flags() {
    return has(ExpectationAttribute.FLAGS)
        ? Optional.of(ExpectationFlags.of(flagBits))
        : Optional.empty();
  }

  /** Returns the class within the helper, 0 to 4294967295 ({@code CTA_EXPECT_CLASS}). */
  public OptionalLong expectationClass() {
    return has(ExpectationAttribute.CLASS) ? OptionalLong.of(classNumber) : OptionalLong.empty();
  }

  /** Returns the name of the master's helper ({@code CTA_EXPECT_HELP_NAME}). */
  public Optional<String> helper() {
    return has(ExpectationAttribute.HELPER) ? Optional.of(helperName) : Optional.empty();
  }

  /** Returns the name of the function that sets the expected flow up ({@code CTA_EXPECT_FN}). */
  public Optional<String> function() {
    return has(ExpectationAttribute.FUNCTION) ? Optional.of(functionName) : Optional.empty();
  }

  /** Returns how the expected flow is translated ({@code CTA_EXPECT_NAT}). */
  public Optional<ExpectationNat> nat() {
    return Optional.ofNullable(nat);
  }

  @Override
  public long timeoutSeconds() {
    return timeoutSeconds;
  }

  @Override
  public int idBits() {
    return idBits;
  }

  @Override
  public int zoneId() {
    return zoneId;
  }

  @Override
  public int flagBits() {
    return flagBits;
  }

  @Override
  public long classNumber() {
    return classNumber;
  }

  @Override
  public String helperName() {
    return helperName;
  }

  @Override
  public String functionName() {
    return functionName;
  }

  @Override
  public @Nullable Direction natDirection() {
    return nat == null ? null : nat.direction();
  }

  @Override
  public @Nullable Tuple natTuple() {
    return nat == null ? null : nat.tuple();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expectation that
        && attributeBits == that.attributeBits
        && tuple.equals(that.tuple)
        && mask.equals(that.mask)
        && master.equals(that.master)
        && timeoutSeconds == that.timeoutSeconds
        && idBits == that.idBits
        && zoneId == that.zoneId
        && flagBits == that.flagBits
        && classNumber == that.classNumber
        && helperName.equals(that.helperName)
        && functionName.equals(that.functionName)
        && Objects.equals(nat, that.nat);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tuple, mask, master, idBits);
  }

  /** Returns for example {@code tcp 10.0.0.1:0->10.0.0.2:5000 expected by tcp 10.0.0.1:40->...}. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(160).append(tuple).append(" expected by ").append(master);
    if (has(ExpectationAttribute.HELPER)) {
      text.append(" helper ").append(helperName);
    }
    if (has(ExpectationAttribute.FLAGS) && flagBits != 0) {
      text.append(" flags ").append(ExpectationFlags.of(flagBits));
    }
    if (has(ExpectationAttribute.TIMEOUT)) {
      text.append(" timeout ").append(timeoutSeconds).append(" s");
    }
    return text.toString();
  }
}
