package dev.mtls.parser.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Chunking changes nothing, and every byte is accounted for. */
class RecordPropertyTest {
    @Provide
    Arbitrary<List<TlsRecord>> records() {
        return Combinators.combine(
                        Arbitraries.integers().between(20, 27).map(ContentType::of),
                        Arbitraries.integers().between(0x0300, 0x0304).map(ProtocolVersion::of),
                        payloads(1, 60))
                .as(TlsRecord::new)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Bytes>> messages() {
        return Combinators.combine(Arbitraries.integers().between(0, 255), payloads(0, 40))
                .as((type, body) -> new WireWriter().u8(type).opaque24(body).toBytes())
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Integer>> pieces() {
        return Arbitraries.integers().between(0, 30).list().ofMinSize(1).ofMaxSize(30);
    }

    @Property(tries = 1000)
    void anyChunkingGivesTheSameRecords(
            @ForAll("records") List<TlsRecord> records, @ForAll("pieces") List<Integer> pieces) {
        Bytes stream = records.stream().map(TlsRecord::toBytes).reduce(Bytes.EMPTY, Bytes::concat);
        RecordDecoder decoder = new RecordDecoder(DecodeLimits.DEFAULTS);
        List<TlsRecord> found = new ArrayList<>();
        Bytes wire = Bytes.EMPTY;
        for (Bytes piece : cut(stream, pieces)) {
            decoder.feed(piece);
            for (Optional<TlsRecord> next = decoder.next(); next.isPresent(); next = decoder.next()) {
                found.add(next.get());
                wire = wire.concat(decoder.wire());
                assertThat(decoder.offset()).isEqualTo(wire.size());
            }
        }
        assertThat(found).isEqualTo(records);
        assertThat(wire).isEqualTo(stream);
        assertThat(decoder.pending().isEmpty()).isTrue();
    }

    @Property(tries = 1000)
    void anySplitOfMessagesOverRecordsGivesTheSameMessages(
            @ForAll("messages") List<Bytes> messages, @ForAll("pieces") List<Integer> pieces) {
        Bytes stream = messages.stream().reduce(Bytes.EMPTY, Bytes::concat);
        List<Bytes> records = cut(stream, pieces);
        HandshakeAssembler assembler = new HandshakeAssembler(DecodeLimits.DEFAULTS);
        List<Bytes> found = new ArrayList<>();
        long ends = 0;
        for (Bytes record : records) {
            assembler.feed(record);
            for (var next = assembler.next(); next.isPresent(); next = assembler.next()) {
                RawHandshakeMessage message = next.get();
                found.add(message.bytes());
                ends += message.bytes().size();
                // The bytes of the records before the first do not reach the message, those up to the last do.
                assertThat(message.lastRecord()).isEqualTo(assembler.records() - 1);
                assertThat(sizeUpTo(records, message.firstRecord()))
                        .isLessThanOrEqualTo(ends - message.bytes().size());
                assertThat(sizeUpTo(records, message.firstRecord() + 1))
                        .isGreaterThan(ends - message.bytes().size());
            }
        }
        assertThat(found).isEqualTo(messages);
        assertThat(assembler.pending()).isZero();
    }

    @Property(tries = 2000)
    void anyBytesGiveRecordsOrAProblem(@ForAll byte[] anything, @ForAll("pieces") List<Integer> pieces) {
        RecordDecoder decoder = new RecordDecoder(DecodeLimits.DEFAULTS);
        Bytes taken = Bytes.EMPTY;
        for (Bytes piece : cut(Bytes.of(anything), pieces)) {
            decoder.feed(piece);
            try {
                for (var next = decoder.next(); next.isPresent(); next = decoder.next()) {
                    taken = taken.concat(decoder.wire());
                }
            } catch (MalformedTlsException e) {
                taken = taken.concat(decoder.skip(1));
            }
        }
        assertThat(taken.concat(decoder.pending())).isEqualTo(Bytes.of(anything));
    }

    private static long sizeUpTo(List<Bytes> records, long count) {
        return records.stream().limit(count).mapToLong(Bytes::size).sum();
    }

    private static List<Bytes> cut(Bytes stream, List<Integer> pieces) {
        List<Bytes> cut = new ArrayList<>();
        int at = 0;
        for (int piece : pieces) {
            int to = Math.min(stream.size(), at + piece);
            cut.add(stream.slice(at, to));
            at = to;
        }
        cut.add(stream.slice(at));
        return cut;
    }

    private static Arbitrary<Bytes> payloads(int min, int max) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(Bytes::of);
    }
}
