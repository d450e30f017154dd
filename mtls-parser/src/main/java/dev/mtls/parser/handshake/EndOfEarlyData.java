package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * Says that no more early data comes. RFC 8446 4.5. No body.
 */
public record EndOfEarlyData() implements HandshakeMessage {
    static EndOfEarlyData read(WireReader in, ReadContext context) {
        return new EndOfEarlyData();
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.END_OF_EARLY_DATA;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
