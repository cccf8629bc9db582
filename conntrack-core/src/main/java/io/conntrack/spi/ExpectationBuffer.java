package io.conntrack.spi;

import io.conntrack.Direction;
import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationView;
import io.conntrack.TupleView;
import org.jspecify.annotations.Nullable;

/**
 * An expectation that is filled again and again without allocating. Not thread-safe; confine to one
 * thread.
 *
 * <p>Setters take the bits as the wire has them and make their attribute present.
 */
public final class ExpectationBuffer implements ExpectationView {

  private final TupleBuffer tuple = new TupleBuffer();
  private final TupleBuffer mask = new TupleBuffer();
  private final TupleBuffer master = new TupleBuffer();
  private final TupleBuffer natTuple = new TupleBuffer();

  private int present;
  private int timeout;
  private int id;
  private int zone;
  private int flags;
  private int classNumber;
  private String helper = "";
  private String function = "";
  private Direction natDirection = Direction.ORIGINAL;

  /** Makes an empty expectation. */
  public ExpectationBuffer() {}

  /** Makes all attributes absent and empties the tuples. */
  public void clear() {
    present = 0;
    tuple.clear();
    mask.clear();
    master.clear();
  }

  /** Makes this expectation equal to {@code other}. */
  public void copy(ExpectationView other) {
    tuple.copy(other.tuple());
    mask.copy(other.mask());
    master.copy(other.master());
    timeout = (int) other.timeoutSeconds();
    id = other.idBits();
    zone = other.zoneId();
    flags = other.flagBits();
    classNumber = (int) other.classNumber();
    helper = other.helperName();
    function = other.functionName();
    Direction direction = other.natDirection();
    TupleView target = other.natTuple();
    if (direction != null && target != null) {
      nat(direction).copy(target);
    }
    present = other.attributeBits();
  }

  /** Sets the timeout in seconds, an unsigned 32-bit number. */
  public void timeout(int seconds) {
    add(ExpectationAttribute.TIMEOUT);
    timeout = seconds;
  }

  /** Sets the id. */
  public void id(int bits) {
    add(ExpectationAttribute.ID);
    id = bits;
  }

  /** Sets the zone, 0 to 65535. */
  public void zone(int zoneId) {
    add(ExpectationAttribute.ZONE);
    zone = zoneId & 0xffff;
  }

  /** Sets the flags. */
  public void flags(int bits) {
    add(ExpectationAttribute.FLAGS);
    flags = bits;
  }

  /** Sets the class, an unsigned 32-bit number. */
  public void classNumber(int number) {
    add(ExpectationAttribute.CLASS);
    classNumber = number;
  }

  /** Sets the name of the master's helper. */
  public void helper(String name) {
    add(ExpectationAttribute.HELPER);
    helper = name;
  }

  /** Sets the name of the function that sets the expected flow up. */
  public void function(String name) {
    add(ExpectationAttribute.FUNCTION);
    function = name;
  }

  /** Makes NAT of a direction present and returns its tuple, emptied, to be filled. */
  public TupleBuffer nat(Direction direction) {
    add(ExpectationAttribute.NAT);
    natDirection = direction;
    natTuple.clear();
    return natTuple;
  }

  private void add(ExpectationAttribute attribute) {
    present |= attribute.bit();
  }

  @Override
  public int attributeBits() {
    return present;
  }

  /** Returns the tuple, to be filled. */
  @Override
  public TupleBuffer tuple() {
    return tuple;
  }

  /** Returns the mask, to be filled. */
  @Override
  public TupleBuffer mask() {
    return mask;
  }

  /** Returns the master's tuple, to be filled. */
  @Override
  public TupleBuffer master() {
    return master;
  }

  @Override
  public long timeoutSeconds() {
    return has(ExpectationAttribute.TIMEOUT) ? Integer.toUnsignedLong(timeout) : 0;
  }

  @Override
  public int idBits() {
    return has(ExpectationAttribute.ID) ? id : 0;
  }

  @Override
  public int zoneId() {
    return has(ExpectationAttribute.ZONE) ? zone : 0;
  }

  @Override
  public int flagBits() {
    return has(ExpectationAttribute.FLAGS) ? flags : 0;
  }

  @Override
  public long classNumber() {
    return has(ExpectationAttribute.CLASS) ? Integer.toUnsignedLong(classNumber) : 0;
  }

  @Override
  public String helperName() {
    return has(ExpectationAttribute.HELPER) ? helper : "";
  }

  @Override
  public String functionName() {
    return has(ExpectationAttribute.FUNCTION) ? function : "";
  }

  @Override
  public @Nullable Direction natDirection() {
    return has(ExpectationAttribute.NAT) ? natDirection : null;
  }

  @Override
  public @Nullable TupleView natTuple() {
    return has(ExpectationAttribute.NAT) ? natTuple : null;
  }
}
