package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Outcome;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The captures among the test resources: all of them decode, and the packaging of a session makes no difference. */
class CapturesTest {
    private static final String LOST = "a TCP segment was sent that is not in the capture";

    /** What a packaging lacks, and therefore says. */
    private static final Map<String, Set<String>> DEGRADED = Map.of(
            "lost-one",
            Set.of(LOST),
            "client-only",
            Set.of(LOST, "no packet of the server is in the capture"),
            "server-only",
            Set.of(LOST, "no packet of the client is in the capture"),
            "no-syn",
            Set.of("the capture starts after the start of this connection (no SYN)"),
            "snaplen96",
            Set.of(
                    "the capture kept only the start of this packet (snapshot length)",
                    "bytes are missing within a record"));

    static Stream<Path> own() {
        return CaptureFiles.own().stream();
    }

    static Stream<String> same() {
        return packagings().filter(name -> !DEGRADED.containsKey(name));
    }

    static Stream<String> degraded() {
        return DEGRADED.keySet().stream().sorted();
    }

    private static Stream<String> packagings() {
        return CaptureFiles.repackaged().stream()
                .map(file -> file.getFileName().toString().replaceAll(".*__(.*)\\.pcap", "$1"));
    }

    private static Conversation original() {
        return only(CaptureFiles.own("tls12-rsa-ecdhe-mtls-ok"));
    }

    private static Conversation only(Path file) {
        Capture capture = Captures.read(file);
        assertThat(capture.conversations()).hasSize(1);
        assertThat(capture.report().problems()).isEmpty();
        return capture.conversations().get(0);
    }

    @Test
    void thereAreAllCaptures() {
        assertThat(own()).hasSize(28);
        assertThat(packagings()).hasSize(22);
    }

    @ParameterizedTest
    @MethodSource("own")
    void aRecordedHandshakeDecodesWithoutAProblem(Path file) {
        Capture capture = Captures.read(file);
        assertThat(capture.report().problems()).isEmpty();
        assertThat(capture).isNotEmpty();
        for (Conversation said : capture) {
            assertThat(said.problems()).isEmpty();
            assertThat(said.events().get(0)).isInstanceOfSatisfying(HandshakeEvent.class, hello -> {
                assertThat(hello.from()).isEqualTo(Sender.CLIENT);
                assertThat(hello.type().name()).isEqualTo("client_hello");
            });
            assertThat(said.recordsDropped()).isZero();
        }
    }

    @Test
    void theRecordedHandshakesOfGoDecodeWithoutAProblem() {
        List<Path> files = CaptureFiles.goCryptoTls();
        assumeTrue(!files.isEmpty(), "captures that may not be copied are read from -Dmtls.data");
        assertThat(files).hasSize(118);
        for (Path file : files) {
            Conversation said = only(file);
            assertThat(said.problems()).as(file.getFileName().toString()).isEmpty();
            assertThat(said.events().get(0)).isInstanceOf(HandshakeEvent.class);
        }
    }

    @ParameterizedTest
    @MethodSource("same")
    void theSameSessionInAnotherPackagingIsTheSameConversation(String packaging) {
        Conversation said = only(CaptureFiles.repackaged(packaging));
        assertThat(said).isEqualTo(original());
        assertThat(said.problems()).isEmpty();
        assertThat(said.events()).isEqualTo(original().events());
        assertThat(said.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @MethodSource("degraded")
    void whatAPackagingLacksIsSaid(String packaging) {
        Conversation said = only(CaptureFiles.repackaged(packaging));
        assertThat(said.problems())
                .extracting(p -> p.problem().message())
                .containsOnlyElementsOf(DEGRADED.get(packaging))
                .containsAll(DEGRADED.get(packaging));
        if (packaging.equals("no-syn")) {
            assertThat(said).isEqualTo(original());
        } else {
            assertThat(bytes(said)).isEqualTo(bytes(original()));
        }
    }

    /** What both sides sent, in bytes: kept or missing. */
    private static List<Long> bytes(Conversation said) {
        List<Long> bytes = new ArrayList<>();
        for (Sender side : Sender.values()) {
            long kept = said.records().stream()
                    .filter(r -> r.from() == side)
                    .mapToLong(r -> r.wire().size())
                    .sum();
            long missing = gaps(said, side).stream().mapToLong(Long::longValue).sum();
            bytes.add(kept + missing);
        }
        return bytes;
    }

    private static List<Long> gaps(Conversation said, Sender side) {
        return said.events().stream()
                .filter(e -> e.from() == side)
                .filter(GapEvent.class::isInstance)
                .map(e -> ((GapEvent) e).bytesMissing())
                .toList();
    }

    @Test
    void aLostSegmentIsAGapBetweenWhatWasSaidBeforeAndAfter() {
        Conversation said = only(CaptureFiles.repackaged("lost-one"));
        assertThat(said.events().get(0)).isInstanceOf(HandshakeEvent.class);
        assertThat(said.events().get(1)).isEqualTo(new GapEvent(Sender.SERVER, 3060));
        assertThat(said.problems().get(0).event()).hasValue(1);
        assertThat(said.problems().get(0).from()).contains(Sender.SERVER);
        assertThat(said.provenance(1).last().packet()).hasValue(7);
    }

    @Test
    void aMissingDirectionIsAGapPerFlight() {
        assertThat(gaps(only(CaptureFiles.repackaged("server-only")), Sender.CLIENT))
                .containsExactly(214L, 2981L, 35L);
        assertThat(gaps(only(CaptureFiles.repackaged("client-only")), Sender.SERVER))
                .containsExactly(3060L, 1186L);
    }

    @Test
    void addressesPacketsAndTimesComeFromTheFile() {
        Conversation said = original();
        assertThat(said.endpoints().client().orElseThrow()).hasToString("/127.0.0.1:59488");
        assertThat(said.endpoints().server().orElseThrow()).hasToString("/127.0.0.1:25685");
        assertThat(said.endpoints().clientGuessed()).isFalse();
        assertThat(said.endpoints().number()).hasValue(0);
        assertThat(said.endpoints().tcpStream()).hasValue(0);
        assertThat(said.endpoints().start()).contains(Instant.parse("2026-11-23T08:51:32.734136Z"));
        assertThat(said.endpoints().end()).contains(Instant.parse("2026-11-23T08:51:33.077126Z"));
        assertThat(said.provenance(0).last().packet()).hasValue(4);
        assertThat(said.provenance(0).last().time()).contains(Instant.parse("2026-11-23T08:51:32.734610Z"));
    }

    @Test
    void nanosecondsAreKept() {
        Instant start =
                only(CaptureFiles.repackaged("nano")).endpoints().start().orElseThrow();
        assertThat(start.getEpochSecond())
                .isEqualTo(original().endpoints().start().orElseThrow().getEpochSecond());
    }

    @Test
    void aFileOfTwoConnectionsHasTwoConversations() {
        Capture capture = Captures.read(CaptureFiles.own("tls12-resumption-mtls"));
        assertThat(capture.conversations()).hasSize(2);
        assertThat(capture.report().tcpConnections()).isEqualTo(2);
        assertThat(capture.report().packets()).isEqualTo(38);
        assertThat(capture.conversations())
                .extracting(c -> c.resumed().orElseThrow())
                .containsExactly(false, true);
    }

    @Test
    void aConversationIsHandedOutWhenItEndsNotWhenTheFileDoes() {
        byte[] file = CaptureFiles.bytes(CaptureFiles.own("tls12-resumption-mtls"));
        List<Conversation> ended = new ArrayList<>();
        CountingStream in = new CountingStream(file, 24);
        Captures.forEach(in, "growing", said -> {
            ended.add(said);
            in.note();
        });
        assertThat(ended).hasSize(2);
        assertThat(in.notes.get(0)).isLessThan(file.length - 1000);
    }

    /** Gives a few bytes at a time, as a growing file does, and notes how far it was read. */
    private static final class CountingStream extends java.io.InputStream {
        private final byte[] bytes;
        private final int piece;
        private int at;
        private final List<Integer> notes = new ArrayList<>();

        CountingStream(byte[] bytes, int piece) {
            this.bytes = bytes;
            this.piece = piece;
        }

        void note() {
            notes.add(at);
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(Math.min(piece, length), bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    @Test
    void aFileThatBreaksOffIsReadUpToThere() {
        byte[] file = CaptureFiles.bytes(CaptureFiles.own("tls12-rsa-ecdhe-mtls-ok"));
        Capture capture = CaptureFiles.read(java.util.Arrays.copyOf(file, file.length - 10));
        Problem damage = capture.report().damage().orElseThrow();
        assertThat(damage.kind()).isEqualTo(Problem.Kind.DAMAGED_FILE);
        assertThat(damage.base()).isEqualTo(Problem.Base.FILE);
        assertThat(damage.toString())
                .isEqualTo("file: truncated pcap record: found 56 bytes until the end of the file, expected 66 bytes"
                        + " at offset " + (file.length - 66) + " of the file");
        assertThat(capture.conversations()).containsExactly(original());
        assertThat(capture.conversations().get(0).problems())
                .as("what was still open may have been cut")
                .containsExactly(ConversationProblem.of(damage));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Captures.read(Path.of("no-such-file.pcap")))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith("unreadable capture: no-such-file.pcap, offset 0: found NoSuchFileException");
    }

    @Test
    void eventsOfEachDirectionAreMergedByThePacketThatCompletedThem() {
        for (Path file : CaptureFiles.own()) {
            for (Conversation said : Captures.read(file)) {
                List<Long> packets = new ArrayList<>();
                for (int i = 0; i < said.events().size(); i++) {
                    packets.add(said.provenance(i).last().packet().orElseThrow());
                }
                assertThat(packets).isSorted();
            }
        }
    }
}
