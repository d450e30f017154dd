package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;

/**
 * A handshake message. RFC 8446 4: {@code HandshakeType msg_type; uint24 length; body}.
 *
 * <p>A minor release may add members to this family, for what is an {@link UnknownHandshakeMessage} today: give a {@code
 * switch} over it a {@code default} to stay compatible. Code that works with {@link #type} and {@link #body} keeps working.
 */
public sealed interface HandshakeMessage
        permits CertificateMessage,
                CertificateRequest,
                CertificateStatus,
                CertificateUrl,
                CertificateVerify,
                ClientCertificateRequest,
                ClientHello,
                ClientKeyExchange,
                CompressedCertificate,
                DraftHelloRetryRequest,
                EktKey,
                EncryptedExtensions,
                EndOfEarlyData,
                Finished,
                HelloRequest,
                HelloVerifyRequest,
                KeyUpdate,
                MalformedHandshakeMessage,
                MessageHash,
                NewConnectionId,
                NewSessionTicket,
                PrivateHandshakeMessage,
                RequestConnectionId,
                ServerHello,
                ServerHelloDone,
                ServerKeyExchange,
                SupplementalData,
                UnknownHandshakeMessage {

    /** What the message is. */
    HandshakeType type();

    /** Writes the body, without the header of four bytes: the same bytes as it was read from. */
    void write(WireWriter out);

    /** The body, without the header. Made anew from the components at each call unless it is kept as bytes. */
    default Bytes body() {
        WireWriter out = new WireWriter();
        write(out);
        return out.toBytes();
    }
}
