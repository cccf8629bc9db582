package io.conntrack.examples.conntrackd.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What does not depend on the purpose of the daemon. Immutable.
 *
 * @param hashSize buckets of a cache
 * @param hashLimit the most flows of a cache
 * @param logFile where the daemon reports, absent for nowhere
 * @param syslog the facility, absent if the daemon does not report to syslog
 * @param lockFile exists while the daemon runs
 * @param socket the control socket, absent for none
 * @param netlink how events come from the kernel
 * @param scheduler the scheduling policy, absent if the file chooses none
 * @param systemd whether the service manager is told
 * @param filter which flows are followed
 */
public record GeneralSettings(
    int hashSize,
    int hashLimit,
    Optional<Path> logFile,
    Optional<Facility> syslog,
    Path lockFile,
    Optional<Path> socket,
    NetlinkSettings netlink,
    Optional<SchedulerSettings> scheduler,
    boolean systemd,
    FlowSelection filter) {}
