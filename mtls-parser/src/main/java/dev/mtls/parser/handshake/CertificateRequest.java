package dev.mtls.parser.handshake;

import dev.mtls.parser.code.ClientCertificateType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.extension.CertificateAuthorities;
import dev.mtls.parser.extension.DistinguishedName;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.SignatureAlgorithms;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * The wish of a server for a certificate of the client. RFC 8446 4.3.2, RFC 5246 7.4.4, RFC 4346 7.4.4.
 *
 * <p>TLS 1.3: {@code opaque certificate_request_context<0..2^8-1>; Extension extensions<0..2^16-1>}; TLS 1.2: {@code
 * ClientCertificateType certificate_types<1..2^8-1>; SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;
 * DistinguishedName certificate_authorities<0..2^16-1>}; before that without the algorithms.
 *
 * @param certificateRequestContext the name of the request, empty in the handshake; absent before TLS 1.3
 * @param certificateTypes kinds of certificates; empty in TLS 1.3
 * @param supportedSignatureAlgorithms the schemes of TLS 1.2; empty in other versions
 * @param certificateAuthorities the names before TLS 1.3; see {@link #authorities}
 * @param extensions the extensions; absent before TLS 1.3
 */
public record CertificateRequest(
        Optional<Bytes> certificateRequestContext,
        List<ClientCertificateType> certificateTypes,
        List<SignatureScheme> supportedSignatureAlgorithms,
        List<DistinguishedName> certificateAuthorities,
        Extensions extensions)
        implements HandshakeMessage {
    /** Keeps an unmodifiable copy. */
    public CertificateRequest {
        certificateTypes = List.copyOf(certificateTypes);
        supportedSignatureAlgorithms = List.copyOf(supportedSignatureAlgorithms);
        certificateAuthorities = List.copyOf(certificateAuthorities);
    }

    static CertificateRequest read(WireReader in, ReadContext context) {
        if (context.isTls13()) {
            return new CertificateRequest(
                    Optional.of(in.opaque8("certificate_request_context", 0)),
                    List.of(),
                    List.of(),
                    List.of(),
                    Extensions.read(in, context.in(MessageKind.CERTIFICATE_REQUEST)));
        }
        return new CertificateRequest(
                Optional.empty(),
                in.codePoints8("certificate_types", 1, ClientCertificateType.TABLE),
                context.isBeforeTls12()
                        ? List.of()
                        : in.codePoints16("supported_signature_algorithms", 2, SignatureScheme.TABLE),
                in.list16("certificate_authorities", 0, in.limits().certificateAuthorities(), DistinguishedName::read),
                Extensions.ABSENT);
    }

    /** The names of the authorities that the server trusts, in any version; empty when it names none. */
    public List<DistinguishedName> authorities() {
        return extensions
                .get(CertificateAuthorities.class)
                .map(CertificateAuthorities::authorities)
                .orElse(certificateAuthorities);
    }

    /** The schemes that the server can verify, in any version; empty before TLS 1.2. */
    public List<SignatureScheme> signatureSchemes() {
        return extensions
                .get(SignatureAlgorithms.class)
                .map(SignatureAlgorithms::supportedSignatureAlgorithms)
                .orElse(supportedSignatureAlgorithms);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        if (certificateRequestContext.isPresent()) {
            out.opaque8(certificateRequestContext.get());
            extensions.write(out);
            return;
        }
        out.codePoints8(certificateTypes, ClientCertificateType.TABLE);
        if (!supportedSignatureAlgorithms.isEmpty()) {
            out.codePoints16(supportedSignatureAlgorithms, SignatureScheme.TABLE);
        }
        out.list16(certificateAuthorities, (w, name) -> w.opaque16(name.der()));
    }
}
