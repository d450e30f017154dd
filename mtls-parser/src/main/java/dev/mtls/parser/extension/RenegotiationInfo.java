package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * renegotiation_info (65281): ties a handshake to the one before on the same connection, before TLS 1.3. RFC 5746 3.2.
 *
 * <p>{@code opaque renegotiated_connection<0..255>}. In ClientHello and ServerHello. Absent, with no signalling suite either:
 * renegotiation is not safe with this peer.
 *
 * @param renegotiatedConnection the Finished values of the handshake before, empty in the first one
 */
public record RenegotiationInfo(Bytes renegotiatedConnection) implements TlsExtension {
    static RenegotiationInfo read(WireReader in, ReadContext context) {
        return new RenegotiationInfo(in.opaque8("renegotiated_connection", 0));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.RENEGOTIATION_INFO;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(renegotiatedConnection);
    }
}
