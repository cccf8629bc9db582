package io.conntrack.examples.conntrackd;

/** What {@code -h} and {@code -v} show. */
final class HelpText {

  static final String VERSION = "Connection tracking userspace daemon v1.4.7";

  static final String HELP =
      VERSION
          + """

          Usage: conntrackd [commands] [options]

          The daemon:
            -d                      go to the background
            -C file                 read this configuration (/etc/conntrackd/conntrackd.conf)
            -v                      show the version
            -h                      show this help

          What a running daemon is asked for:
            -c [ct|expect]          put the external cache into the kernel
            -f [internal|external]  empty the caches
            -F [ct|expect]          empty the kernel's tables
            -i [ct|expect]          show the internal cache
            -e [ct|expect]          show the external cache
            -x                      in XML; behind -i or -e
            -k                      end
            -s [network|cache|runtime|link|rsqueue|queue|process|ct|expect]
                                    show statistics
            -R [ct|expect]          read the kernel's tables again
            -n                      ask the other node for all it has (FTFW, NOTRACK)
            -B                      send all to the other nodes
            -t                      flush the kernel's table after PurgeTimeout

          """;

  private HelpText() {}
}
