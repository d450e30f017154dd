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
 * The client's part of the key exchange, before TLS 1.3. RFC 5246 7.4.7, RFC 8422 5.7, RFC 4279, RFC 5054 2.8.4, RFC 8492.
 *
 * <p>ECDHE: {@code opaque ecdh_yc<1..2^8-1>}; DHE: {@code opaque dh_yc<1..2^16-1>}; RSA: {@code opaque
 * encrypted_pre_master_secret<0..2^16-1>}, in SSL 3.0 without the length; SRP: {@code opaque srp_A<1..2^16-1>}; ECCPWD: {@code
 * opaque ec_celement<1..2^8-1>; opaque ec_cscalar<1..2^8-1>}; with a pre-shared key {@code opaque psk_identity<0..2^16-1>} before
 * it. Empty where the key is that of the client's certificate.
 *
 * @param pskIdentity which key the client means; present for suites with a pre-shared key
 * @param exchangeKeys the client's key or secret; absent for a pre-shared key alone and where its certificate has the key
 */
public record ClientKeyExchange(Optional<Bytes> pskIdentity, Optional<ClientKeyExchange.Keys> exchangeKeys)
        implements HandshakeMessage {
    /** The client's key or secret. Minor releases may add forms. */
    public sealed interface Keys {}

    /**
     * A point on the curve of the server.
     *
     * @param ecdhYc the point, 1 to 255 bytes
     */
    public record Ecdhe(Bytes ecdhYc) implements Keys {}

    /**
     * A number modulo the prime of the server.
     *
     * @param dhYc the number
     */
    public record Dhe(Bytes dhYc) implements Keys {}

    /**
     * A secret encrypted for the server.
     *
     * @param encryptedPreMasterSecret the ciphertext
     * @param hasLength whether its length stands before it: not in SSL 3.0
     */
    public record Rsa(Bytes encryptedPreMasterSecret, boolean hasLength) implements Keys {}

    /**
     * The client's key of the Secure Remote Password protocol.
     *
     * @param srpA the number
     */
    public record Srp(Bytes srpA) implements Keys {}

    /**
     * The client's part of the dragonfly protocol.
     *
     * @param element the point
     * @param scalar the number
     */
    public record Eccpwd(Bytes element, Bytes scalar) implements Keys {}

    /**
     * All there is, where the suite is not known or its messages are not decoded.
     *
     * @param bytes the bytes
     */
    public record Opaque(Bytes bytes) implements Keys {}

    static ClientKeyExchange read(WireReader in, ReadContext context) {
        KeyExchange exchange = context.cipherSuite().map(KeyExchange::of).orElse(KeyExchange.OTHER);
        Optional<Bytes> identity = exchange.isPsk() ? Optional.of(in.opaque16("psk_identity", 0)) : Optional.empty();
        // A client whose certificate has the key already sends nothing.
        boolean implicit = in.remaining() == 0 && !needsKeys(exchange);
        return new ClientKeyExchange(
                identity,
                exchange == KeyExchange.PSK || implicit ? Optional.empty() : Optional.of(keys(in, exchange, context)));
    }

    private static boolean needsKeys(KeyExchange exchange) {
        return switch (exchange) {
            case DH, ECDH, KRB5, GOST, ECJPAKE, NONE, OTHER -> false;
            default -> true;
        };
    }

    private static Keys keys(WireReader in, KeyExchange exchange, ReadContext context) {
        return switch (exchange) {
            case ECDHE, ECDH_ANON, ECDHE_PSK, ECDH -> new Ecdhe(in.opaque8("ecdh_yc", 1));
            case DHE, DH_ANON, DHE_PSK, DH -> new Dhe(in.opaque16("dh_yc", 1));
            case RSA, RSA_EXPORT, RSA_PSK -> rsa(in, context);
            case SRP, SRP_SIGNED -> new Srp(in.opaque16("srp_A", 1));
            case ECCPWD -> new Eccpwd(in.opaque8("ec_celement", 1), in.opaque8("ec_cscalar", 1));
            default -> new Opaque(in.rest("exchange_keys"));
        };
    }

    private static Rsa rsa(WireReader in, ReadContext context) {
        String name = "encrypted_pre_master_secret";
        boolean ssl = context.version().filter(ProtocolVersion.SSL_3::equals).isPresent();
        return ssl ? new Rsa(in.rest(name), false) : new Rsa(in.opaque16(name, 0), true);
    }

    /** The client's point, where there is one. */
    public Optional<Bytes> ecdhYc() {
        return exchangeKeys.map(keys -> keys instanceof Ecdhe ec ? ec.ecdhYc() : null);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_KEY_EXCHANGE;
    }

    @Override
    public void write(WireWriter out) {
        pskIdentity.ifPresent(out::opaque16);
        exchangeKeys.ifPresent(keys -> write(keys, out));
    }

    private static void write(Keys keys, WireWriter out) {
        if (keys instanceof Ecdhe ec) {
            out.opaque8(ec.ecdhYc());
        } else if (keys instanceof Dhe dh) {
            out.opaque16(dh.dhYc());
        } else if (keys instanceof Rsa rsa && rsa.hasLength()) {
            out.opaque16(rsa.encryptedPreMasterSecret());
        } else if (keys instanceof Rsa rsa) {
            out.bytes(rsa.encryptedPreMasterSecret());
        } else if (keys instanceof Srp srp) {
            out.opaque16(srp.srpA());
        } else if (keys instanceof Eccpwd pwd) {
            out.opaque8(pwd.element()).opaque8(pwd.scalar());
        } else if (keys instanceof Opaque opaque) {
            out.bytes(opaque.bytes());
        }
    }
}
