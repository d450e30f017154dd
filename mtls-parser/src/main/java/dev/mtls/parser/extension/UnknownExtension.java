package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;

/**
 * An extension that this library does not decode: registered, reserved (GREASE), or made up. Not an error.
 *
 * @param type what it is
 * @param body its bytes
 */
public record UnknownExtension(ExtensionType type, Bytes body) implements TlsExtension {
    @Override
    public void write(WireWriter out) {
        out.bytes(body);
    }
}
