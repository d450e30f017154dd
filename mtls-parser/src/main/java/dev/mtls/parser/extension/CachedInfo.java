package dev.mtls.parser.extension;

import dev.mtls.parser.code.CachedInformationType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * cached_info (25): what the client has kept of an earlier handshake, so that the server need not send it again. RFC 7924 3.
 *
 * <p>{@code CachedObject cached_info<1..2^16-1>}. In ClientHello with a hash of each thing; in ServerHello (before TLS 1.3) or
 * EncryptedExtensions without: those that the server will leave out. Absent: everything is sent.
 *
 * @param cachedInfo the things in wire order
 */
public record CachedInfo(List<CachedInfo.CachedObject> cachedInfo) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public CachedInfo {
        cachedInfo = List.copyOf(cachedInfo);
    }

    /**
     * One thing.
     *
     * @param type what it is
     * @param hashValue its hash, 1 to 255 bytes; empty in the answer of a server
     */
    public record CachedObject(CachedInformationType type, Bytes hashValue) {
        private static CachedObject offered(WireReader in) {
            return new CachedObject(in.codePoint("type", CachedInformationType.TABLE), in.opaque8("hash_value", 1));
        }

        private static CachedObject taken(WireReader in) {
            return new CachedObject(in.codePoint("type", CachedInformationType.TABLE), Bytes.EMPTY);
        }

        private void write(WireWriter out) {
            out.codePoint8(type);
            if (!hashValue.isEmpty()) {
                out.opaque8(hashValue);
            }
        }
    }

    static CachedInfo read(WireReader in, ReadContext context) {
        boolean offer = context.kind() == MessageKind.CLIENT_HELLO;
        return new CachedInfo(in.list16("cached_info", 1, offer ? CachedObject::offered : CachedObject::taken));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CACHED_INFO;
    }

    @Override
    public void write(WireWriter out) {
        out.list16(cachedInfo, (w, object) -> object.write(w));
    }
}
