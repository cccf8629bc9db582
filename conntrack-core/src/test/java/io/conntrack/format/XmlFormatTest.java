package io.conntrack.format;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Allocation;
import io.conntrack.Counters;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.LabelNames;
import io.conntrack.Law;
import io.conntrack.Protocol;
import io.conntrack.RandomFlows;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class XmlFormatTest {

  private static final LabelNames LABELS = LabelNames.parse(List.of("1 voip", "127 last"));

  /** A line of {@code conntrack -L -o xml,ktimestamp}. */
  @Test
  void writesAFlowAsTheCommandDoes() {
    FlowBuffer flow =
        buffer(
            Flow.builder(Tuple.tcp("1.1.1.1", 1, "2.2.2.2", 2))
                .timeout(Duration.ofSeconds(99))
                .status(Status.SEEN_REPLY.with(Status.ASSURED))
                .tcpState(TcpState.ESTABLISHED)
                .mark(5)
                .zone(Zone.of(3))
                .counters(ORIGINAL, new Counters(0, 0))
                .counters(REPLY, new Counters(0, 0)));
    flow.use(1);
    flow.id((int) 3490527927L);
    flow.start(1795578393774890396L);
    flow.stop(1795578393851425224L);

    assertThat(XmlFormat.PLAIN.withKernelTimes().format(flow))
        .isEqualTo(
            "<flow><meta direction=\"original\"><layer3 protonum=\"2\" protoname=\"ipv4\">"
                + "<src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum=\"6\""
                + " protoname=\"tcp\"><sport>1</sport><dport>2</dport></layer4><counters>"
                + "<packets>0</packets><bytes>0</bytes></counters></meta><meta"
                + " direction=\"reply\"><layer3 protonum=\"2\" protoname=\"ipv4\"><src>2.2.2.2</src>"
                + "<dst>1.1.1.1</dst></layer3><layer4 protonum=\"6\" protoname=\"tcp\">"
                + "<sport>2</sport><dport>1</dport></layer4><counters><packets>0</packets>"
                + "<bytes>0</bytes></counters></meta><meta direction=\"independent\">"
                + "<state>ESTABLISHED</state><timeout>99</timeout><mark>5</mark><zone>3</zone>"
                + "<use>1</use><id>3490527927</id><assured/><timestamp>"
                + "<start>1795578393774890396</start><stop>1795578393851425224</stop></timestamp>"
                + "<deltatime>0</deltatime></meta></flow>");
  }

  /** A line of {@code conntrack -E -o xml,timestamp}. */
  @Test
  void writesAnEventAsTheCommandDoes() {
    FlowBuffer flow =
        buffer(
            Flow.builder(Tuple.sctp("1.1.1.1", 1, "2.2.2.2", 2))
                .timeout(Duration.ofSeconds(100))
                .status(Status.CONFIRMED)
                .mark(0)
                .zone(ORIGINAL, Zone.of(4)));
    flow.sctpState(4);
    flow.id((int) 3533843458L);
    flow.eventTime(1795578393_776785675L);
    XmlFormat format = XmlFormat.PLAIN.withClock().withTimeZone(ZoneOffset.UTC);

    assertThat(format.appendEvent(new StringBuilder(), EventType.NEW, flow))
        .hasToString(
            "<flow type=\"new\"><meta direction=\"original\"><layer3 protonum=\"2\""
                + " protoname=\"ipv4\"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4"
                + " protonum=\"132\" protoname=\"sctp\"><sport>1</sport><dport>2</dport></layer4>"
                + "<zone>4</zone></meta><meta direction=\"reply\"><layer3 protonum=\"2\""
                + " protoname=\"ipv4\"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4"
                + " protonum=\"132\" protoname=\"sctp\"><sport>2</sport><dport>1</dport></layer4>"
                + "</meta><meta direction=\"independent\"><state>FIN_WAIT</state>"
                + "<timeout>100</timeout><mark>0</mark><id>3533843458</id><unreplied/></meta>"
                + "<when><hour>3</hour><min>46</min><sec>33</sec><wday>4</wday><day>25</day>"
                + "<month>11</month><year>2026</year></when></flow>");
  }

  @Test
  void writesKeysOfGreAndNothingOfIcmpAndOthers() {
    assertThat(XmlFormat.PLAIN.format(Flows.buffer(Flows.gre())))
        .contains("protoname=\"gre\"><srckey>0x15</srckey><dstkey>0x19</dstkey></layer4>");
    assertThat(XmlFormat.PLAIN.format(Flows.buffer(Flows.icmpv6())))
        .contains("<layer3 protonum=\"10\" protoname=\"ipv6\"><src>2001:db8::1</src>")
        .contains("<layer4 protonum=\"58\" protoname=\"icmpv6\"></layer4>");
    assertThat(XmlFormat.PLAIN.format(Flows.buffer(Flows.esp())))
        .contains("<layer4 protonum=\"50\" protoname=\"unknown\"></layer4>");
  }

  @Test
  void showsTheCountersOfTheReplyOnlyBesideThoseOfTheOriginal() {
    FlowBuffer flow = Flows.buffer(Flows.udp());
    flow.counters(REPLY, 3, 4);
    assertThat(XmlFormat.PLAIN.format(flow)).doesNotContain("counters");

    flow.counters(ORIGINAL, -1, 2);

    assertThat(XmlFormat.PLAIN.format(flow))
        .contains("<packets>18446744073709551615</packets><bytes>2</bytes>")
        .contains("<packets>3</packets><bytes>4</bytes>");
  }

  @Test
  void writesNamedLabelsIfAsked() {
    FlowBuffer flow = Flows.buffer(Flows.udp());
    flow.labels(0b110, Long.MIN_VALUE);

    assertThat(XmlFormat.PLAIN.format(flow)).doesNotContain("label");
    assertThat(XmlFormat.PLAIN.withLabels(LABELS).format(flow))
        .contains("<labels><label>voip</label><label>last</label></labels>");
  }

  @Test
  void staysWellFormedWhateverTheTexts() throws Exception {
    FlowBuffer flow = Flows.buffer(Flows.udp());
    flow.helper("<&>\"'\u0001");
    flow.securityContext("a<b");

    Document document = parse(XmlFormat.PLAIN.format(flow));

    assertThat(document.getElementsByTagName("helper").item(0).getTextContent())
        .isEqualTo("<&>\"'?");
    assertThat(document.getElementsByTagName("secctx").item(0).getTextContent()).isEqualTo("a<b");
  }

  @Law
  void isWellFormed(long seed) throws Exception {
    FlowBuffer any = RandomFlows.next(new Random(seed));
    XmlFormat format = XmlFormat.PLAIN.withClock().withKernelTimes().withLabels(LABELS);

    String flow = format.format(any);
    String event = format.appendEvent(new StringBuilder(), EventType.DESTROY, any).toString();

    Document document = parse(format.header() + flow + event + format.footer());
    assertThat(document.getElementsByTagName("flow").getLength()).as("seed %d", seed).isEqualTo(2);
    assertThat(flow).doesNotContain("\n");
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void appendsWithoutAllocatingOnceTheTextHasGrown() {
    FlowBuffer tcp =
        Flows.buffer(Flows.natted().counters(ORIGINAL, new Counters(3, 172)).start(Instant.EPOCH));
    tcp.stop(5);
    tcp.eventTime(5);
    tcp.labels(2, 0);
    FlowBuffer other =
        Flows.buffer(
            Flow.builder(
                Tuple.of(Protocol.of(50), IpAddress.parse("::1"), IpAddress.parse("::2"))));
    XmlFormat format = XmlFormat.PLAIN.withClock().withKernelTimes().withLabels(LABELS);
    StringBuilder text = new StringBuilder(4_000);

    double bytes =
        Allocation.bytesPerCall(
            200_000,
            () -> {
              text.setLength(0);
              format.appendEvent(text, EventType.UPDATE, tcp);
              format.appendTo(text, other);
            });

    assertThat(bytes).isLessThan(Allocation.NOTHING);
  }

  private static FlowBuffer buffer(FlowBuilder flow) {
    return Flows.buffer(flow);
  }
}
