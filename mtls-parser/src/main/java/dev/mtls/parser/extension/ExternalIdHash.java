package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * external_id_hash (55): binds the session to an identity that was asserted outside of it, as in WebRTC. RFC 8844 3.2.
 *
 * <p>{@code opaque binding_hash<0..32>}. In ClientHello, and in ServerHello (before TLS 1.3) or EncryptedExtensions. Absent: no binding.
 *
 * @param bindingHash SHA-256 of the assertion; empty when there is none
 */
public record ExternalIdHash(Bytes bindingHash) implements TlsExtension {
    static ExternalIdHash read(WireReader in, ReadContext context) {
        return new ExternalIdHash(in.opaque8("binding_hash", 0, 32));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EXTERNAL_ID_HASH;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(bindingHash);
    }
}
