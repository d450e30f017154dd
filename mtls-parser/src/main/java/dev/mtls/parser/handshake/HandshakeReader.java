package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.BlockReader;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import org.jspecify.annotations.Nullable;

/** Knows the handshake messages by their type. */
final class HandshakeReader implements BlockReader<HandshakeType, HandshakeMessage> {
    private final ReadContext context;

    HandshakeReader(ReadContext context) {
        this.context = context;
    }

    @Override
    public HandshakeMessage read(WireReader in, HandshakeType type) {
        PrivateHandshakeMessage.Reader own = own(type);
        if (own != null) {
            return readOwn(type, own, in);
        }
        return switch (type.value()) {
            case 0 -> HelloRequest.read(in, context);
            case 1 -> ClientHello.read(in, context);
            case 2 -> ServerHello.read(in, context);
            case 3 -> HelloVerifyRequest.read(in, context);
            case 4 -> NewSessionTicket.read(in, context);
            case 5 -> EndOfEarlyData.read(in, context);
            case 6 -> DraftHelloRetryRequest.read(in, context);
            case 8 -> EncryptedExtensions.read(in, context);
            case 9 -> RequestConnectionId.read(in, context);
            case 10 -> NewConnectionId.read(in, context);
            case 11 -> CertificateMessage.read(in, context);
            case 12 -> ServerKeyExchange.read(in, context);
            case 13 -> CertificateRequest.read(in, context);
            case 14 -> ServerHelloDone.read(in, context);
            case 15 -> CertificateVerify.read(in, context);
            case 16 -> ClientKeyExchange.read(in, context);
            case 17 -> ClientCertificateRequest.read(in, context);
            case 20 -> Finished.read(in, context);
            case 21 -> CertificateUrl.read(in, context);
            case 22 -> CertificateStatus.read(in, context);
            case 23 -> SupplementalData.read(in, context);
            case 24 -> KeyUpdate.read(in, context);
            case 25 -> CompressedCertificate.read(in, context);
            case 26 -> EktKey.read(in, context);
            case 254 -> MessageHash.read(in, context);
            default -> new UnknownHandshakeMessage(type, in.rest(""));
        };
    }

    @Override
    public String rfc(HandshakeType type) {
        if (own(type) != null) {
            return "";
        }
        boolean tls13 = context.isTls13();
        return switch (type.value()) {
            case 0 -> "RFC 5246 7.4.1.1";
            case 1 -> "RFC 8446 4.1.2";
            case 2 -> "RFC 8446 4.1.3";
            case 3 -> "RFC 6347 4.2.1";
            case 4 -> tls13 ? "RFC 8446 4.6.1" : "RFC 5077 3.3";
            case 5 -> "RFC 8446 4.5";
            case 6 -> "draft-ietf-tls-tls13-21 4.1.4";
            case 8 -> "RFC 8446 4.3.1";
            case 9 -> "RFC 9147 9";
            case 10 -> "RFC 9147 9";
            case 11 -> tls13 ? "RFC 8446 4.4.2" : "RFC 5246 7.4.2";
            case 12 -> "RFC 5246 7.4.3";
            case 13 -> tls13 ? "RFC 8446 4.3.2" : "RFC 5246 7.4.4";
            case 14 -> "RFC 5246 7.4.5";
            case 15 -> tls13 ? "RFC 8446 4.4.3" : "RFC 5246 7.4.8";
            case 16 -> "RFC 5246 7.4.7";
            case 17 -> "RFC 9261 4";
            case 20 -> tls13 ? "RFC 8446 4.4.4" : "RFC 5246 7.4.9";
            case 21 -> "RFC 6066 5";
            case 22 -> "RFC 6066 8";
            case 23 -> "RFC 4680 2";
            case 24 -> "RFC 8446 4.6.3";
            case 25 -> "RFC 8879 4";
            case 26 -> "RFC 8870 5.2.2";
            case 254 -> "RFC 8446 4.4.1";
            default -> "";
        };
    }

    @Override
    public boolean isKnown(HandshakeType type) {
        return own(type) != null || !rfc(type).isEmpty();
    }

    @Override
    public HandshakeMessage malformed(HandshakeType type, Bytes body) {
        return new MalformedHandshakeMessage(type, body);
    }

    private PrivateHandshakeMessage.@Nullable Reader own(HandshakeType type) {
        return context.readers().find(type, PrivateHandshakeMessage.Reader.class);
    }

    private HandshakeMessage readOwn(HandshakeType type, PrivateHandshakeMessage.Reader own, WireReader in) {
        return in.foreign(body -> {
            PrivateHandshakeMessage read = own.read(body, context);
            if (read != null && !read.type().equals(type)) {
                throw new IllegalStateException("a message of another type");
            }
            return read;
        });
    }
}
