package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections are conversations, who is the client, and what is done when there are too many. */
class CaptureReaderTest {
    private static final Conversation SESSION = Captures.read(CaptureFiles.own("tls12-required-empty-cert"))
            .conversations()
            .get(0);
    private static final Bytes CLIENT_HELLO = SESSION.records().get(0).wire();
    private static final Bytes SERVER_HELLO = SESSION.records().get(1).wire();

    private final List<ByteBuffer> frames = new ArrayList<>();
    private int connections;

    private SyntheticTcp connection(int clientPort, int serverPort) {
        return new SyntheticTcp(
                new InetSocketAddress("127.0.0.1", clientPort),
                new InetSocketAddress("127.0.0.2", serverPort),
                connections++);
    }

    private SyntheticTcp opened(int clientPort, int serverPort) {
        SyntheticTcp tcp = connection(clientPort, serverPort);
        add(tcp.syn(), tcp.synAck(), tcp.ack(Sender.CLIENT));
        return tcp;
    }

    private void add(ByteBuffer... more) {
        frames.addAll(Arrays.asList(more));
    }

    private Capture read() {
        return CaptureFiles.read(CaptureFiles.pcap(CaptureFiles.ETHERNET, frames));
    }

    private List<Conversation> read(CaptureReader.Builder settings) {
        List<Conversation> said = new ArrayList<>();
        byte[] file = CaptureFiles.pcap(CaptureFiles.ETHERNET, frames);
        settings.build().forEach(CaptureFiles.stream(file), "test", said::add);
        return said;
    }

    @Test
    void aConnectionWithoutTlsIsCountedAndGivesNoConversation() {
        SyntheticTcp http = opened(5001, 80);
        add(http.data(Sender.CLIENT, Bytes.ofText("GET / HTTP/1.1\r\n\r\n")));
        SyntheticTcp tls = opened(5002, 12_345);
        add(tls.data(Sender.CLIENT, CLIENT_HELLO));
        Capture capture = read();
        assertThat(capture.report().tcpConnections()).isEqualTo(2);
        assertThat(capture.report().conversations()).isEqualTo(1);
        assertThat(capture.conversations()).hasSize(1);
        assertThat(capture.conversations().get(0).endpoints().tcpStream()).hasValue(1);
        assertThat(capture.conversations().get(0).endpoints().number()).hasValue(0);
    }

    @Test
    void tlsBehindAnotherProtocolIsFound() {
        SyntheticTcp mail = opened(5001, 25);
        add(mail.data(Sender.SERVER, Bytes.ofText("220 ready\r\n")));
        add(mail.data(Sender.CLIENT, Bytes.ofText("STARTTLS\r\n")));
        add(mail.data(Sender.CLIENT, CLIENT_HELLO), mail.data(Sender.SERVER, SERVER_HELLO));
        Conversation said = read().conversations().get(0);
        assertThat(said.events())
                .contains(new PlaintextEvent(Sender.CLIENT, Bytes.ofText("STARTTLS\r\n")))
                .filteredOn(e -> !(e instanceof PlaintextEvent))
                .hasSize(2);
    }

    @Test
    void numbersFollowTheFirstByteOfTlsNotTheFirstPacket() {
        SyntheticTcp late = opened(5001, 443);
        SyntheticTcp early = opened(5002, 443);
        add(early.data(Sender.CLIENT, CLIENT_HELLO), late.data(Sender.CLIENT, CLIENT_HELLO));
        assertThat(read().conversations())
                .extracting(c -> c.endpoints().tcpStream().orElseThrow())
                .containsExactly(1, 0);
    }

    @Test
    void whoSaysHelloIsTheClientWhoeverOpenedTheConnection() {
        SyntheticTcp active = opened(20, 40_000);
        ByteBuffer hello = active.data(Sender.SERVER, CLIENT_HELLO);
        add(hello, active.data(Sender.CLIENT, SERVER_HELLO));
        Conversation said = read().conversations().get(0);
        assertThat(said.endpoints().client().orElseThrow().getPort()).isEqualTo(40_000);
        assertThat(said.endpoints().clientGuessed()).isFalse();
        assertThat(said.cipherSuite()).isEqualTo(SESSION.cipherSuite());
    }

    @Test
    void aHelloInSingleBytesTurnsTheSidesToo() {
        SyntheticTcp active = opened(20, 40_000);
        for (int i = 0; i < CLIENT_HELLO.size(); i++) {
            add(active.data(Sender.SERVER, CLIENT_HELLO.slice(i, i + 1)));
        }
        Conversation said = read().conversations().get(0);
        assertThat(said.endpoints().client().orElseThrow().getPort()).isEqualTo(40_000);
        assertThat(said.events()).hasSize(1);
    }

    @Test
    void withoutHelloAndSynTheHigherPortIsTakenForTheClient() {
        SyntheticTcp tcp = connection(443, 50_000);
        add(tcp.data(Sender.CLIENT, SERVER_HELLO));
        Conversation said = read().conversations().get(0);
        assertThat(said.endpoints().client().orElseThrow().getPort()).isEqualTo(50_000);
        assertThat(said.endpoints().clientGuessed()).isTrue();
    }

    @Test
    void aResetEndsAConversationAndIsPartOfIt() {
        SyntheticTcp tcp = opened(5001, 443);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO), tcp.reset(Sender.SERVER));
        assertThat(read().conversations().get(0).events().get(1))
                .isEqualTo(new ClosedEvent(Sender.SERVER, ClosedEvent.How.RESET));
    }

    @Test
    void whatComesAfterTheEndBelongsToNoOtherConnection() {
        SyntheticTcp tcp = opened(5001, 443);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO), tcp.fin(Sender.CLIENT), tcp.fin(Sender.SERVER));
        add(tcp.ack(Sender.CLIENT), tcp.data(Sender.SERVER, SERVER_HELLO));
        Capture capture = read();
        assertThat(capture.report().tcpConnections()).isEqualTo(1);
        assertThat(capture.conversations()).hasSize(1);
    }

    @Test
    void aNewSynBetweenTheSamePortsIsANewConnection() {
        SyntheticTcp first = opened(5001, 443);
        add(first.data(Sender.CLIENT, CLIENT_HELLO));
        SyntheticTcp second = opened(5001, 443);
        add(second.data(Sender.CLIENT, CLIENT_HELLO));
        Capture capture = read();
        assertThat(capture.report().tcpConnections()).isEqualTo(2);
        assertThat(capture.conversations()).hasSize(2);
    }

    @Test
    void aSynThatCameTwiceIsNone() {
        SyntheticTcp tcp = opened(5001, 443);
        ByteBuffer syn = frames.get(0);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO), syn, tcp.data(Sender.SERVER, SERVER_HELLO));
        Capture capture = read();
        assertThat(capture.report().tcpConnections()).isEqualTo(1);
        assertThat(capture.conversations().get(0).events()).hasSize(2);
    }

    @Test
    void aHoleIsGivenUpOnceTheOtherSideHasAcknowledgedItAndGoesOn() {
        SyntheticTcp tcp = opened(5001, 443);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO));
        tcp.data(Sender.SERVER, SERVER_HELLO);
        add(tcp.ack(Sender.CLIENT));
        add(Collections.nCopies(10, tcp.ack(Sender.CLIENT)).toArray(ByteBuffer[]::new));
        Conversation said = read().conversations().get(0);
        assertThat(said.events()).hasSize(2);
        assertThat(said.provenance(1).last().packet().orElseThrow()).isLessThan(14);
    }

    @Test
    void packetsThatOvertookOneAnotherMakeNoHole() {
        SyntheticTcp tcp = opened(5001, 443);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO));
        ByteBuffer late = tcp.data(Sender.SERVER, SERVER_HELLO);
        add(tcp.ack(Sender.CLIENT), late);
        Conversation said = read().conversations().get(0);
        assertThat(said.problems()).isEmpty();
        assertThat(said.events()).hasSize(2);
    }

    @Test
    void tooManyConnectionsGiveUpTheOneSilentLongest() {
        List<SyntheticTcp> open = new ArrayList<>();
        for (int port = 5001; port <= 5004; port++) {
            SyntheticTcp tcp = opened(port, 443);
            add(tcp.data(Sender.CLIENT, CLIENT_HELLO));
            open.add(tcp);
            add(open.get(0).ack(Sender.CLIENT));
        }
        List<Conversation> said = read(Captures.reader().maxConnections(3));
        assertThat(said).hasSize(4);
        assertThat(said.get(0).endpoints().client().orElseThrow().getPort()).isEqualTo(5002);
        assertThat(said.get(0).problems())
                .extracting(p -> p.problem().kind(), p -> p.problem().message())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Problem.Kind.EVICTED, "given up: more than 3 connections open"));
        assertThat(said.subList(1, 4)).allMatch(c -> c.problems().isEmpty());
    }

    @Test
    void tooMuchMemoryGivesUpTheOneSilentLongest() {
        for (int port = 5001; port <= 5010; port++) {
            SyntheticTcp tcp = opened(port, 443);
            for (int i = 0; i < 10; i++) {
                add(tcp.data(Sender.CLIENT, CLIENT_HELLO));
            }
        }
        List<Conversation> said = read(Captures.reader().maxBytes(30_000));
        assertThat(said).hasSize(10);
        long evicted = said.stream()
                .filter(c -> c.problems().stream().anyMatch(p -> p.problem().kind() == Problem.Kind.EVICTED))
                .count();
        assertThat(evicted).isBetween(4L, 9L);
    }

    @Test
    void manyConnectionsThatHaveEndedCostNothing() {
        for (int i = 0; i < 200; i++) {
            SyntheticTcp tcp = opened(5001 + i, 443);
            add(tcp.data(Sender.CLIENT, CLIENT_HELLO), tcp.fin(Sender.CLIENT), tcp.fin(Sender.SERVER));
        }
        List<Conversation> said = read(Captures.reader().maxBytes(20_000));
        assertThat(said).hasSize(200).allMatch(c -> c.problems().isEmpty());
    }

    @Test
    void aStrictReaderThrowsAtTheFirstBytesThatBreakTls() {
        SyntheticTcp tcp = opened(5001, 443);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO), tcp.data(Sender.CLIENT, Bytes.ofText("what is this")));
        assertThat(read().conversations().get(0).problems()).isNotEmpty();
        assertThatThrownBy(() -> read(Captures.reader().strict(true))).isInstanceOf(MalformedTlsException.class);
    }

    @Test
    void secretsOfAFileAreToldBeforeThePacketsBehindThemAndKept() {
        SyntheticTcp tcp = opened(5001, 443);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO), tcp.reset(Sender.CLIENT));
        byte[] pcapng = MergedCapture.of(List.of(CaptureFiles.pcap(CaptureFiles.ETHERNET, frames)));
        int packets = 28 + 28;
        ByteBuffer secrets = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        secrets.putInt(10).putInt(24).putInt(DecryptionSecrets.TLS_KEY_LOG).putInt(3);
        secrets.put(new byte[] {'k', 'e', 'y', 0}).putInt(24);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(pcapng, 0, packets);
        file.writeBytes(secrets.array());
        file.write(pcapng, packets, pcapng.length - packets);
        List<String> told = new ArrayList<>();
        CaptureReport report = Captures.reader()
                .decryptionSecrets(found -> told.add(found.data().toEscapedText()))
                .build()
                .forEach(CaptureFiles.stream(file.toByteArray()), "test", said -> told.add("conversation"));
        assertThat(told).containsExactly("key", "conversation");
        assertThat(report.secrets())
                .containsExactly(new DecryptionSecrets(DecryptionSecrets.TLS_KEY_LOG, Bytes.ofText("key")));
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void withoutASynWhatCameBeforeTheStartIsTold() {
        SyntheticTcp tcp = connection(5001, 443);
        ByteBuffer early = tcp.data(Sender.CLIENT, Bytes.ofText("early"));
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO), early, tcp.data(Sender.SERVER, SERVER_HELLO));
        Conversation said = read().conversations().get(0);
        assertThat(said.events()).hasSize(2);
        assertThat(said.problems())
                .extracting(p -> p.problem().message())
                .containsExactly(
                        "the capture starts after the start of this connection (no SYN)",
                        "bytes of the client from before the first captured segment came after it");
    }

    @Test
    void aBrokenPacketCostsNoOtherPacket() {
        SyntheticTcp tcp = opened(5001, 443);
        ByteBuffer broken = tcp.ack(Sender.CLIENT);
        broken.put(46, (byte) 0x10);
        add(broken, tcp.data(Sender.CLIENT, CLIENT_HELLO));
        Capture capture = read();
        assertThat(capture.conversations().get(0).events()).hasSize(1);
        assertThat(capture.report().damage()).isEmpty();
        assertThat(capture.report().problems())
                .extracting(Problem::toString)
                .containsExactly("packet.tcp.data_offset: packet 4: shorter than its own header, needed 20, had 4"
                        + " at offset " + (24 + 3 * (16 + 54) + 16) + " of the file");
    }

    @Test
    void otherPacketsArePassedOver() {
        add(ByteBuffer.allocate(60), ByteBuffer.allocate(60).putShort(12, (short) 0x0806));
        ByteBuffer udp = ByteBuffer.allocate(60).putShort(12, (short) 0x0800).put(14, (byte) 0x45);
        add(udp.putShort(16, (short) 46).put(23, (byte) 17));
        Capture capture = read();
        assertThat(capture.report().packets()).isEqualTo(3);
        assertThat(capture.report().tcpConnections()).isZero();
        assertThat(capture.report().problems()).isEmpty();
    }

    @Test
    void theFillOfShortFramesIsNoPayload() {
        SyntheticTcp tcp = opened(5001, 443);
        ByteBuffer padded = ByteBuffer.allocate(60).put(0, frames.get(2).array());
        add(padded, tcp.data(Sender.CLIENT, CLIENT_HELLO));
        assertThat(read().conversations().get(0).problems()).isEmpty();
    }

    @Test
    void aLengthOfZeroIsThatOfOffloadedSegments() {
        SyntheticTcp tcp = opened(5001, 443);
        add(tcp.data(Sender.CLIENT, CLIENT_HELLO).putShort(16, (short) 0));
        assertThat(read().conversations().get(0).events()).hasSize(1);
    }
}
