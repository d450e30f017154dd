package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * connection_id (54): the name under which the sender wants to get records of DTLS. RFC 9146 3.
 *
 * <p>{@code opaque cid<0..2^8-1>}. In ClientHello and ServerHello of DTLS 1.2 and 1.3; has no meaning over TCP. Absent: no
 * name.
 *
 * @param cid the name, at most 255 bytes; empty when the sender wants none but takes the peer's
 */
public record ConnectionId(Bytes cid) implements TlsExtension {
    static ConnectionId read(WireReader in, ReadContext context) {
        return new ConnectionId(in.opaque8("cid", 0));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CONNECTION_ID;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(cid);
    }
}
