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
 * server_certificate_type (20): the kinds of certificate that the client can handle. RFC 7250 3.
 *
 * <p>{@code CertificateType server_certificate_types<1..2^8-1>} in ClientHello, {@code CertificateType server_certificate_type} in
 * ServerHello (before TLS 1.3) or EncryptedExtensions. Absent: X.509.
 *
 * @param serverCertificateTypes the kinds, best first; empty in the answer of a server
 * @param serverCertificateType the kind that the server will send; absent in a ClientHello
 */
public record ServerCertTypeExtension(
        List<CertificateType> serverCertificateTypes, Optional<CertificateType> serverCertificateType)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public ServerCertTypeExtension {
        serverCertificateTypes = List.copyOf(serverCertificateTypes);
    }

    static ServerCertTypeExtension read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new ServerCertTypeExtension(
                    in.codePoints8("server_certificate_types", 1, CertificateType.TABLE), Optional.empty());
        }
        return new ServerCertTypeExtension(
                List.of(), Optional.of(in.codePoint("server_certificate_type", CertificateType.TABLE)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_CERTIFICATE_TYPE;
    }

    @Override
    public void write(WireWriter out) {
        if (serverCertificateType.isPresent()) {
            out.codePoint8(serverCertificateType.get());
        } else {
            out.codePoints8(serverCertificateTypes, CertificateType.TABLE);
        }
    }
}
