package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;

/**
 * An extension whose body breaks the rules of its type; a problem beside it says where. Only lenient reading makes it.
 *
 * @param type what it claims to be
 * @param body its bytes, as many as there were
 */
public record MalformedExtension(ExtensionType type, Bytes body) implements TlsExtension {
    @Override
    public void write(WireWriter out) {
        out.bytes(body);
    }
}
