package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;

/**
 * The proof that the sender has the key of its certificate. RFC 8446 4.4.3, RFC 5246 7.4.8.
 *
 * <p>{@code SignatureScheme algorithm; opaque signature<0..2^16-1>}; before TLS 1.2 without the algorithm.
 *
 * @param algorithm how it was signed; absent before TLS 1.2
 * @param signature the signature, as its algorithm writes it
 */
public record CertificateVerify(Optional<SignatureScheme> algorithm, Bytes signature) implements HandshakeMessage {
    static CertificateVerify read(WireReader in, ReadContext context) {
        return new CertificateVerify(
                context.isBeforeTls12()
                        ? Optional.empty()
                        : Optional.of(in.codePoint("algorithm", SignatureScheme.TABLE)),
                in.opaque16("signature", 0));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_VERIFY;
    }

    @Override
    public void write(WireWriter out) {
        algorithm.ifPresent(out::codePoint16);
        out.opaque16(signature);
    }
}
