package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * external_session_id (56): binds the session to the signalling that set it up, as in WebRTC. RFC 8844 4.3.
 *
 * <p>{@code opaque session_id<20..255>}. In ClientHello, and in ServerHello (before TLS 1.3) or EncryptedExtensions. Absent: no binding.
 *
 * @param sessionId the id, 20 to 255 bytes
 */
public record ExternalSessionId(Bytes sessionId) implements TlsExtension {
    static ExternalSessionId read(WireReader in, ReadContext context) {
        return new ExternalSessionId(in.opaque8("session_id", 20, 255));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EXTERNAL_SESSION_ID;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(sessionId);
    }
}
