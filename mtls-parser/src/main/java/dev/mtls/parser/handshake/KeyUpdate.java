package dev.mtls.parser.handshake;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.KeyUpdateRequest;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * Says that the sender changes its key. RFC 8446 4.6.3: {@code KeyUpdateRequest request_update}.
 *
 * @param requestUpdate whether the receiver must change its key too
 */
public record KeyUpdate(KeyUpdateRequest requestUpdate) implements HandshakeMessage {
    static KeyUpdate read(WireReader in, ReadContext context) {
        KeyUpdateRequest request = in.codePoint("request_update", KeyUpdateRequest.TABLE);
        if (!request.isRegistered()) {
            in.reportLast(
                    Problem.Kind.ILLEGAL_VALUE,
                    "request_update",
                    AlertDescription.ILLEGAL_PARAMETER.value(),
                    "neither 0 nor 1 but " + request.value());
        }
        return new KeyUpdate(request);
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
