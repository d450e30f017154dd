package dev.mtls.parser.handshake;

import static dev.mtls.parser.extension.ExtensionArbitraries.bytes;
import static dev.mtls.parser.extension.ExtensionArbitraries.points;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.EcBasisType;
import dev.mtls.parser.code.EcCurveType;
import dev.mtls.parser.code.KeyExchange;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.handshake.MessageArbitraries.Sample;
import dev.mtls.parser.wire.Bytes;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The messages in which client and server agree on a secret before TLS 1.3, for each way to agree on one. */
final class KeyExchangeArbitraries {
    /** A suite for each key exchange. */
    private static final List<CipherSuite> SUITES = List.of(
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
            CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
            CipherSuite.of(0x0003), // RSA_EXPORT
            CipherSuite.of(0x0018), // DH_anon
            CipherSuite.of(0x0031), // DH_RSA
            CipherSuite.of(0xc018), // ECDH_anon
            CipherSuite.of(0xc004), // ECDH_ECDSA
            CipherSuite.of(0x008c), // PSK
            CipherSuite.of(0x0090), // DHE_PSK
            CipherSuite.of(0x0094), // RSA_PSK
            CipherSuite.of(0xc035), // ECDHE_PSK
            CipherSuite.of(0xc01d), // SRP_SHA
            CipherSuite.of(0xc01e), // SRP_SHA_RSA
            CipherSuite.of(0xc0b0), // ECCPWD
            CipherSuite.of(0xc100), // GOST
            CipherSuite.of(0x001e), // KRB5
            CipherSuite.of(0xc0ff), // ECJPAKE
            CipherSuite.of(0x1399)); // not known

    private KeyExchangeArbitraries() {}

    static Arbitrary<ProtocolVersion> oldVersions() {
        return Arbitraries.of(
                ProtocolVersion.SSL_3, ProtocolVersion.TLS_1_0, ProtocolVersion.TLS_1_1, ProtocolVersion.TLS_1_2);
    }

    static Arbitrary<Sample> server() {
        return Combinators.combine(oldVersions(), Arbitraries.of(SUITES))
                .as(KeyExchangeArbitraries::server)
                .flatMap(samples -> samples);
    }

    private static Arbitrary<Sample> server(ProtocolVersion version, CipherSuite suite) {
        KeyExchange exchange = KeyExchange.of(suite);
        ReadContext context = ReadContext.negotiated(Sender.SERVER, version, suite);
        return Combinators.combine(params(exchange), points(SignatureScheme.TABLE), bytes(0, 20), bytes(0, 20))
                .as((params, scheme, signature, hint) -> new Sample(
                        new ServerKeyExchange(
                                exchange.isPsk() ? Optional.of(hint) : Optional.empty(),
                                params,
                                exchange.isSigned() && !context.isBeforeTls12()
                                        ? Optional.of(scheme)
                                        : Optional.empty(),
                                exchange.isSigned() ? Optional.of(signature) : Optional.empty()),
                        context));
    }

    private static Arbitrary<Optional<ServerKeyExchange.Params>> params(KeyExchange exchange) {
        Arbitrary<Bytes> some = bytes(1, 20);
        return switch (exchange) {
            case PSK, RSA_PSK -> Arbitraries.just(Optional.empty());
            case ECDHE, ECDH_ANON, ECDHE_PSK ->
                Combinators.combine(curves(), some)
                        .as((curve, point) -> Optional.of(
                                curve instanceof EcParameters.Named named
                                        ? new ServerKeyExchange.Ecdhe(
                                                EcCurveType.NAMED_CURVE, named.namedCurve(), point)
                                        : new ServerKeyExchange.ExplicitEcdhe(curve, point)));
            case DHE, DH_ANON, DHE_PSK ->
                Combinators.combine(some, some, some).as((p, g, y) -> Optional.of(new ServerKeyExchange.Dhe(p, g, y)));
            case SRP, SRP_SIGNED ->
                Combinators.combine(some, some, some, some)
                        .as((n, g, s, b) -> Optional.of(new ServerKeyExchange.Srp(n, g, s, b)));
            case RSA_EXPORT ->
                Combinators.combine(some, some)
                        .as((modulus, exponent) -> Optional.of(new ServerKeyExchange.RsaExport(modulus, exponent)));
            case ECCPWD ->
                Combinators.combine(some, curves(), some, some)
                        .as((salt, curve, element, scalar) ->
                                Optional.of(new ServerKeyExchange.Eccpwd(salt, curve, element, scalar)));
            default -> some.map(bytes -> Optional.of(new ServerKeyExchange.Opaque(bytes)));
        };
    }

    private static Arbitrary<EcParameters> curves() {
        Arbitrary<Bytes> some = bytes(1, 6);
        Arbitrary<EcParameters.Curve> curve =
                Combinators.combine(some, some, some, some, some).as(EcParameters.Curve::new);
        return Arbitraries.oneOf(
                points(NamedGroup.TABLE).map(EcParameters.Named::new),
                Combinators.combine(some, curve).as(EcParameters.ExplicitPrime::new),
                Combinators.combine(
                                Arbitraries.integers().between(0, 0xffff),
                                some.list().ofSize(3),
                                Arbitraries.of(EcBasisType.EC_BASIS_TRINOMIAL, EcBasisType.EC_BASIS_PENTANOMIAL),
                                curve)
                        .as((m, exponents, basis, c) -> new EcParameters.ExplicitChar2(
                                m,
                                basis,
                                basis.equals(EcBasisType.EC_BASIS_TRINOMIAL) ? exponents.subList(0, 1) : exponents,
                                c)));
    }

    static Arbitrary<Sample> client() {
        return Combinators.combine(oldVersions(), Arbitraries.of(SUITES))
                .as(KeyExchangeArbitraries::client)
                .flatMap(samples -> samples);
    }

    private static Arbitrary<Sample> client(ProtocolVersion version, CipherSuite suite) {
        KeyExchange exchange = KeyExchange.of(suite);
        return Combinators.combine(keys(exchange, version), bytes(0, 20)).as((keys, identity) -> {
            return new Sample(
                    new ClientKeyExchange(exchange.isPsk() ? Optional.of(identity) : Optional.empty(), keys),
                    ReadContext.negotiated(Sender.CLIENT, version, suite));
        });
    }

    private static Arbitrary<Optional<ClientKeyExchange.Keys>> keys(KeyExchange exchange, ProtocolVersion version) {
        Arbitrary<Bytes> some = bytes(1, 20);
        return switch (exchange) {
            case PSK -> Arbitraries.just(Optional.empty());
            case ECDHE, ECDH_ANON, ECDHE_PSK -> some.map(point -> Optional.of(new ClientKeyExchange.Ecdhe(point)));
            case ECDH ->
                some.<ClientKeyExchange.Keys>map(ClientKeyExchange.Ecdhe::new).optional();
            case DHE, DH_ANON, DHE_PSK -> some.map(number -> Optional.of(new ClientKeyExchange.Dhe(number)));
            case DH ->
                some.<ClientKeyExchange.Keys>map(ClientKeyExchange.Dhe::new).optional();
            case RSA, RSA_EXPORT, RSA_PSK ->
                bytes(0, 20)
                        .map(secret ->
                                Optional.of(new ClientKeyExchange.Rsa(secret, !version.equals(ProtocolVersion.SSL_3))));
            case SRP, SRP_SIGNED -> some.map(number -> Optional.of(new ClientKeyExchange.Srp(number)));
            case ECCPWD ->
                Combinators.combine(some, some)
                        .as((element, scalar) -> Optional.of(new ClientKeyExchange.Eccpwd(element, scalar)));
            default ->
                some.<ClientKeyExchange.Keys>map(ClientKeyExchange.Opaque::new).optional();
        };
    }
}
