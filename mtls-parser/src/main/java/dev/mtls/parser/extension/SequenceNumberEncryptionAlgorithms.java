package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * sequence_number_encryption_algorithms (60): how numbers of DTLS 1.3 records may be hidden. draft-pismenny-tls-dtls-plaintext-sequence-number-01.
 *
 * <p>In ClientHello, ServerHello and HelloRetryRequest of DTLS 1.3; has no meaning over TCP. The draft expired, and its body is not looked
 * into. Absent: as RFC 9147 hides them.
 *
 * @param algorithms the body as it came
 */
public record SequenceNumberEncryptionAlgorithms(Bytes algorithms) implements TlsExtension {
    static SequenceNumberEncryptionAlgorithms read(WireReader in, ReadContext context) {
        return new SequenceNumberEncryptionAlgorithms(in.rest("algorithms"));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SEQUENCE_NUMBER_ENCRYPTION_ALGORITHMS;
    }

    @Override
    public void write(WireWriter out) {
        out.bytes(algorithms);
    }
}
