package io.conntrack.examples.cli;

import io.conntrack.netlink.testing.Netns;

/** The original command, which ours is compared with. */
final class Original {

  private static final String[] FLOWS = {
    "-I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED -u ASSURED",
    "-I -p tcp -s fd00::1 -d fd00::2 --sport 1 --dport 2 -t 500 --state SYN_SENT -w 7 -m 9",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 -u FIXED_TIMEOUT,SEEN_REPLY",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 2 --dport 2 -t 500 -n 10.9.9.9:77",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 3 --dport 2 -t 500 -g 10.9.9.9",
    "-I -p udp -s fd00::1 -d fd00::2 --sport 3 --dport 2 -t 500 -g [fd00::9]:5 -n fd00::8",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 9 --dport 2 -t 500 -r 10.0.0.2 -q 10.0.0.9"
        + " --reply-port-src 2 --reply-port-dst 7",
    "-I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7 -t 500",
    "-I -p icmpv6 -s fd00::1 -d fd00::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 7 -t 500",
    "-I -p sctp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED"
        + " --orig-vtag 5 --reply-vtag 6 --orig-zone 4",
    "-I -p gre -s 10.0.0.1 -d 10.0.0.2 --srckey 21 --dstkey 0x25 -t 500 --reply-zone 5",
    "-I -p udplite -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500",
    "-I -p dccp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state OPEN --role client",
    "-I -p 50 -s 10.0.0.1 -d 10.0.0.2 -t 500 -u UNSET"
  };

  private Original() {}

  /** Creates flows of every kind, with counters and times. */
  static void fill(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    netns.runWithInput(String.join("\n", FLOWS), "conntrack", "-R", "-").orFail();
  }

  /** Runs it in a network namespace. */
  static Outcome run(Netns netns, String line) throws Exception {
    return Outcome.of(netns.tryConntrack(CommandLines.words(line).toArray(String[]::new)));
  }
}
