package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * encrypt_then_mac (22): asks for the safer order with CBC suites, before TLS 1.3. RFC 7366 2.
 *
 * <p>No body. In ClientHello and ServerHello. Absent: the MAC is made first.
 */
public record EncryptThenMac() implements TlsExtension {
    static EncryptThenMac read(WireReader in, ReadContext context) {
        return new EncryptThenMac();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPT_THEN_MAC;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
