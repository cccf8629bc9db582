package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.ConntrackException;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowNotFoundException;
import io.conntrack.Flows;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KernelErrorsTest {

  private static final Operation FLUSH = Operation.of("flush");

  @ParameterizedTest
  @MethodSource
  void aRefusalBecomesAnException(
      int errno, Class<? extends ConntrackException> type, String message) {
    ConntrackException refusal = KernelErrors.refusal(FLUSH, errno, "");

    assertThat(refusal).isExactlyInstanceOf(type).hasMessage(message);
    assertThat(refusal.errno()).isEqualTo(errno);
    assertThat(refusal.operation()).isEqualTo("flush");
  }

  static Stream<Arguments> aRefusalBecomesAnException() {
    return Stream.of(
        Arguments.of(
            Errno.EPERM,
            MissingPrivilegeException.class,
            "flush: operation not permitted (EPERM) - needs CAP_NET_ADMIN in the user namespace that"
                + " owns this network namespace, e.g. AmbientCapabilities=CAP_NET_ADMIN in the"
                + " service unit, or run as root"),
        Arguments.of(
            Errno.ENOENT,
            FlowNotFoundException.class,
            "flush: no such entry (ENOENT) - no such flow is in the table, or no longer"),
        Arguments.of(
            Errno.EEXIST,
            FlowExistsException.class,
            "flush: already exists (EEXIST) - delete or update that flow instead"),
        Arguments.of(
            Errno.EBUSY,
            ConntrackException.class,
            "flush: busy (EBUSY) - the kernel does not let this attribute be changed so"),
        Arguments.of(
            Errno.EINVAL,
            ConntrackException.class,
            "flush: invalid argument (EINVAL) - a value is missing, contradicts another one, or is"
                + " not known to this kernel"),
        Arguments.of(
            Errno.ERANGE,
            ConntrackException.class,
            "flush: value out of range (ERANGE) - a value lies outside of what the kernel allows"),
        Arguments.of(
            Errno.EOPNOTSUPP,
            UnsupportedByKernelException.class,
            "flush: operation not supported (EOPNOTSUPP) - this kernel cannot do that"),
        Arguments.of(
            Errno.ENOSPC,
            ConntrackException.class,
            "flush: no space left (ENOSPC) - the flow has no room for labels: a rule that uses"
                + " labels must be loaded before it is created"),
        Arguments.of(
            Errno.ETIME,
            ConntrackException.class,
            "flush: timer expired (ETIME) - the flow is ending"),
        Arguments.of(
            Errno.ENOMEM,
            ConntrackException.class,
            "flush: out of memory (ENOMEM) - the kernel is short of memory"),
        Arguments.of(524, ConntrackException.class, "flush: unknown error (errno 524)"));
  }

  @Test
  void repeatsTheWordsOfTheKernelBehindTheError() {
    assertThat(KernelErrors.refusal(FLUSH, Errno.ERANGE, "Attribute is bad"))
        .hasMessageStartingWith("flush: value out of range (ERANGE): Attribute is bad - ");
    assertThat(KernelErrors.refusal(FLUSH, Errno.EPERM, "Attribute is bad"))
        .hasMessageStartingWith("flush: operation not permitted (EPERM): Attribute is bad - ");
  }

  @Test
  void namesTheSubjectAndItsZone() {
    Operation delete = new Operation("delete", Flows.tcp().build().original(), Zone.of(7));

    assertThat(KernelErrors.refusal(delete, 524, ""))
        .hasMessage(
            "delete tcp 192.0.2.1:40000->192.0.2.200:443 zone 7: unknown error (errno 524)");
  }

  @ParameterizedTest
  @MethodSource
  void aFailedCallBecomesAnException(int errno, Class<? extends ConntrackException> type) {
    SystemCallException failure = new SystemCallException("socket", errno);

    ConntrackException exception = KernelErrors.systemCall(FLUSH, failure);

    assertThat(exception).isExactlyInstanceOf(type);
    assertThat(exception.errno()).isEqualTo(errno);
    assertThat(exception).hasMessageStartingWith("flush: " + failure.getMessage());
  }

  static Stream<Arguments> aFailedCallBecomesAnException() {
    return Stream.of(
        Arguments.of(Errno.EPERM, MissingPrivilegeException.class),
        Arguments.of(Errno.EACCES, MissingPrivilegeException.class),
        Arguments.of(Errno.EPROTONOSUPPORT, ConntrackUnavailableException.class),
        Arguments.of(Errno.EAFNOSUPPORT, ConntrackUnavailableException.class),
        Arguments.of(Errno.ESOCKTNOSUPPORT, ConntrackUnavailableException.class),
        Arguments.of(Errno.ENOBUFS, ConntrackException.class),
        Arguments.of(Errno.EMFILE, ConntrackException.class),
        Arguments.of(524, ConntrackException.class));
  }

  @Test
  void saysHowToGetCtnetlink() {
    assertThat(
            KernelErrors.systemCall(FLUSH, new SystemCallException("socket", Errno.EAFNOSUPPORT)))
        .hasMessage(
            "flush: socket: address family not supported (EAFNOSUPPORT) - the kernel has no"
                + " ctnetlink: load it with \"modprobe nf_conntrack_netlink\", or use a kernel with"
                + " CONFIG_NF_CT_NETLINK");
  }
}
