package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent.How;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureWriterTest {
    private static final Bytes CLIENT_HELLO = hello();

    private static Bytes hello() {
        return Captures.read(CaptureFiles.own("tls12-rsa-ecdhe-mtls-ok"))
                .conversations()
                .get(0)
                .records()
                .get(0)
                .wire();
    }

    static Stream<Path> captures() {
        return Stream.concat(CaptureFiles.own().stream(), CaptureFiles.repackaged().stream());
    }

    private static byte[] written(List<Conversation> conversations) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CaptureWriter.write(out, conversations);
        return out.toByteArray();
    }

    private static Conversation again(Conversation said) {
        Capture capture = CaptureFiles.read(written(List.of(said)));
        assertThat(capture.report().problems()).isEmpty();
        assertThat(capture.conversations()).hasSize(1);
        return capture.conversations().get(0);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void whatIsWrittenReadsAsTheSameConversation(Path file) {
        for (Conversation said : Captures.read(file)) {
            Conversation again = again(said);
            assertThat(again).isEqualTo(said);
            assertThat(again.events()).hasSameElementsAs(said.events()).hasSameSizeAs(said.events());
            assertThat(again.endpoints().client()).isEqualTo(said.endpoints().client());
            assertThat(again.endpoints().server()).isEqualTo(said.endpoints().server());
            assertThat(again.endpoints().start()).isEqualTo(said.endpoints().start());
            assertThat(again.records())
                    .extracting(KeptRecord::wire)
                    .isEqualTo(said.records().stream().map(KeptRecord::wire).toList());
        }
    }

    @Test
    void oneFileHoldsManyConversations(@TempDir Path folder) {
        List<Conversation> all = captures()
                .flatMap(file -> Captures.read(file).conversations().stream())
                .toList();
        Path file = folder.resolve("all.pcapng");
        CaptureWriter.write(file, all);
        Capture again = Captures.read(file);
        assertThat(again.conversations()).isEqualTo(all);
        assertThat(again.report().problems()).isEmpty();
    }

    @Test
    void equalInputGivesEqualFiles() {
        List<Conversation> said =
                Captures.read(CaptureFiles.own("tls12-resumption-mtls")).conversations();
        List<Conversation> again =
                Captures.read(CaptureFiles.own("tls12-resumption-mtls")).conversations();
        assertThat(written(said)).isEqualTo(written(again));
    }

    @Test
    void aFileIsReplaced(@TempDir Path folder) {
        Path file = folder.resolve("again.pcapng");
        CaptureWriter.write(
                file, Captures.read(CaptureFiles.own("tls12-resumption-mtls")).conversations());
        CaptureWriter.write(file);
        assertThat(Captures.read(file)).isEmpty();
    }

    /** A conversation that no file has: so without addresses, packets and times. */
    private static Conversation said(List<Object> steps) {
        return said(steps, ConversationFold.Limits.DEFAULTS);
    }

    private static Conversation said(List<Object> steps, ConversationFold.Limits limits) {
        ConversationFold fold = new ConversationFold(limits);
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        Sender side = Sender.CLIENT;
        for (Object step : steps) {
            if (step instanceof Sender s) {
                side = s;
            } else if (step instanceof Bytes bytes) {
                decoder.feed(side, bytes, Arrival.UNKNOWN);
            } else if (step instanceof Long missing) {
                decoder.gap(side, missing, Arrival.UNKNOWN);
            } else {
                decoder.closed(side, (How) step, Arrival.UNKNOWN);
            }
        }
        decoder.end();
        return fold.conversation();
    }

    private static Bytes alert(int level, int description) {
        return Bytes.of((byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) level, (byte) description);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aPcapFileHoldsWhatAPcapngFileHolds(Path file) {
        List<Conversation> said = Captures.read(file).conversations();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CaptureWriter.writePcap(out, said);
        Capture again = CaptureFiles.read(out.toByteArray());
        assertThat(again.report().problems()).isEmpty();
        assertThat(again.conversations()).isEqualTo(said);
        assertThat(again.conversations())
                .extracting(c -> c.endpoints().start())
                .isEqualTo(said.stream().map(c -> c.endpoints().start()).toList());
        assertThat(again.conversations())
                .extracting(c -> c.endpoints().start())
                .isEqualTo(CaptureFiles.read(written(said)).conversations().stream()
                        .map(c -> c.endpoints().start())
                        .toList());
    }

    @Test
    void aTimeThatPcapCannotSayIs1970() {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(Sender.CLIENT, CLIENT_HELLO, Arrival.at(java.time.Instant.parse("2107-01-01T00:00:00Z")));
        decoder.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CaptureWriter.writePcap(out, List.of(fold.conversation()));
        assertThat(CaptureFiles.read(out.toByteArray())
                        .conversations()
                        .get(0)
                        .endpoints()
                        .start())
                .contains(java.time.Instant.EPOCH);
    }

    @Test
    void withoutAddressesThoseOfDocumentationStandIn() {
        Conversation again = again(said(List.of(CLIENT_HELLO)));
        assertThat(again.endpoints().client().orElseThrow()).hasToString("/192.0.2.1:49152");
        assertThat(again.endpoints().server().orElseThrow()).hasToString("/192.0.2.2:443");
    }

    @Test
    void unresolvedAddressesAreNotLookedUp() {
        Conversation said = said(List.of(CLIENT_HELLO))
                .withEndpoints(Endpoints.of(
                        InetSocketAddress.createUnresolved("client.example", 1),
                        InetSocketAddress.createUnresolved("server.example", 2)));
        assertThat(again(said)).isEqualTo(said);
    }

    @Test
    void anAddressOfIpv6TakesTheOtherAlong() {
        Conversation said = said(List.of(CLIENT_HELLO, Sender.SERVER, alert(2, 40)))
                .withEndpoints(
                        Endpoints.of(new InetSocketAddress("127.0.0.1", 5), new InetSocketAddress("2001:db8::1", 443)));
        Conversation again = again(said);
        assertThat(again).isEqualTo(said);
        assertThat(again.endpoints().client()).isEqualTo(said.endpoints().client());
        assertThat(again.endpoints().server()).isEqualTo(said.endpoints().server());
    }

    @Test
    void aRecordThatBreaksOffAGapAndPlaintextStayWhereTheyAre() {
        Bytes cut = CLIENT_HELLO.slice(0, 30);
        Conversation said = said(List.of(
                Sender.SERVER,
                Bytes.ofText("220 ready\r\n"),
                Sender.CLIENT,
                Bytes.ofText("STARTTLS\r\n"),
                CLIENT_HELLO,
                cut,
                100_000L,
                alert(1, 0),
                Sender.SERVER,
                7L,
                alert(2, 40)));
        assertThat(again(said)).isEqualTo(said);
    }

    @Test
    void howEachSideClosedIsKept() {
        Conversation fins =
                again(said(List.of(CLIENT_HELLO, Sender.SERVER, alert(2, 40), How.FIN, Sender.CLIENT, How.FIN)));
        assertThat(fins.events())
                .contains(new ClosedEvent(Sender.SERVER, How.FIN), new ClosedEvent(Sender.CLIENT, How.FIN));
        Conversation reset = again(said(List.of(CLIENT_HELLO, Sender.SERVER, How.RESET)));
        assertThat(reset.events()).contains(new ClosedEvent(Sender.SERVER, How.RESET));
        Conversation open = again(said(List.of(CLIENT_HELLO)));
        assertThat(open.events()).noneMatch(ClosedEvent.class::isInstance);
    }

    @Test
    void theSamePortsTwiceAreTwoConnections() {
        Conversation said = said(List.of(CLIENT_HELLO, Sender.SERVER, alert(2, 40)))
                .withEndpoints(
                        Endpoints.of(new InetSocketAddress("127.0.0.1", 5), new InetSocketAddress("127.0.0.1", 443)));
        assertThat(CaptureFiles.read(written(Collections.nCopies(3, said))).conversations())
                .isEqualTo(Collections.nCopies(3, said));
    }

    @Test
    void aFileOfAConversationThatHadToDropRecordsSaysThatItIsCut() {
        List<Object> steps = new ArrayList<>(List.of(CLIENT_HELLO, Sender.SERVER));
        steps.addAll(Collections.nCopies(5, alert(1, 0)));
        Conversation whole = said(steps);
        Conversation cut = said(steps, ConversationFold.Limits.DEFAULTS.withRecordBytes(CLIENT_HELLO.size() + 20));
        assertThat(new String(written(List.of(whole)), StandardCharsets.ISO_8859_1))
                .doesNotContain("cut");
        assertThat(new String(written(List.of(whole, cut)), StandardCharsets.ISO_8859_1))
                .contains("cut: conversation 1 lacks its last 3 records");
        assertThat(CaptureFiles.read(written(List.of(cut))).report().problems()).isEmpty();
    }

    @Test
    void aStreamThatCannotBeWrittenToIsReported() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws java.io.IOException {
                throw new java.io.IOException("disk full");
            }
        };
        assertThatThrownBy(() -> CaptureWriter.write(broken, List.of()))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("IOException (disk full)");
    }
}
