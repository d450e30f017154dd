package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * What a server chose, or, with a fixed random, a HelloRetryRequest: the wish for another ClientHello. RFC 8446 4.1.3 and 4.1.4,
 * RFC 5246 7.4.1.3.
 *
 * <p>{@code ProtocolVersion legacy_version; Random random; opaque legacy_session_id_echo<0..32>; CipherSuite cipher_suite; uint8
 * legacy_compression_method; Extension extensions<6..2^16-1>}.
 *
 * @param legacyVersion the version before TLS 1.3, else TLS 1.2; see {@link #version}
 * @param random 32 bytes
 * @param legacySessionIdEcho 0 to 32 bytes
 * @param cipherSuite the chosen suite
 * @param legacyCompressionMethod the chosen compression
 * @param extensions the extensions
 */
public record ServerHello(
        ProtocolVersion legacyVersion,
        Bytes random,
        Bytes legacySessionIdEcho,
        CipherSuite cipherSuite,
        CompressionMethod legacyCompressionMethod,
        Extensions extensions)
        implements HandshakeMessage {
    /** The random that makes a ServerHello a HelloRetryRequest: SHA-256 of that word. */
    public static final Bytes HELLO_RETRY_REQUEST_RANDOM =
            Bytes.ofHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    static ServerHello read(WireReader in, ReadContext context) {
        ProtocolVersion legacyVersion = in.codePoint("legacy_version", ProtocolVersion.TABLE);
        Bytes random = in.bytes("random", 32);
        Bytes session = in.opaque8("legacy_session_id_echo", 0, 32);
        CipherSuite suite = in.codePoint("cipher_suite", CipherSuite.TABLE);
        CompressionMethod compression = in.codePoint("legacy_compression_method", CompressionMethod.TABLE);
        boolean retry = random.equals(HELLO_RETRY_REQUEST_RANDOM);
        MessageKind kind = retry ? MessageKind.HELLO_RETRY_REQUEST : MessageKind.SERVER_HELLO;
        Extensions extensions = Extensions.readIfAny(in, context.in(kind));
        if (retry) {
            in.flag("hello_retry_request");
        } else {
            extensions.checkServerHello(in, context);
        }
        return new ServerHello(legacyVersion, random, session, suite, compression, extensions);
    }

    /** Whether this is a HelloRetryRequest. */
    public boolean isHelloRetryRequest() {
        return random.equals(HELLO_RETRY_REQUEST_RANDOM);
    }

    /** The version that the server chose: that of the supported_versions extension, else {@code legacyVersion}. */
    public ProtocolVersion version() {
        return extensions
                .get(SupportedVersions.class)
                .flatMap(SupportedVersions::selectedVersion)
                .orElse(legacyVersion);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_HELLO;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint16(legacyVersion)
                .bytes(random)
                .opaque8(legacySessionIdEcho)
                .codePoint16(cipherSuite)
                .codePoint8(legacyCompressionMethod);
        extensions.write(out);
    }
}
