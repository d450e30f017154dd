package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * connection_id (deprecated) (53): the connection_id of DTLS 1.2 in drafts. RFC 9146 10.2.
 *
 * <p>{@code opaque cid<0..2^8-1>}. In ClientHello and ServerHello of DTLS 1.2; has no meaning over TCP. Absent: no
 * name.
 *
 * @param cid the name, at most 255 bytes; empty when the sender wants none but takes the peer's
 */
public record DeprecatedConnectionId(Bytes cid) implements TlsExtension {
    static DeprecatedConnectionId read(WireReader in, ReadContext context) {
        return new DeprecatedConnectionId(in.opaque8("cid", 0));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CONNECTION_ID_DEPRECATED;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(cid);
    }
}
