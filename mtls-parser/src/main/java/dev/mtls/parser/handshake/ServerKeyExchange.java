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
 * The public key of a server for the key exchange, before TLS 1.3. RFC 5246 7.4.3, RFC 8422 5.4, RFC 4279.
 *
 * <p>ECDHE: {@code ECCurveType curve_type; NamedCurve named_curve; opaque public<1..2^8-1>}; DHE: {@code opaque
 * dh_p<1..2^16-1>; opaque dh_g<1..2^16-1>; opaque dh_ys<1..2^16-1>}; with a pre-shared key {@code opaque
 * psk_identity_hint<0..2^16-1>} before it. Where it is signed, {@code SignatureAndHashAlgorithm algorithm} (since TLS 1.2) and
 * {@code opaque signature<0..2^16-1>} follow.
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
     * A number modulo a prime.
     *
     * @param dhP the prime
     * @param dhG the generator
     * @param dhYs the public key
     */
    public record Dhe(Bytes dhP, Bytes dhG, Bytes dhYs) implements Params {}

    /**
     * All there is, where the suite is not known or the form is none of the others; any signature is in it.
     *
     * @param bytes the bytes
     */
    public record Opaque(Bytes bytes) implements Params {}

    static ServerKeyExchange read(WireReader in, ReadContext context) {
        KeyExchange exchange = context.cipherSuite().map(KeyExchange::of).orElse(KeyExchange.OTHER);
        Optional<Bytes> hint = exchange.isPsk() ? Optional.of(in.opaque16("psk_identity_hint", 0)) : Optional.empty();
        Optional<Params> params = Optional.empty();
        if (exchange.isDh()) {
            params = Optional.of(new Dhe(in.opaque16("dh_p", 1), in.opaque16("dh_g", 1), in.opaque16("dh_ys", 1)));
        } else if (exchange.isEcdh() && in.peek8() == EcCurveType.NAMED_CURVE.value()) {
            params = Optional.of(new Ecdhe(
                    in.codePoint("curve_type", EcCurveType.TABLE),
                    in.codePoint("named_curve", NamedGroup.TABLE),
                    in.opaque8("public", 1)));
        } else if (exchange != KeyExchange.PSK && exchange != KeyExchange.RSA_PSK) {
            Params opaque = new Opaque(in.rest("params"));
            return new ServerKeyExchange(hint, Optional.of(opaque), Optional.empty(), Optional.empty());
        }
        if (!exchange.isSigned()) {
            return new ServerKeyExchange(hint, params, Optional.empty(), Optional.empty());
        }
        Optional<SignatureScheme> algorithm = context.isBeforeTls12()
                ? Optional.empty()
                : Optional.of(in.codePoint("algorithm", SignatureScheme.TABLE));
        return new ServerKeyExchange(hint, params, algorithm, Optional.of(in.opaque16("signature", 0)));
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
        } else if (params instanceof Dhe dh) {
            out.opaque16(dh.dhP()).opaque16(dh.dhG()).opaque16(dh.dhYs());
        } else if (params instanceof Opaque opaque) {
            out.bytes(opaque.bytes());
        }
    }
}
