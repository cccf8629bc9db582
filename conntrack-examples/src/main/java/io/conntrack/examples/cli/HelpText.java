package io.conntrack.examples.cli;

import io.conntrack.Protocol;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code -h} shows. */
final class HelpText {

  private static final String TEXT =
      """
      Shows and changes the table of flows of the Linux connection tracking system.

      Usage: conntrack COMMAND [OPTION]...

      Commands:
        -L, --dump      list the flows that match all options; -L dying: those that ended
        -G, --get       look up one flow, by its tuple
        -I, --create    create a flow
        -A, --add       create a flow, unless it exists
        -U, --update    change timeout, status, mark or protocol state of the flows that match
        -D, --delete    delete the flows that match
        -F, --flush     delete all flows
        -E, --event     show what happens to the flows that match, until a signal
        -C, --counter   show the number of flows
        -S, --stats     show what each processor has counted; -S expect: of expectations
        -V, --version   show the version
        -h, --help      show this, and with -p the options of that protocol

      Options:
        -s, --src, --orig-src ADDRESS[/PREFIX]   source of the original direction
        -d, --dst, --orig-dst ADDRESS[/PREFIX]   destination of the original direction
        -r, --reply-src ADDRESS                  source of the reply direction
        -q, --reply-dst ADDRESS                  destination of the reply direction
        -p, --protonum PROTOCOL                  tcp, udp, icmp, ..., or a number
        -f, --family ipv4|ipv6                   family of the addresses
        -t, --timeout SECONDS                    time left until the flow ends
        -u, --status STATUS[,STATUS]...          ASSURED, SEEN_REPLY, FIXED_TIMEOUT, ...; !STATUS: not set
        -m, --mark VALUE[/MASK]                  mark
        -w, --zone ZONE                          zone
            --filter EXPRESSION                  for -L, -D, -U and -E, for example
                                                 'dst net 10.0.0.0/8 and dport 443 and not assured'
        -o, --output FORMAT[,FORMAT]...          xml, save, extended, id, timestamp, ktimestamp, labels
        -e, --event-mask EVENT[,EVENT]...        NEW, UPDATES, DESTROY, ALL
        -b, --buffer-size BYTES                  receive buffer of -E

      A word expect behind -L, -G, -I, -D, -F, -E or -C is for expectations, flows that a helper awaits:
        -L expect [-f ipv4|ipv6] [-o FORMAT]; of IPv4 if not told otherwise, as are those of -C expect
        -G or -D expect -s -d -p --sport --dport --reply-port-src --reply-port-dst
        -I expect -s -d -p --sport --dport of the master, -t, --tuple-src --tuple-dst --tuple-port-src
          --tuple-port-dst of the flow, and --mask-src --mask-dst --mask-port-src --mask-port-dst
      """;

  private HelpText() {}

  /** Returns the text, with the options of the protocol. */
  static String of(Optional<Protocol> protocol) {
    return TEXT + protocol.map(HelpText::options).orElse("");
  }

  private static String options(Protocol protocol) {
    return Option.ofProtocol(protocol).stream()
        .map(option -> "  --" + String.join(", --", option.names()) + " VALUE\n")
        .collect(Collectors.joining("", "\nOptions of " + protocol + ":\n", ""));
  }
}
