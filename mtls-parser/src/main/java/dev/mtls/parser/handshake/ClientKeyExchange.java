package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.KeyExchange;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;

/**
 * The client's part of the key exchange, before TLS 1.3. RFC 5246 7.4.7, RFC 8422 5.7, RFC 4279.
 *
 * <p>ECDHE: {@code opaque ecdh_yc<1..2^8-1>}; DHE: {@code opaque dh_yc<1..2^16-1>}; RSA: {@code opaque
 * encrypted_pre_master_secret<0..2^16-1>}; with a pre-shared key {@code opaque psk_identity<0..2^16-1>} before it. Empty where
 * the key is that of the client's certificate.
 *
 * @param pskIdentity which key the client means; present for suites with a pre-shared key
 * @param ecdhYc a point on the curve of the server
 * @param dhYc a number modulo the prime of the server
 * @param encryptedPreMasterSecret a secret encrypted for the server
 * @param exchangeKeys all there is, where the suite is not known; absent otherwise
 */
public record ClientKeyExchange(
        Optional<Bytes> pskIdentity,
        Optional<Bytes> ecdhYc,
        Optional<Bytes> dhYc,
        Optional<Bytes> encryptedPreMasterSecret,
        Optional<Bytes> exchangeKeys)
        implements HandshakeMessage {
    static ClientKeyExchange read(WireReader in, ReadContext context) {
        KeyExchange exchange = context.cipherSuite().map(KeyExchange::of).orElse(KeyExchange.OTHER);
        boolean ssl = context.version().filter(ProtocolVersion.SSL_3::equals).isPresent();
        Optional<Bytes> none = Optional.empty();
        Optional<Bytes> identity = exchange.isPsk() ? Optional.of(in.opaque16("psk_identity", 0)) : none;
        // A client whose certificate has the key already sends nothing.
        boolean implicit = in.remaining() == 0;
        if (exchange.isEcdh() || exchange == KeyExchange.ECDH && !implicit) {
            return new ClientKeyExchange(identity, Optional.of(in.opaque8("ecdh_yc", 1)), none, none, none);
        }
        if (exchange.isDh() || exchange == KeyExchange.DH && !implicit) {
            return new ClientKeyExchange(identity, none, Optional.of(in.opaque16("dh_yc", 1)), none, none);
        }
        if (exchange == KeyExchange.RSA && !ssl || exchange == KeyExchange.RSA_PSK) {
            Bytes secret = in.opaque16("encrypted_pre_master_secret", 0);
            return new ClientKeyExchange(identity, none, none, Optional.of(secret), none);
        }
        boolean nothing = exchange == KeyExchange.PSK || implicit;
        return new ClientKeyExchange(
                identity, none, none, none, nothing ? none : Optional.of(in.rest("exchange_keys")));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_KEY_EXCHANGE;
    }

    @Override
    public void write(WireWriter out) {
        pskIdentity.ifPresent(out::opaque16);
        ecdhYc.ifPresent(out::opaque8);
        dhYc.ifPresent(out::opaque16);
        encryptedPreMasterSecret.ifPresent(out::opaque16);
        exchangeKeys.ifPresent(out::bytes);
    }
}
