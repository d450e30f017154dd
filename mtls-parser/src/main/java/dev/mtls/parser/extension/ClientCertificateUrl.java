package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * client_certificate_url (2): the client would rather send the address of its certificate than the certificate, before TLS 1.3.
 * RFC 6066 5.
 *
 * <p>No body. In ClientHello and ServerHello. Absent: the certificate itself is sent.
 */
public record ClientCertificateUrl() implements TlsExtension {
    static ClientCertificateUrl read(WireReader in, ReadContext context) {
        return new ClientCertificateUrl();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CLIENT_CERTIFICATE_URL;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
