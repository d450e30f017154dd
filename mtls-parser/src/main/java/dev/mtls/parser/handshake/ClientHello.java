package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * What a client offers: the first message of a handshake, and again after a HelloRetryRequest. RFC 8446 4.1.2, RFC 5246 7.4.1.2.
 *
 * <p>{@code ProtocolVersion legacy_version; Random random; opaque legacy_session_id<0..32>; CipherSuite cipher_suites<2..2^16-2>;
 * opaque legacy_compression_methods<1..2^8-1>; Extension extensions<8..2^16-1>}.
 *
 * @param legacyVersion the highest version offered before TLS 1.3, else TLS 1.2
 * @param random 32 bytes
 * @param legacySessionId 0 to 32 bytes
 * @param cipherSuites the suites in wire order, best first
 * @param legacyCompressionMethods the compressions in wire order; in TLS 1.3 only the null one
 * @param extensions the extensions
 */
public record ClientHello(
        ProtocolVersion legacyVersion,
        Bytes random,
        Bytes legacySessionId,
        List<CipherSuite> cipherSuites,
        List<CompressionMethod> legacyCompressionMethods,
        Extensions extensions)
        implements HandshakeMessage {
    /** Keeps an unmodifiable copy. */
    public ClientHello {
        cipherSuites = List.copyOf(cipherSuites);
        legacyCompressionMethods = List.copyOf(legacyCompressionMethods);
    }

    static ClientHello read(WireReader in, ReadContext context) {
        return new ClientHello(
                in.codePoint("legacy_version", ProtocolVersion.TABLE),
                in.bytes("random", 32),
                in.opaque8("legacy_session_id", 0, 32),
                in.codePoints16("cipher_suites", 2, CipherSuite.TABLE),
                in.codePoints8("legacy_compression_methods", 1, CompressionMethod.TABLE),
                Extensions.readIfAny(in, context.in(MessageKind.CLIENT_HELLO)));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_HELLO;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint16(legacyVersion)
                .bytes(random)
                .opaque8(legacySessionId)
                .codePoints16(cipherSuites, CipherSuite.TABLE)
                .codePoints8(legacyCompressionMethods, CompressionMethod.TABLE);
        extensions.write(out);
    }
}
