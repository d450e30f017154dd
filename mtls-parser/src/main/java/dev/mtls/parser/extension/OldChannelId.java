package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * channel_id_old (30031): as {@link ChannelId}, in drafts whose signature did not cover resumed handshakes. draft-balfanz-tls-channelid-00 5.
 *
 * <p>No body. In ClientHello, and in ServerHello (before TLS 1.3) or EncryptedExtensions. Not registered. Absent: no such key.
 */
public record OldChannelId() implements TlsExtension {
    static OldChannelId read(WireReader in, ReadContext context) {
        return new OldChannelId();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CHANNEL_ID_OLD;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
