package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * The extensions of a server of TLS 1.3 that need no ServerHello. RFC 8446 4.3.1: {@code Extension extensions<0..2^16-1>}.
 *
 * @param extensions the extensions
 */
public record EncryptedExtensions(Extensions extensions) implements HandshakeMessage {
    static EncryptedExtensions read(WireReader in, ReadContext context) {
        return new EncryptedExtensions(Extensions.read(in, context.in(MessageKind.ENCRYPTED_EXTENSIONS)));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.ENCRYPTED_EXTENSIONS;
    }

    @Override
    public void write(WireWriter out) {
        extensions.write(out);
    }
}
