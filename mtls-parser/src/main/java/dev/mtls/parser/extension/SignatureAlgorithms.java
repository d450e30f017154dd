package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * signature_algorithms (13): the signatures that the sender can verify, best first. RFC 8446 4.2.3, RFC 5246 7.4.1.4.1.
 *
 * <p>{@code SignatureScheme supported_signature_algorithms<2..2^16-2>}. In ClientHello and CertificateRequest. Absent in a
 * ClientHello of TLS 1.2: SHA-1; in TLS 1.3 it may be absent only where no certificate is used.
 *
 * @param supportedSignatureAlgorithms the schemes in wire order
 */
public record SignatureAlgorithms(List<SignatureScheme> supportedSignatureAlgorithms) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public SignatureAlgorithms {
        supportedSignatureAlgorithms = List.copyOf(supportedSignatureAlgorithms);
    }

    static SignatureAlgorithms read(WireReader in, ReadContext context) {
        return new SignatureAlgorithms(in.codePoints16("supported_signature_algorithms", 2, SignatureScheme.TABLE));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNATURE_ALGORITHMS;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints16(supportedSignatureAlgorithms, SignatureScheme.TABLE);
    }
}
