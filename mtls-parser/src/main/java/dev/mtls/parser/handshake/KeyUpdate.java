package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.KeyUpdateRequest;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * Says that the sender changes its key. RFC 8446 4.6.3: {@code KeyUpdateRequest request_update}.
 *
 * @param requestUpdate whether the receiver must change its key too
 */
public record KeyUpdate(KeyUpdateRequest requestUpdate) implements HandshakeMessage {
    static KeyUpdate read(WireReader in, ReadContext context) {
        return new KeyUpdate(in.codePoint("request_update", KeyUpdateRequest.TABLE));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.KEY_UPDATE;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint8(requestUpdate);
    }
}
