package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * signature_algorithms_cert (50): the signatures that the sender can verify in certificates. RFC 8446 4.2.3.
 *
 * <p>{@code SignatureScheme supported_signature_algorithms<2..2^16-2>}. In ClientHello and CertificateRequest. Absent:
 * {@link SignatureAlgorithms} holds for certificates too.
 *
 * @param supportedSignatureAlgorithms the schemes in wire order
 */
public record SignatureAlgorithmsCert(List<SignatureScheme> supportedSignatureAlgorithms) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public SignatureAlgorithmsCert {
        supportedSignatureAlgorithms = List.copyOf(supportedSignatureAlgorithms);
    }

    static SignatureAlgorithmsCert read(WireReader in, ReadContext context) {
        return new SignatureAlgorithmsCert(in.codePoints16("supported_signature_algorithms", 2, SignatureScheme.TABLE));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNATURE_ALGORITHMS_CERT;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints16(supportedSignatureAlgorithms, SignatureScheme.TABLE);
    }
}
