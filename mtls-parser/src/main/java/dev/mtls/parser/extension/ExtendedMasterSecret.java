package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * extended_master_secret (23), since RFC 9846 registered as extended_main_secret: ties the secret of a connection to its whole
 * handshake, before TLS 1.3. RFC 7627 5.1.
 *
 * <p>No body. In ClientHello and ServerHello. Absent: the secret depends on the randoms alone.
 */
public record ExtendedMasterSecret() implements TlsExtension {
    static ExtendedMasterSecret read(WireReader in, ReadContext context) {
        return new ExtendedMasterSecret();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EXTENDED_MAIN_SECRET;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
