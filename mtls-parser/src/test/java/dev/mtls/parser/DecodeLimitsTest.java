package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each limit of a decoder, at its default: what is at the limit is read, what is over it is said, and nothing grows. */
class DecodeLimitsTest {

    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULTS;
    private static final int[] EDGES_16 = {0, 1, 2, 3, 4, 255, 256, 16_384, 16_640, 16_641, 18_432, 18_433, 65_535};
    private static final int[] EDGES_24 = {0, 1, 3, 255, 256, 65_535, 65_536, 131_072, 131_073, 1 << 23, (1 << 24) - 1};

    /** A decoder under attack, which is asked after each piece how much it holds. */
    private static final class Watched {
        final List<Problem> problems = new ArrayList<>();
        final List<ConversationEvent> events = new ArrayList<>();
        final ConversationDecoder decoder = ConversationDecoder.builder()
                .sink(new EventSink() {
                    @Override
                    public void event(ConversationEvent event, Provenance provenance) {
                        if (events.size() < 1_000) {
                            events.add(event);
                        }
                    }

                    @Override
                    public void problem(ConversationProblem problem) {
                        problems.add(problem.problem());
                    }
                })
                .build();
        long most;

        void feed(Sender from, Bytes bytes) {
            decoder.feed(from, bytes, Arrival.UNKNOWN);
            most = Math.max(most, decoder.held());
        }

        List<Problem.Kind> kinds() {
            return problems.stream().map(Problem::kind).toList();
        }
    }

    @Test
    void theDefaultsAreThoseOfTheDocuments() {
        assertThat(LIMITS.recordPayload()).isEqualTo((1 << 14) + 256);
        assertThat(LIMITS.legacyRecordPayload()).isEqualTo((1 << 14) + 2048);
        assertThat(LIMITS.handshakeMessage()).isEqualTo(128 << 10);
        assertThat(LIMITS.buffered()).isEqualTo(256 << 10);
        assertThat(LIMITS.emptyRecords()).isEqualTo(32);
        assertThat(LIMITS.extensions()).isEqualTo(64);
        assertThat(LIMITS.certificateAuthorities()).isEqualTo(1024);
        assertThat(LIMITS.certificate()).isEqualTo(64 << 10);
        assertThat(LIMITS.uncompressedCertificate()).isEqualTo(32 << 10);
    }

    @Test
    void aRecordOfTls13IsShorterThanOneBefore() {
        assertThat(long13(16_640)).isEmpty();
        assertThat(long13(16_641)).containsExactly(Problem.Kind.TOO_LONG);
        assertThat(long12(18_432)).isEmpty();
        assertThat(long12(18_433)).contains(Problem.Kind.LIMIT_EXCEEDED);
    }

    private static List<Problem.Kind> long13(int length) {
        Watched watched = new Watched();
        watched.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_3))));
        watched.feed(Sender.SERVER, Wire.record(22, Wire.join(Wire.serverHello13())));
        watched.feed(Sender.SERVER, Wire.record(23, Bytes.owning(new byte[length])));
        return watched.kinds();
    }

    private static List<Problem.Kind> long12(int length) {
        Watched watched = new Watched();
        watched.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))));
        watched.feed(Sender.SERVER, Wire.record(22, Wire.join(Wire.serverHello12())));
        watched.feed(Sender.SERVER, Bytes.ofHex("14 0303 0001 01"));
        watched.feed(Sender.SERVER, Wire.record(23, Bytes.owning(new byte[length])));
        return watched.kinds();
    }

    @Test
    void aMessageOfTheLimitIsReadAndALongerOneIsNeverKept() {
        Watched longest = message(131_072);
        assertThat(longest.problems).isEmpty();
        assertThat(longest.events).hasSize(2);

        Watched longer = message(131_073);
        assertThat(longer.kinds()).containsExactly(Problem.Kind.LIMIT_EXCEEDED);
        assertThat(longer.most).isLessThan(20_000);

        Watched longestThereIs = message((1 << 24) - 1);
        assertThat(longestThereIs.kinds()).containsExactly(Problem.Kind.LIMIT_EXCEEDED);
        assertThat(longestThereIs.most).isLessThan(20_000);
    }

    /** A message of a type that nobody knows, in full records. */
    private static Watched message(int length) {
        Watched watched = new Watched();
        watched.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))));
        watched.feed(
                Sender.SERVER,
                Wire.record(22, Bytes.of((byte) 99, (byte) (length >> 16), (byte) (length >> 8), (byte) length)));
        for (int left = length; left > 0; left -= 16_384) {
            watched.feed(Sender.SERVER, Wire.record(22, Bytes.owning(new byte[Math.min(left, 16_384)])));
        }
        return watched;
    }

    @Test
    void thirtyTwoEmptyRecordsInARowAreRead() {
        Bytes empty = Bytes.ofHex("16 0303 0000");
        Bytes done = Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2)));
        Watched enough = new Watched();
        Watched tooMany = new Watched();
        for (int i = 0; i < 33; i++) {
            if (i < 32) {
                enough.feed(Sender.CLIENT, empty);
            }
            tooMany.feed(Sender.CLIENT, empty);
        }
        enough.feed(Sender.CLIENT, done);
        tooMany.feed(Sender.CLIENT, done);

        assertThat(enough.problems).isEmpty();
        assertThat(tooMany.kinds()).containsExactly(Problem.Kind.LIMIT_EXCEEDED);
        assertThat(enough.events).hasSize(1);
        assertThat(tooMany.events).hasSize(1);
    }

    @Test
    void aHundredThousandEmptyRecordsOfAnyTypeLeaveNothingBehind() {
        for (int type = 20; type <= 24; type++) {
            Bytes empty = Wire.record(type, Bytes.EMPTY);
            byte[] many = new byte[1000 * empty.size()];
            for (int at = 0; at < many.length; at += empty.size()) {
                empty.copyTo(many, at);
            }
            Watched watched = new Watched();
            watched.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))));
            watched.feed(Sender.SERVER, Wire.record(22, Wire.join(Wire.serverHello12())));
            for (int i = 0; i < 100; i++) {
                watched.feed(Sender.SERVER, Bytes.owning(many));
            }

            assertThat(watched.kinds()).contains(Problem.Kind.LIMIT_EXCEEDED);
            assertThat(watched.most).isZero();
        }
    }

    @Test
    void twoMessagesInRecordsOfOneByteStayWithinWhatIsKeptOfAConnection() {
        Watched watched = new Watched();
        watched.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))));
        watched.feed(Sender.SERVER, Wire.record(22, Wire.join(Wire.serverHello12())));
        // Each message is as long as one may be: both together, with the starts of two records, do not fit.
        for (Sender side : Sender.values()) {
            watched.feed(side, Wire.record(22, Bytes.ofHex("63 020000")));
        }
        Bytes crumb = Wire.record(22, Bytes.of((byte) 7));
        byte[] crumbs = new byte[1000 * crumb.size()];
        for (int at = 0; at < crumbs.length; at += crumb.size()) {
            crumb.copyTo(crumbs, at);
        }
        for (int i = 0; i < 131; i++) {
            for (Sender side : Sender.values()) {
                watched.feed(side, Bytes.owning(crumbs));
            }
        }
        for (Sender side : Sender.values()) {
            watched.feed(side, Bytes.ofHex("16 0303 4000" + "11".repeat(300)));
        }

        assertThat(watched.most).isBetween(250_000L, (long) LIMITS.buffered());
        assertThat(watched.kinds()).containsExactly(Problem.Kind.LIMIT_EXCEEDED);
        assertThat(watched.problems.get(0).needed()).hasValue(LIMITS.buffered());
    }

    @Test
    void whatWaitsForAnAnswerWaitsWithinTheLimit() {
        Watched watched = new Watched();
        watched.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_3, TLS_1_2))));
        for (int i = 0; i < 1000; i++) {
            watched.feed(Sender.CLIENT, Wire.record(23, Bytes.owning(new byte[1000])));
        }
        assertThat(watched.most).isBetween(250_000L, (long) LIMITS.buffered());
        assertThat(watched.events).hasSize(1000);
        assertThat(watched.problems).isEmpty();

        Watched crumbs = new Watched();
        crumbs.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_3, TLS_1_2))));
        for (int i = 0; i < 2000; i++) {
            crumbs.feed(Sender.CLIENT, Wire.record(23, Bytes.of((byte) 1)));
        }
        assertThat(crumbs.most).as("what a waiting record costs counts").isLessThanOrEqualTo(LIMITS.buffered());
        assertThat(crumbs.events).hasSizeGreaterThan(900);
    }

    @Test
    void bytesThatAreNoTlsAreToldInPieces() {
        Watched watched = new Watched();
        for (int i = 0; i < 100_000; i++) {
            watched.feed(Sender.CLIENT, Bytes.of((byte) 'x'));
        }
        assertThat(watched.most).isLessThanOrEqualTo(16_384);
        assertThat(watched.events).hasSize(6);
    }

    @Test
    void lengthsAtTheirEdgesThrowNothingAndHoldNothing() {
        for (int type : new int[] {20, 21, 22, 23, 24, 25}) {
            for (int record : EDGES_16) {
                Bytes header = Bytes.of((byte) type, (byte) 3, (byte) 3, (byte) (record >> 8), (byte) record);
                edge(header.concat(Bytes.owning(new byte[Math.min(record, 70_000)])));
                edge(header.concat(Bytes.owning(new byte[Math.max(0, record - 1)])));
            }
        }
        for (int type : new int[] {0, 1, 2, 4, 8, 11, 12, 13, 15, 16, 20, 22, 25, 99}) {
            for (int length : EDGES_24) {
                Bytes header = Bytes.of((byte) type, (byte) (length >> 16), (byte) (length >> 8), (byte) length);
                edge(Wire.record(22, header.concat(Bytes.owning(new byte[Math.min(length, 12_000)]))));
            }
        }
    }

    private static void edge(Bytes bytes) {
        for (Sender side : Sender.values()) {
            Watched watched = new Watched();
            watched.feed(side, bytes);
            watched.feed(side, Bytes.ofHex("15 0303 0002 0100"));
            assertThat(watched.most).isLessThanOrEqualTo(LIMITS.buffered());
            watched.decoder.end();
            assertThat(watched.decoder.held()).isZero();
        }
    }

    @Test
    void aRecordAndAMessageAreWholeInPiecesOfOneByte() {
        Bytes all = Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))).concat(Bytes.ofHex("15 0303 0002 0100"));
        Watched watched = new Watched();
        Stream.iterate(0, at -> at < all.size(), at -> at + 1)
                .forEach(at -> watched.feed(Sender.CLIENT, all.slice(at, at + 1)));

        assertThat(watched.events).hasSize(2);
        assertThat(watched.most).isLessThan(all.size());
    }
}
