package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.netlink.internal.sys.Transport;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** Opens what plays the kernel, one after the other; parameters are as a kernel has them first. */
final class ScriptedSockets implements SocketSource {

  private final Iterator<ScriptedKernel> left;
  private OptionalLong parameter = OptionalLong.of(1);
  private int refusal;

  ScriptedSockets(List<ScriptedKernel> kernels) {
    left = kernels.iterator();
  }

  /** Sets the value of each parameter. */
  ScriptedSockets parameter(OptionalLong value) {
    parameter = value;
    return this;
  }

  /** Refuses to open a socket that closes others. */
  ScriptedSockets withoutDiagnosis(int errno) {
    refusal = errno;
    return this;
  }

  @Override
  public Transport apply(Operation operation) {
    return left.next();
  }

  @Override
  public Transport openDiagnosis(Operation operation) {
    if (refusal != 0) {
      throw new ConntrackException(operation.toString(), refusal, "refused");
    }
    return left.next();
  }

  @Override
  public OptionalLong parameter(String name) {
    return parameter;
  }
}
