package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * TLMSP (36): asks for the protocol that lets middleboxes take part, before TLS 1.3. ETSI TS 103 523-2.
 *
 * <p>In ClientHello and ServerHello. Absent: plain TLS. What ETSI's document puts into it is not decoded: the bytes are kept.
 *
 * @param body the bytes
 */
public record Tlmsp(Bytes body) implements TlsExtension {
    static Tlmsp read(WireReader in, ReadContext context) {
        return new Tlmsp(in.rest("body"));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TLMSP;
    }

    @Override
    public void write(WireWriter out) {
        out.bytes(body);
    }
}
