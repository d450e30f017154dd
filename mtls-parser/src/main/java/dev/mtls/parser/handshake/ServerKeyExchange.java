package dev.mtls.parser.handshake;

import dev.mtls.parser.code.EcCurveType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.KeyExchange;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;

/**
 * The public key of a server for the key exchange, before TLS 1.3. RFC 5246 7.4.3, RFC 8422 5.4, RFC 4279, RFC 5054 2.8.3,
 * RFC 2246 7.4.3, RFC 8492.
 *
 * <p>ECDHE: {@code ECCurveType curve_type; NamedCurve named_curve; opaque public<1..2^8-1>}, or in place of the number the curve
 * itself ({@link EcParameters}); DHE: {@code opaque dh_p<1..2^16-1>; opaque dh_g<1..2^16-1>; opaque dh_ys<1..2^16-1>}; SRP: {@code
 * opaque srp_N<1..2^16-1>; opaque srp_g<1..2^16-1>; opaque srp_s<1..2^8-1>; opaque srp_B<1..2^16-1>}; RSA_EXPORT: {@code opaque
 * rsa_modulus<1..2^16-1>; opaque rsa_exponent<1..2^16-1>}; with a pre-shared key {@code opaque psk_identity_hint<0..2^16-1>}
 * before it. Where it is signed, {@code SignatureAndHashAlgorithm algorithm} (since TLS 1.2) and {@code opaque
 * signature<0..2^16-1>} follow.
 *
 * @param pskIdentityHint which key the server means; present for suites with a pre-shared key
 * @param params the public key; absent for a pre-shared key alone
 * @param algorithm how it was signed; absent when unsigned and before TLS 1.2
 * @param signature the signature; absent when unsigned
 */
public record ServerKeyExchange(
        Optional<Bytes> pskIdentityHint,
        Optional<ServerKeyExchange.Params> params,
        Optional<SignatureScheme> algorithm,
        Optional<Bytes> signature)
        implements HandshakeMessage {
    /** The public key. Minor releases may add forms. */
    public sealed interface Params {}

    /**
     * A point on a named curve.
     *
     * @param curveType always named_curve
     * @param namedCurve the curve
     * @param publicKey the point, 1 to 255 bytes
     */
    public record Ecdhe(EcCurveType curveType, NamedGroup namedCurve, Bytes publicKey) implements Params {}

    /**
     * A point on a curve that the server describes.
     *
     * @param curve the curve, never a named one
     * @param publicKey the point, 1 to 255 bytes
     */
    public record ExplicitEcdhe(EcParameters curve, Bytes publicKey) implements Params {}

    /**
     * A number modulo a prime.
     *
     * @param dhP the prime
     * @param dhG the generator
     * @param dhYs the public key
     */
    public record Dhe(Bytes dhP, Bytes dhG, Bytes dhYs) implements Params {}

    /**
     * What the Secure Remote Password protocol needs.
     *
     * @param srpN the prime
     * @param srpG the generator
     * @param srpS the salt, 1 to 255 bytes
     * @param srpB the public key
     */
    public record Srp(Bytes srpN, Bytes srpG, Bytes srpS, Bytes srpB) implements Params {}

    /**
     * A short RSA key, for suites of the time of export rules.
     *
     * @param rsaModulus the modulus
     * @param rsaExponent the public exponent
     */
    public record RsaExport(Bytes rsaModulus, Bytes rsaExponent) implements Params {}

    /**
     * What the dragonfly protocol needs: {@code opaque salt<1..2^8-1>; ECParameters curve_params; ECPoint ec_selement; opaque
     * ec_sscalar<1..2^8-1>}.
     *
     * @param salt the salt
     * @param curve the curve
     * @param element the point
     * @param scalar the number
     */
    public record Eccpwd(Bytes salt, EcParameters curve, Bytes element, Bytes scalar) implements Params {}

    /**
     * All there is, where the suite is not known or the form is none of the others; any signature is in it.
     *
     * @param bytes the bytes
     */
    public record Opaque(Bytes bytes) implements Params {}

    static ServerKeyExchange read(WireReader in, ReadContext context) {
        KeyExchange exchange = context.cipherSuite().map(KeyExchange::of).orElse(KeyExchange.OTHER);
        Optional<Bytes> hint = exchange.isPsk() ? Optional.of(in.opaque16("psk_identity_hint", 0)) : Optional.empty();
        boolean keyOnly = exchange == KeyExchange.PSK || exchange == KeyExchange.RSA_PSK;
        Optional<Params> params = keyOnly ? Optional.empty() : Optional.of(params(in, exchange));
        if (!exchange.isSigned() || params.orElse(null) instanceof Opaque) {
            return new ServerKeyExchange(hint, params, Optional.empty(), Optional.empty());
        }
        Optional<SignatureScheme> algorithm = context.isBeforeTls12()
                ? Optional.empty()
                : Optional.of(in.codePoint("algorithm", SignatureScheme.TABLE));
        return new ServerKeyExchange(hint, params, algorithm, Optional.of(in.opaque16("signature", 0)));
    }

    private static Params params(WireReader in, KeyExchange exchange) {
        if (exchange.isDh()) {
            return new Dhe(in.opaque16("dh_p", 1), in.opaque16("dh_g", 1), in.opaque16("dh_ys", 1));
        }
        if (exchange.isEcdh() && EcParameters.isReadable(in.ahead())) {
            EcParameters curve = EcParameters.read(in);
            Bytes point = in.opaque8("public", 1);
            return curve instanceof EcParameters.Named named
                    ? new Ecdhe(named.curveType(), named.namedCurve(), point)
                    : new ExplicitEcdhe(curve, point);
        }
        if (exchange.isSrp()) {
            return new Srp(
                    in.opaque16("srp_N", 1), in.opaque16("srp_g", 1), in.opaque8("srp_s", 1), in.opaque16("srp_B", 1));
        }
        if (exchange == KeyExchange.RSA_EXPORT) {
            return new RsaExport(in.opaque16("rsa_modulus", 1), in.opaque16("rsa_exponent", 1));
        }
        if (exchange == KeyExchange.ECCPWD && isReadableAfterSalt(in.ahead())) {
            return new Eccpwd(
                    in.opaque8("salt", 1),
                    in.struct("curve_params", EcParameters::read),
                    in.opaque8("ec_selement", 1),
                    in.opaque8("ec_sscalar", 1));
        }
        return new Opaque(in.rest("params"));
    }

    /** A salt behind a length of one byte, and curve_params of a form that can be read. */
    private static boolean isReadableAfterSalt(Bytes ahead) {
        int curve = ahead.isEmpty() ? 0 : 1 + ahead.u8(0);
        return curve >= ahead.size() || EcParameters.isReadable(ahead.slice(curve));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_KEY_EXCHANGE;
    }

    @Override
    public void write(WireWriter out) {
        pskIdentityHint.ifPresent(out::opaque16);
        params.ifPresent(p -> write(p, out));
        algorithm.ifPresent(out::codePoint16);
        signature.ifPresent(out::opaque16);
    }

    private static void write(Params params, WireWriter out) {
        if (params instanceof Ecdhe ec) {
            out.codePoint8(ec.curveType()).codePoint16(ec.namedCurve()).opaque8(ec.publicKey());
        } else if (params instanceof ExplicitEcdhe ec) {
            ec.curve().write(out);
            out.opaque8(ec.publicKey());
        } else if (params instanceof Dhe dh) {
            out.opaque16(dh.dhP()).opaque16(dh.dhG()).opaque16(dh.dhYs());
        } else if (params instanceof Srp srp) {
            out.opaque16(srp.srpN()).opaque16(srp.srpG()).opaque8(srp.srpS()).opaque16(srp.srpB());
        } else if (params instanceof RsaExport rsa) {
            out.opaque16(rsa.rsaModulus()).opaque16(rsa.rsaExponent());
        } else if (params instanceof Eccpwd pwd) {
            out.opaque8(pwd.salt());
            pwd.curve().write(out);
            out.opaque8(pwd.element()).opaque8(pwd.scalar());
        } else if (params instanceof Opaque opaque) {
            out.bytes(opaque.bytes());
        }
    }
}
