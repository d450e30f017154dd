package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * tls_cert_with_extern_psk (33): a certificate is wanted as well as a pre-shared key from outside. RFC 9973, RFC 8773 before.
 *
 * <p>No body. In ClientHello and ServerHello. Absent: with a pre-shared key no certificate is sent.
 */
public record TlsCertWithExternPsk() implements TlsExtension {
    static TlsCertWithExternPsk read(WireReader in, ReadContext context) {
        return new TlsCertWithExternPsk();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TLS_CERT_WITH_EXTERN_PSK;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
