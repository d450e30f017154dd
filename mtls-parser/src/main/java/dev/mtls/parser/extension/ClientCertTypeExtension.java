package dev.mtls.parser.extension;

import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * client_certificate_type (19): the kinds of certificate that the client can send. RFC 7250 3.
 *
 * <p>{@code CertificateType client_certificate_types<1..2^8-1>} in ClientHello, {@code CertificateType client_certificate_type} in
 * ServerHello (before TLS 1.3) or EncryptedExtensions. Absent: X.509, or no certificate of the client.
 *
 * @param clientCertificateTypes the kinds, best first; empty in the answer of a server
 * @param clientCertificateType the kind that the server asks for; absent in a ClientHello
 */
public record ClientCertTypeExtension(
        List<CertificateType> clientCertificateTypes, Optional<CertificateType> clientCertificateType)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public ClientCertTypeExtension {
        clientCertificateTypes = List.copyOf(clientCertificateTypes);
    }

    static ClientCertTypeExtension read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new ClientCertTypeExtension(
                    in.codePoints8("client_certificate_types", 1, CertificateType.TABLE), Optional.empty());
        }
        return new ClientCertTypeExtension(
                List.of(), Optional.of(in.codePoint("client_certificate_type", CertificateType.TABLE)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CLIENT_CERTIFICATE_TYPE;
    }

    @Override
    public void write(WireWriter out) {
        if (clientCertificateType.isPresent()) {
            out.codePoint8(clientCertificateType.get());
        } else {
            out.codePoints8(clientCertificateTypes, CertificateType.TABLE);
        }
    }
}
