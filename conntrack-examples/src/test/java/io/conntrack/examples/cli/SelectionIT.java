package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.examples.Launchers;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares which flows our command selects with those that the original does. */
@KernelTest(needs = {Feature.CONNTRACK, Feature.UNSHARE})
class SelectionIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L -n",
        "-L -g",
        "-L -j",
        "-L -n -g",
        "-L -n 10.9.9.9",
        "-L -n 10.9.9.9:77",
        "-L -n 10.9.9.9:78",
        "-L -g 10.9.9.9",
        "-L -j 10.9.9.9",
        "-L --any-nat 10.9.9.8",
        "-L -g [fd00::9]:5",
        "-L -f ipv6 -j",
        "-L -n -p udp",
        "-L -n -g -j",
        "-L -n 10.9.9.9:",
        "-L -n 10.9.9.9:port",
        "-L -n 10.9.9.9:65536",
        "-L -n [fd00::9]",
        "-L -n [fd00::9",
        "-L -n []:5",
        "-L -n foo",
        "-L -n 10.9.9.9 -g fd00::9",
        "-L -s 10.0.0.1 --mask-src 255.255.255.0",
        "-L -s 10.7.7.1 --mask-src 255.0.0.255",
        "-L -s 10.7.7.2 --mask-src 255.0.0.255",
        "-L -d fd00::ffff --mask-dst ffff::",
        "-L -d fd00::ffff --mask-dst ffff::00ff",
        "-L -s 10.0.0.0/8 --mask-src 255.255.255.255",
        "-L --mask-src 255.255.255.0",
        "-L -s 10.0.0.1 --mask-dst 255.255.255.0",
        "-L -s 10.0.0.1 --mask-src 255.255.255.0/24",
        "-L -s 10.0.0.1 --mask-src ffff::",
        "-L --orig-zone 4",
        "-L --orig-zone 0 -p sctp",
        "-L --orig-zone 0 -p tcp",
        "-L --reply-zone 5",
        "-L --reply-zone 5 --orig-zone 4",
        "-L -w 7",
        "-L -w 0 -p sctp",
        "-L -w 4 -p sctp",
        "-L -i 5",
        "-L -z -p tcp",
        "-L -z -w 7",
        "-D -i 4294967295",
        "-D -j",
        "-I -z",
        "-D -c 5",
        "-L conntrack -n -p icmp"
      })
  void selectsWhatTheOriginalSelects(String line, Netns netns) throws Exception {
    Original.fill(netns);

    assertThat(Outcome.ofOurs(line).comparable()).isEqualTo(Original.run(netns, line).comparable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-D -n",
        "-D -g 10.9.9.9",
        "-D -s 10.7.7.1 --mask-src 255.0.0.255 -p udp",
        "-D --reply-zone 5",
        "-D --orig-zone 4 -p tcp",
        "-U -f ipv4 -n -m 77",
        "-A -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 900 -m 5",
        "-A -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 91 --dport 2 -t 500",
        "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 91 --dport 2 -t 500 -n 10.9.9.9:2000",
        "-I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 91 --dport 2 -t 500 --state SYN_SENT -g 10.9.9.9",
        "-I -p udp -s fd00::1 -d fd00::2 --sport 91 --dport 2 -t 500 -n fd00::7",
        "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 91 --dport 2 -t 500 -n",
        "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 91 --dport 2 -t 500 --orig-zone 9",
        "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 91 --dport 2 -t 500 --reply-zone 9",
        "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 91 --dport 2 -t 500 -w 1 --reply-zone 9"
      })
  void changesWhatTheOriginalChanges(String line, Netns netns) throws Exception {
    Netns theirs = netns.another();
    Original.fill(netns);
    Original.fill(theirs);

    Outcome ours = Outcome.ofOurs(line);

    assertThat(ours.comparable()).isEqualTo(Original.run(theirs, line).comparable());
    assertThat(Original.run(netns, "-L").comparable())
        .isEqualTo(Original.run(theirs, "-L").comparable());
  }

  /** The original finds any translated flow then, whatever the address. */
  @Test
  void comparesAnAddressThatIpv6IsTranslatedTo(Netns netns) throws Exception {
    Original.fill(netns);

    assertThat(Outcome.ofOurs("-L -n fd00::8").lines()).hasSize(1);
    assertThat(Outcome.ofOurs("-L -n fd00::7").lines()).isEmpty();
    assertThat(Original.run(netns, "-L -n fd00::7").lines()).hasSize(1);
  }

  /** The translation is fixed at creation; the original counts an update all the same. */
  @Test
  void refusesToTranslateAFlowThatIsThere(Netns netns) throws Exception {
    Original.fill(netns);

    Outcome outcome = Outcome.ofOurs("-U -f ipv4 -g 10.9.9.9 -m 77");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.messages().get(0)).endsWith("Operation failed: Operation not supported");
    assertThat(Outcome.ofOurs("-L -m 77").lines()).isEmpty();
  }

  /** A flow that is zeroed exactly is in use by the request at that moment. */
  @ParameterizedTest
  @ValueSource(strings = {"-L -z", "-L --zero -f ipv6"})
  void zeroesWhatTheOriginalZeroes(String line, Netns netns) throws Exception {
    Netns theirs = netns.another();
    Original.fill(netns);
    Original.fill(theirs);

    assertThat(withoutUse(Outcome.ofOurs(line))).isEqualTo(withoutUse(Original.run(theirs, line)));
  }

  private static String withoutUse(Outcome outcome) {
    return outcome.comparable().toString().replaceAll(" use=\\d", "");
  }

  @Test
  void selectsById(Netns netns) throws Exception {
    Original.fill(netns);
    String line = Outcome.ofOurs("-L -o id -p gre").lines().get(0);
    String id = line.replaceFirst(".* id=(\\d+)$", "$1");

    assertThat(Outcome.ofOurs("-D -i " + id).messages())
        .singleElement()
        .asString()
        .endsWith("1 flow entries have been deleted.");
    assertThat(Outcome.ofOurs("-L -p gre").lines()).isEmpty();
  }

  @Test
  void labelsAsTheOriginalDoes(Netns netns) throws Exception {
    netns.useLabels();
    String script =
        """
        mount -t tmpfs tmpfs "$directory"
        mkdir "$directory"/{upper,work}
        mount -t overlay overlay /etc \\
          -o "lowerdir=/etc,upperdir=$directory/upper,workdir=$directory/work"
        mkdir -p /etc/xtables
        printf '%s\\n' '0 first' '3 voip' '64 bulk data' '127 last' >/etc/xtables/connlabel.conf
        try() {
          echo "== $*"
          "$program" "$@" 2>&1 | grep -v '^  ' | sed 's/ [0-9]* src/ src/; s/use=[0-9]*//' | sort
          echo "status ${PIPESTATUS[0]}"
        }
        udp=(-p udp -s 10.0.0.1 -d 10.0.0.2 --dport 2)
        for program in conntrack bin/conntrack; do
          conntrack -F 2>/dev/null
          try -I "${udp[@]}" --sport 1 -t 500 --label-add voip,last
          try -I "${udp[@]}" --sport 2 -t 500
          try -U "${udp[@]}" --sport 2 --label-add 'bulk data'
          try -U "${udp[@]}" --sport 2 --label-add first
          try -U "${udp[@]}" --sport 2 --label-add first
          try -L -o labels
          try -L -l voip
          try -L -l first -l 'bulk data'
          try -L -o xml,labels -l last
          try -L -l none
          try -L -l voip,
          try -U "${udp[@]}" --sport 2 --label-del first
          try -U "${udp[@]}" --sport 1 --label-del
          try -U "${udp[@]}" --label-add first --label-del voip
          try -L -o labels
          try -D -l 'bulk data'
          echo ----
        done
        """;

    String withOwnFiles =
        "export directory=$(mktemp -d); unshare --mount bash -c '"
            + script.replace("'", "'\\''")
            + "'; rmdir \"$directory\"";
    String text = Launchers.run(netns, withOwnFiles).orFail().text();

    List<String> both = List.of(text.split("----\n"));
    assertThat(withoutIds(both.get(1))).isEqualTo(withoutIds(both.get(0)));
    assertThat(both.get(1)).contains("labels=voip,last", "labels=first,bulk data");
  }

  private static String withoutIds(String text) {
    return text.replaceAll("<id>\\d+</id>|<timeout>\\d+</timeout>", "");
  }
}
