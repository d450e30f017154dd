package dev.mtls.benchmarks;

import dev.mtls.benchmarks.Shape.Piece;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.record.HandshakeAssembler;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Whole recorded connections to messages and extensions, no X.509: by our records, assembler and messages, and by tls-parser. Both
 * read each record of both directions, each message that is not protected, and each extension of a hello; both must find as many messages
 * of each type as {@link Shape} and tshark do.
 */
final class Connections {

    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULTS;

    private record Sides(Bytes client, Bytes server) {}

    private final List<Sides> connections = new ArrayList<>();
    private final long[] counts = new long[256];
    private final Blackhole sink;

    private Connections(Blackhole sink) {
        this.sink = sink;
    }

    /** Each shape once. Messages split over records are left out: tls-parser leaves it to its caller to join them. */
    static Claim.Sides recorded(Blackhole sink) throws Exception {
        List<Shape> shapes = Shapes.all().stream()
                .filter(shape -> !shape.name().contains("fragmented"))
                .toList();
        Connections ours = new Connections(sink);
        Map<Integer, Long> expected = new TreeMap<>();
        for (Shape shape : shapes) {
            ours.connections.add(new Sides(side(shape, true), side(shape, false)));
            int[] messages = shape.messages();
            for (int type = 0; type < messages.length; type++) {
                if (messages[type] > 0) {
                    expected.merge(type, (long) messages[type], Long::sum);
                }
            }
        }
        Path capture = Files.createTempFile("mtls-shapes", ".pcap");
        try {
            CaptureGenerator.each(capture, shapes);
            TsharkCounts.mustBe(expected, capture);
        } finally {
            Files.delete(capture);
        }
        ours.read();
        mustBe(expected, ours.counted(), "ours");
        TlsParserPeer peer = TlsParserPeer.start(ours.workload());
        mustBe(expected, peer.counts(), "tls-parser");
        return new Claim.Sides(ours::read, peer);
    }

    /** One record, as the workload of the peer: it is all that the client says. */
    static TlsParserPeer peerOf(Bytes clientRecord) throws Exception {
        Connections one = new Connections(null);
        one.connections.add(new Sides(clientRecord, Bytes.EMPTY));
        return TlsParserPeer.start(one.workload());
    }

    private static void mustBe(Map<Integer, Long> expected, Map<Integer, Long> found, String who) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(who + " found " + found + " messages by type, expected " + expected);
        }
    }

    private static Bytes side(Shape shape, boolean byClient) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Piece piece : shape.pieces()) {
            if (piece.byClient() == byClient) {
                all.writeBytes(piece.bytes());
            }
        }
        return Bytes.of(all.toByteArray());
    }

    private byte[] workload() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Sides connection : connections) {
            for (Bytes side : List.of(connection.client(), connection.server())) {
                out.writeInt(side.size());
                out.write(side.toByteArray());
            }
        }
        return bytes.toByteArray();
    }

    private Map<Integer, Long> counted() {
        Map<Integer, Long> found = new TreeMap<>();
        for (int type = 0; type < counts.length; type++) {
            if (counts[type] > 0) {
                found.put(type, counts[type]);
            }
        }
        return found;
    }

    private Object read() {
        for (int i = 0; i < connections.size(); i++) {
            Sides connection = connections.get(i);
            ReadContext known = read(connection.server(), ReadContext.initial(Sender.SERVER));
            read(
                    connection.client(),
                    new ReadContext(known.version(), known.cipherSuite(), known.kind(), Sender.CLIENT));
        }
        return counts;
    }

    private ReadContext read(Bytes stream, ReadContext first) {
        ReadContext context = first;
        RecordDecoder records = new RecordDecoder(LIMITS);
        HandshakeAssembler messages = new HandshakeAssembler(LIMITS);
        boolean changed = false;
        records.feed(stream);
        for (Optional<TlsRecord> next = records.next(); next.isPresent(); next = records.next()) {
            TlsRecord record = next.get();
            changed |= record.type().equals(ContentType.CHANGE_CIPHER_SPEC);
            if (!record.type().equals(ContentType.HANDSHAKE) || changed && !isHello(record.fragment())) {
                sink.consume(record);
                continue;
            }
            messages.feed(record.fragment());
            for (Optional<RawHandshakeMessage> raw = messages.next(); raw.isPresent(); raw = messages.next()) {
                HandshakeMessage message = HandshakeMessages.decode(raw.get().bytes(), context, LIMITS)
                        .value();
                counts[message.type().value()]++;
                sink.consume(message);
                if (message instanceof ServerHello hello) {
                    context = negotiated(hello.version(), hello.cipherSuite());
                }
            }
        }
        return context;
    }

    private static ReadContext negotiated(ProtocolVersion version, CipherSuite suite) {
        return ReadContext.negotiated(Sender.SERVER, version, suite);
    }

    private static boolean isHello(Bytes content) {
        return content.size() > 38
                && (content.u8(0) == 1 || content.u8(0) == 2)
                && content.u24(1) == content.size() - RawHandshakeMessage.HEADER;
    }
}
