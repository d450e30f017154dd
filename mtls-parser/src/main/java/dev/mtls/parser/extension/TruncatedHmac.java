package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * truncated_hmac (4): asks for MACs of 10 bytes, before TLS 1.3. RFC 6066 7. It is broken; nobody should agree to it.
 *
 * <p>No body. In ClientHello and ServerHello. Absent: MACs have their full length.
 */
public record TruncatedHmac() implements TlsExtension {
    static TruncatedHmac read(WireReader in, ReadContext context) {
        return new TruncatedHmac();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TRUNCATED_HMAC;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
