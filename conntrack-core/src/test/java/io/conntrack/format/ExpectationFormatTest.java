package io.conntrack.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Allocation;
import io.conntrack.EventType;
import io.conntrack.Expectation;
import io.conntrack.ExpectationBuilder;
import io.conntrack.ExpectationFlags;
import io.conntrack.Law;
import io.conntrack.Protocol;
import io.conntrack.RandomExpectations;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.io.StringReader;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ExpectationFormatTest {

  private static final Tuple MASTER = Tuple.tcp("127.0.0.1", 3001, "127.0.0.1", 21);
  private static final Tuple TUPLE = Tuple.tcp("127.0.0.1", 0, "127.0.0.1", 5141);

  private static ExpectationBuilder ftp() {
    return Expectation.builder(TUPLE, MASTER)
        .timeout(Duration.ofSeconds(299))
        .flags(ExpectationFlags.of(0))
        .expectationClass(0)
        .helper("ftp");
  }

  /** Lines of {@code conntrack -L expect} and {@code -E expect}. */
  @Test
  void writesAnExpectationAsTheCommandDoes() {
    String line =
        "299 proto=6 src=127.0.0.1 dst=127.0.0.1 sport=0 dport=5141"
            + " mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535"
            + " master-src=127.0.0.1 master-dst=127.0.0.1 sport=3001 dport=21 class=0 helper=ftp";

    assertThat(ExpectationTextFormat.PLAIN.format(ftp().build())).isEqualTo(line);
    assertThat(event(ExpectationTextFormat.PLAIN, EventType.NEW)).isEqualTo("    [NEW] " + line);
    assertThat(event(ExpectationTextFormat.PLAIN, EventType.DESTROY))
        .isEqualTo("[DESTROY] " + line);
  }

  private static String event(ExpectationFormat format, EventType type) {
    return format.appendEvent(new StringBuilder(), type, ftp().build()).toString();
  }

  /** An element of {@code conntrack -L expect -o xml}. */
  @Test
  void writesAnElementAsTheCommandDoes() {
    String content =
        "<layer3 protonum=\"2\" protoname=\"ipv4\"><expected><src>127.0.0.1</src>"
            + "<dst>127.0.0.1</dst></expected><mask><src>255.255.255.255</src>"
            + "<dst>255.255.255.255</dst></mask><master><src>127.0.0.1</src><dst>127.0.0.1</dst>"
            + "</master></layer3><layer4 protonum=\"6\" protoname=\"tcp\"><expected>"
            + "<sport>0</sport><dport>5141</dport></expected><mask><sport>0</sport>"
            + "<dport>65535</dport></mask><master><sport>3001</sport><dport>21</dport></master>"
            + "</layer4><meta><helper-name>ftp</helper-name><timeout>299</timeout>"
            + "<class>0</class></meta></flow>";

    assertThat(ExpectationXmlFormat.PLAIN.format(ftp().build())).isEqualTo("<flow>" + content);
    assertThat(event(ExpectationXmlFormat.PLAIN, EventType.NEW))
        .isEqualTo("<flow type=\"new\">" + content);
    assertThat(event(ExpectationXmlFormat.PLAIN, EventType.DESTROY))
        .isEqualTo("<flow type=\"destroy\">" + content);
    assertThat(ExpectationXmlFormat.PLAIN.header())
        .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<expect>");
    assertThat(ExpectationXmlFormat.PLAIN.footer()).isEqualTo("</expect>");
  }

  @ParameterizedTest
  @CsvSource({
    "0, ' class'",
    "1, ' PERMANENT class'",
    "2, ' INACTIVE class'",
    "4, ' USERSPACE class'",
    "5, ' PERMANENT,USERSPACE class'",
    "7, ' PERMANENT,INACTIVE,USERSPACE class'",
    "9, ' PERMANENT class'"
  })
  void namesTheFlags(int flags, String text) {
    assertThat(ExpectationTextFormat.PLAIN.format(ftp().flags(ExpectationFlags.of(flags)).build()))
        .contains("dport=21" + text);
  }

  @Test
  void showsTheZoneBeforeTheFlags() {
    Expectation expectation = ftp().zone(Zone.of(7)).flags(ExpectationFlags.of(7)).build();

    assertThat(ExpectationTextFormat.PLAIN.format(expectation))
        .endsWith(" dport=21 zone=7 PERMANENT,INACTIVE,USERSPACE class=0 helper=ftp");
    assertThat(ExpectationXmlFormat.PLAIN.format(expectation))
        .endsWith(
            "<class>0</class><zone>7</zone><permanent/><inactive/><userspace/></meta></flow>");
  }

  @Test
  void leavesOutWhatIsAbsent() {
    Expectation bare = Expectation.builder(TUPLE, MASTER).build();

    assertThat(ExpectationTextFormat.PLAIN.format(bare))
        .startsWith("proto=6 src=")
        .endsWith(" sport=3001 dport=21");
    assertThat(ExpectationXmlFormat.PLAIN.format(bare)).endsWith("</layer4><meta></meta></flow>");
  }

  /** The kernel lets a flow of one protocol expect one of another. */
  @Test
  void showsThePortsOfEachTuplesProtocol() {
    Tuple gre = Tuple.of(Protocol.GRE, TUPLE.source(), 0x1f, TUPLE.destination(), 0x20);
    Expectation expectation = Expectation.builder(gre, MASTER).build();

    assertThat(ExpectationTextFormat.PLAIN.format(expectation))
        .startsWith("proto=47 src=127.0.0.1 dst=127.0.0.1 srckey=0x1f dstkey=0x20 mask-src=")
        .contains(" srckey=0xffff dstkey=0xffff master-src=")
        .endsWith(" sport=3001 dport=21");
    assertThat(ExpectationXmlFormat.PLAIN.format(expectation))
        .contains(
            "<layer4 protonum=\"47\" protoname=\"gre\"><expected><srckey>0x1f</srckey>",
            "<master><sport>3001</sport>");
  }

  /** Microseconds are filled up with blanks, as the original does. */
  @Test
  void showsTheTimeOfWriting() {
    assertThat(ExpectationTextFormat.PLAIN.withClock().format(ftp().build()))
        .matches("\\[\\d{10,}\\.(?=[\\d ]{6}])\\d{1,6} *]\t299 proto=6 .*");
    assertThat(
            ExpectationXmlFormat.PLAIN
                .withTimeZone(ZoneOffset.UTC)
                .withClock()
                .format(ftp().flags(ExpectationFlags.PERMANENT).build()))
        .matches(".*<class>0</class><when><hour>\\d+</hour>.*</when><permanent/></meta></flow>");
  }

  @Law
  void staysWellFormed(long seed) throws Exception {
    Random random = new Random(seed);
    Expectation expectation =
        Expectation.copyOf(RandomExpectations.next(random)).toBuilder().helper("<&>\1").build();
    String text =
        ExpectationXmlFormat.PLAIN.header()
            + ExpectationXmlFormat.PLAIN.format(expectation)
            + ExpectationXmlFormat.PLAIN.footer();

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)));

    assertThat(document.getElementsByTagName("helper-name").item(0).getTextContent())
        .as("seed %d", seed)
        .isEqualTo("<&>?");
    assertThat(ExpectationTextFormat.PLAIN.format(expectation))
        .contains("proto=" + expectation.tuple().protocolNumber() + " ", " helper=<&>\1");
  }

  @Test
  void allocatesNothing() {
    Expectation expectation = ftp().build();
    StringBuilder text = new StringBuilder(2048);

    assertThat(
            Allocation.bytesPerCall(
                500_000,
                () -> {
                  text.setLength(0);
                  ExpectationTextFormat.PLAIN.appendTo(text, expectation);
                  ExpectationXmlFormat.PLAIN.appendTo(text, expectation);
                }))
        .isLessThan(Allocation.NOTHING);
  }
}
