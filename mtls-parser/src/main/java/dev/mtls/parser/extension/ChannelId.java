package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * channel_id (30032): the client can sign with a key of its own for this server. draft-balfanz-tls-channelid-01 5.
 *
 * <p>No body. In ClientHello, and in ServerHello (before TLS 1.3) or EncryptedExtensions. Not registered. Absent: no such key.
 */
public record ChannelId() implements TlsExtension {
    static ChannelId read(WireReader in, ReadContext context) {
        return new ChannelId();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CHANNEL_ID;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
