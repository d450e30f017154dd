package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * TLMSP_delegate (38): a middlebox that TLMSP was delegated to, before TLS 1.3. ETSI TS 103 523-2.
 *
 * <p>In ClientHello and ServerHello. What ETSI's document puts into it is not decoded: the bytes are kept.
 *
 * @param body the bytes
 */
public record TlmspDelegate(Bytes body) implements TlsExtension {
    static TlmspDelegate read(WireReader in, ReadContext context) {
        return new TlmspDelegate(in.rest("body"));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TLMSP_DELEGATE;
    }

    @Override
    public void write(WireWriter out) {
        out.bytes(body);
    }
}
