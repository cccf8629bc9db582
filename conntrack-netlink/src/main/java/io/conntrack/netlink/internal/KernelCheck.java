package io.conntrack.netlink.internal;

import io.conntrack.CheckReport;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.netlink.NetlinkOptions;
import io.conntrack.netlink.internal.sys.NativePlatform;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import java.util.Optional;

/** Checks whether the kernel's connection tracking can be used, and what stands in the way. */
public final class KernelCheck {

  private static final Operation CHECK = Operation.of("check");

  private final Findings findings = new Findings();
  private final NetlinkOptions options;

  private KernelCheck(NetlinkOptions options) {
    this.options = options;
  }

  /** Checks the network namespace that the options choose. Never throws. */
  public static CheckReport run(NetlinkOptions options) {
    KernelCheck check = new KernelCheck(options);
    try {
      check.checkPlatform();
    } catch (RuntimeException e) { // whatever it is, the user must hear of it
      check.findings.fatal("check", String.valueOf(e.getMessage()), "the check ended here", "");
    }
    return new CheckReport(check.findings.list());
  }

  private void checkPlatform() {
    Optional<String> problem = NativePlatform.problem();
    if (problem.isPresent()) {
      findings.fatal("platform", problem.get(), "no system call can be made", "");
      return;
    }
    findings.good("platform", "Linux " + System.getProperty("os.version"));
    try (Sockets sockets = new Sockets(KernelConntrack.openNamespace(options));
        NetworkNamespace namespace = KernelConntrack.openNamespace(options)) {
      checkNamespace(sockets, namespace);
    } catch (IllegalArgumentException | ConntrackException e) {
      findings.fatal("namespace", String.valueOf(e.getMessage()), "it cannot be entered", "");
    }
  }

  private void checkNamespace(Sockets sockets, NetworkNamespace namespace) {
    findings.good("namespace", namespace + Capabilities.ownerOf(namespace));
    boolean usable = checkOpening();
    new ParameterCheck(sockets, findings).run();
    new BufferCheck(sockets, findings).run();
    new TrackingCheck(options, namespace, sockets, usable, findings).run();
    if (usable) {
      new FeatureCheck(options, findings).run();
    } else {
      findings.note(
          "features",
          "not tried",
          "what this kernel can do is found out by trying, which takes the privilege or module"
              + " above",
          "");
    }
  }

  private boolean checkOpening() {
    String capability = Capabilities.effective();
    try (Conntrack opened = KernelConntrack.open(options)) {
      findings.good("capability", capability + ", and the kernel answers");
      findings.good("ctnetlink", opened.table().count() + " flows");
      return true;
    } catch (MissingPrivilegeException e) {
      findings.fatal(
          "capability",
          capability + ", and the kernel refuses",
          "the table cannot be opened: " + e.getMessage(),
          KernelErrors.NEEDS_NET_ADMIN);
    } catch (ConntrackUnavailableException e) {
      findings.fatal(
          "ctnetlink",
          "the kernel does not answer",
          String.valueOf(e.getMessage()),
          KernelErrors.NEEDS_CTNETLINK);
    } catch (ConntrackException e) {
      findings.fatal(CHECK.verb(), String.valueOf(e.getMessage()), "it cannot be opened", "");
    }
    return false;
  }
}
