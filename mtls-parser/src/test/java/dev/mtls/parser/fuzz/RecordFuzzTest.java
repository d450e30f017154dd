package dev.mtls.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.record.HandshakeAssembler;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import java.util.Optional;

/** Bytes in pieces to records, and what handshake records hold to messages: no byte is lost, none comes twice. */
class RecordFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) {
        new Reading().read(new FuzzInput(data));
    }

    /** One run: the fuzzer keeps the instance of the test. */
    private static final class Reading {
        private final RecordDecoder records = new RecordDecoder(DecodeLimits.DEFAULTS);
        private final HandshakeAssembler messages = new HandshakeAssembler(DecodeLimits.DEFAULTS);
        private long taken;
        private long assembled;
        private long whole;

        void read(FuzzInput in) {
            if (in.u8() % 2 == 1) {
                records.negotiated(ProtocolVersion.TLS_1_3);
            }
            long fed = 0;
            while (!in.isEmpty()) {
                Bytes piece = in.take(1 + in.u8());
                fed += piece.size();
                records.feed(piece);
                drain();
                assertThat(taken + records.pending().size()).isEqualTo(fed);
                assertThat(records.offset()).isEqualTo(taken);
                assertThat(records.pending().size()).isLessThan(TlsRecord.HEADER + 18_432);
            }
            assertThat(whole + messages.pending()).isEqualTo(assembled);
        }

        private void drain() {
            while (true) {
                try {
                    Optional<TlsRecord> next = records.next();
                    if (next.isEmpty()) {
                        return;
                    }
                    taken += records.wire().size();
                    assertThat(records.wire().size())
                            .isEqualTo(TlsRecord.HEADER + next.get().fragment().size());
                    if (next.get().type().equals(ContentType.HANDSHAKE)) {
                        assemble(next.get().fragment());
                    }
                } catch (MalformedTlsException broken) {
                    taken += records.skip(1).size();
                }
            }
        }

        private void assemble(Bytes fragment) {
            messages.feed(fragment);
            assembled += fragment.size();
            try {
                for (Optional<RawHandshakeMessage> next = messages.next(); next.isPresent(); next = messages.next()) {
                    whole += next.get().bytes().size();
                }
            } catch (MalformedTlsException tooLong) {
                whole += messages.reset().size();
            }
            assertThat(messages.pending()).isLessThanOrEqualTo(DecodeLimits.DEFAULTS.buffered());
        }
    }
}
