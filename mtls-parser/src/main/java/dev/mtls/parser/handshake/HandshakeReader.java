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
            case 4 -> NewSessionTicket.read(in, context);
            case 5 -> EndOfEarlyData.read(in, context);
            case 8 -> EncryptedExtensions.read(in, context);
            case 11 -> CertificateMessage.read(in, context);
            case 12 -> ServerKeyExchange.read(in, context);
            case 13 -> CertificateRequest.read(in, context);
            case 14 -> ServerHelloDone.read(in, context);
            case 15 -> CertificateVerify.read(in, context);
            case 16 -> ClientKeyExchange.read(in, context);
            case 20 -> Finished.read(in, context);
            case 22 -> CertificateStatus.read(in, context);
            case 24 -> KeyUpdate.read(in, context);
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
            case 4 -> tls13 ? "RFC 8446 4.6.1" : "RFC 5077 3.3";
            case 5 -> "RFC 8446 4.5";
            case 8 -> "RFC 8446 4.3.1";
            case 11 -> tls13 ? "RFC 8446 4.4.2" : "RFC 5246 7.4.2";
            case 12 -> "RFC 5246 7.4.3";
            case 13 -> tls13 ? "RFC 8446 4.3.2" : "RFC 5246 7.4.4";
            case 14 -> "RFC 5246 7.4.5";
            case 15 -> tls13 ? "RFC 8446 4.4.3" : "RFC 5246 7.4.8";
            case 16 -> "RFC 5246 7.4.7";
            case 20 -> tls13 ? "RFC 8446 4.4.4" : "RFC 5246 7.4.9";
            case 22 -> "RFC 6066 8";
            case 24 -> "RFC 8446 4.6.3";
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
