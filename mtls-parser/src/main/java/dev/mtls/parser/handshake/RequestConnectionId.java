package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * Asks for new connection ids, in DTLS 1.3. RFC 9147 9: {@code uint8 num_cids}.
 *
 * @param numCids how many, 0 to 255
 */
public record RequestConnectionId(int numCids) implements HandshakeMessage {
    static RequestConnectionId read(WireReader in, ReadContext context) {
        return new RequestConnectionId(in.u8("num_cids"));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.REQUEST_CONNECTION_ID;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(numCids);
    }
}
