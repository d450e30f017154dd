package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * tls_lts (26): asks for the long-term support profile of TLS 1.2. draft-gutmann-tls-lts.
 *
 * <p>No body. In ClientHello and ServerHello. Absent: plain TLS 1.2.
 */
public record TlsLts() implements TlsExtension {
    static TlsLts read(WireReader in, ReadContext context) {
        return new TlsLts();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TLS_LTS;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
