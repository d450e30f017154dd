package dev.mtls.parser.handshake;

import dev.mtls.parser.code.ConnectionIdUsage;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * Gives new connection ids, in DTLS 1.3. RFC 9147 9: {@code ConnectionId cids<0..2^16-1>; ConnectionIdUsage usage}, each id {@code
 * opaque<0..2^8-1>}.
 *
 * @param cids the ids in wire order
 * @param usage when to use them
 */
public record NewConnectionId(List<Bytes> cids, ConnectionIdUsage usage) implements HandshakeMessage {
    /** Keeps an unmodifiable copy. */
    public NewConnectionId {
        cids = List.copyOf(cids);
    }

    static NewConnectionId read(WireReader in, ReadContext context) {
        return new NewConnectionId(
                in.list16("cids", 0, r -> r.opaque8("", 0)), in.codePoint("usage", ConnectionIdUsage.TABLE));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.NEW_CONNECTION_ID;
    }

    @Override
    public void write(WireWriter out) {
        out.list16(cids, WireWriter::opaque8).codePoint8(usage);
    }
}
