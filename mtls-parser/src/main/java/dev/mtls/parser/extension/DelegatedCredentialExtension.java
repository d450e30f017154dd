package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * delegated_credential (34): the sender takes delegated keys, or its certificate comes with one. RFC 9345 4.1.1, 4.1.2.
 *
 * <p>{@code SignatureScheme supported_signature_algorithms<2..2^16-2>} in ClientHello and CertificateRequest, {@code DelegatedCredential}
 * in the first entry of a Certificate. Absent: the key of the certificate itself is used.
 *
 * @param supportedSignatureAlgorithms the schemes that delegated keys may sign with, best first; empty in a Certificate
 * @param delegatedCredential the key; present in a Certificate alone
 */
public record DelegatedCredentialExtension(
        List<SignatureScheme> supportedSignatureAlgorithms, Optional<DelegatedCredential> delegatedCredential)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public DelegatedCredentialExtension {
        supportedSignatureAlgorithms = List.copyOf(supportedSignatureAlgorithms);
    }

    static DelegatedCredentialExtension read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CERTIFICATE) {
            return new DelegatedCredentialExtension(List.of(), Optional.of(DelegatedCredential.read(in)));
        }
        return new DelegatedCredentialExtension(
                in.codePoints16("supported_signature_algorithms", 2, SignatureScheme.TABLE), Optional.empty());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.DELEGATED_CREDENTIAL;
    }

    @Override
    public void write(WireWriter out) {
        if (delegatedCredential.isPresent()) {
            delegatedCredential.get().write(out);
        } else {
            out.codePoints16(supportedSignatureAlgorithms, SignatureScheme.TABLE);
        }
    }
}
