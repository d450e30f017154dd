package dev.mtls.parser.extension;

import static dev.mtls.parser.extension.ExtensionArbitraries.bytes;
import static dev.mtls.parser.extension.ExtensionArbitraries.list;
import static dev.mtls.parser.extension.ExtensionArbitraries.points;

import dev.mtls.parser.code.AuthzDataFormat;
import dev.mtls.parser.code.CachedInformationType;
import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.EktCipherType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.HeartbeatMode;
import dev.mtls.parser.code.IdentifierType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.code.SrtpProtectionProfile;
import dev.mtls.parser.code.TokenBindingKeyParameters;
import dev.mtls.parser.code.UserMappingType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Extensions with numbers below 40 of which next to no traffic is known. */
final class RareExtensionArbitraries {
    private RareExtensionArbitraries() {}

    static void addTo(Map<ExtensionType, Function<MessageKind, Arbitrary<? extends TlsExtension>>> types) {
        types.put(ExtensionType.CLIENT_CERTIFICATE_URL, kind -> Arbitraries.just(new ClientCertificateUrl()));
        types.put(ExtensionType.TRUSTED_CA_KEYS, RareExtensionArbitraries::trustedCaKeys);
        types.put(ExtensionType.TRUNCATED_HMAC, kind -> Arbitraries.just(new TruncatedHmac()));
        types.put(
                ExtensionType.USER_MAPPING, kind -> list(UserMappingType.TABLE).map(UserMapping::new));
        types.put(
                ExtensionType.CLIENT_AUTHZ, kind -> list(AuthzDataFormat.TABLE).map(ClientAuthz::new));
        types.put(
                ExtensionType.SERVER_AUTHZ, kind -> list(AuthzDataFormat.TABLE).map(ServerAuthz::new));
        types.put(ExtensionType.CERT_TYPE, kind -> negotiated(kind, CertificateType.TABLE, CertType::new));
        types.put(ExtensionType.SRP, kind -> bytes(1, 20).map(Srp::new));
        types.put(
                ExtensionType.USE_SRTP,
                kind -> Combinators.combine(offer(kind, SrtpProtectionProfile.TABLE), bytes(0, 5))
                        .as(UseSrtp::new));
        types.put(
                ExtensionType.HEARTBEAT,
                kind -> Arbitraries.integers().between(1, 2).map(n -> new HeartbeatExtension(HeartbeatMode.of(n))));
        types.put(
                ExtensionType.CLIENT_CERTIFICATE_TYPE,
                kind -> negotiated(kind, CertificateType.TABLE, ClientCertTypeExtension::new));
        types.put(
                ExtensionType.SERVER_CERTIFICATE_TYPE,
                kind -> negotiated(kind, CertificateType.TABLE, ServerCertTypeExtension::new));
        types.put(ExtensionType.TOKEN_BINDING, RareExtensionArbitraries::tokenBinding);
        types.put(ExtensionType.CACHED_INFO, RareExtensionArbitraries::cachedInfo);
        types.put(ExtensionType.TLS_LTS, kind -> Arbitraries.just(new TlsLts()));
        types.put(ExtensionType.PWD_PROTECT, kind -> bytes(1, 40).map(PwdProtect::new));
        types.put(ExtensionType.PWD_CLEAR, kind -> bytes(1, 20).map(PwdClear::new));
        types.put(ExtensionType.PASSWORD_SALT, kind -> bytes(1, 40).map(PasswordSalt::new));
        types.put(ExtensionType.TICKET_PINNING, RareExtensionArbitraries::ticketPinning);
        types.put(ExtensionType.TLS_CERT_WITH_EXTERN_PSK, kind -> Arbitraries.just(new TlsCertWithExternPsk()));
        types.put(ExtensionType.DELEGATED_CREDENTIAL, RareExtensionArbitraries::delegatedCredential);
        types.put(ExtensionType.TLMSP, kind -> bytes(0, 20).map(Tlmsp::new));
        types.put(ExtensionType.TLMSP_PROXYING, kind -> bytes(0, 20).map(TlmspProxying::new));
        types.put(ExtensionType.TLMSP_DELEGATE, kind -> bytes(0, 20).map(TlmspDelegate::new));
        types.put(
                ExtensionType.SUPPORTED_EKT_CIPHERS,
                kind -> negotiated(kind, EktCipherType.TABLE, SupportedEktCiphers::new));
    }

    /** Some from the client, one from the server. */
    private static <T extends CodePoint> Arbitrary<List<T>> offer(MessageKind kind, CodeTable<T> table) {
        return kind == MessageKind.CLIENT_HELLO ? list(table) : points(table).map(List::of);
    }

    private static <T extends CodePoint, E extends TlsExtension> Arbitrary<E> negotiated(
            MessageKind kind, CodeTable<T> table, BiFunction<List<T>, Optional<T>, E> extension) {
        return kind == MessageKind.CLIENT_HELLO
                ? list(table).map(points -> extension.apply(points, Optional.empty()))
                : points(table).map(point -> extension.apply(List.of(), Optional.of(point)));
    }

    private static Arbitrary<TrustedCaKeys> trustedCaKeys(MessageKind kind) {
        if (kind != MessageKind.CLIENT_HELLO) {
            return Arbitraries.just(new TrustedCaKeys(Optional.empty()));
        }
        Arbitrary<TrustedCaKeys.TrustedAuthority> known = Arbitraries.of(
                        IdentifierType.PRE_AGREED,
                        IdentifierType.KEY_SHA1_HASH,
                        IdentifierType.CERT_SHA1_HASH,
                        IdentifierType.X509_NAME)
                .flatMap(type -> identifier(type).map(id -> new TrustedCaKeys.TrustedAuthority(type, id)));
        // A way of naming that is unknown takes all that is left, so it can only come last.
        Arbitrary<Optional<TrustedCaKeys.TrustedAuthority>> unknown = Combinators.combine(
                        Arbitraries.integers().between(4, 255).map(IdentifierType::of), bytes(0, 12))
                .as(TrustedCaKeys.TrustedAuthority::new)
                .optional();
        return Combinators.combine(known.list().ofMaxSize(4), unknown).as((list, last) -> {
            List<TrustedCaKeys.TrustedAuthority> all = new ArrayList<>(list);
            last.ifPresent(all::add);
            return new TrustedCaKeys(Optional.of(all));
        });
    }

    private static Arbitrary<Bytes> identifier(IdentifierType type) {
        if (type.equals(IdentifierType.PRE_AGREED)) {
            return Arbitraries.just(Bytes.EMPTY);
        }
        return type.equals(IdentifierType.X509_NAME)
                ? ExtensionArbitraries.names().map(DistinguishedName::der)
                : bytes(20, 20);
    }

    private static Arbitrary<TokenBinding> tokenBinding(MessageKind kind) {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 255);
        return Combinators.combine(
                        Combinators.combine(number, number).as(TokenBinding.Version::new),
                        offer(kind, TokenBindingKeyParameters.TABLE))
                .as(TokenBinding::new);
    }

    private static Arbitrary<CachedInfo> cachedInfo(MessageKind kind) {
        return Combinators.combine(
                        points(CachedInformationType.TABLE),
                        kind == MessageKind.CLIENT_HELLO ? bytes(1, 32) : Arbitraries.just(Bytes.EMPTY))
                .as(CachedInfo.CachedObject::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(CachedInfo::new);
    }

    private static Arbitrary<TicketPinning> ticketPinning(MessageKind kind) {
        if (kind == MessageKind.CLIENT_HELLO) {
            return bytes(0, 40).map(ticket -> new TicketPinning(ticket, Optional.empty()));
        }
        return Combinators.combine(
                        bytes(0, 40), bytes(0, 32), Arbitraries.longs().between(0, 0xffffffffL))
                .as((ticket, proof, lifetime) ->
                        new TicketPinning(ticket, Optional.of(new TicketPinning.Answer(proof, lifetime))));
    }

    private static Arbitrary<DelegatedCredentialExtension> delegatedCredential(MessageKind kind) {
        if (kind != MessageKind.CERTIFICATE) {
            return list(SignatureScheme.TABLE)
                    .map(schemes -> new DelegatedCredentialExtension(schemes, Optional.empty()));
        }
        Arbitrary<DelegatedCredential.Credential> cred = Combinators.combine(
                        Arbitraries.longs().between(0, 0xffffffffL), points(SignatureScheme.TABLE), bytes(1, 60))
                .as(DelegatedCredential.Credential::new);
        return Combinators.combine(cred, points(SignatureScheme.TABLE), bytes(1, 60))
                .as(DelegatedCredential::new)
                .map(credential -> new DelegatedCredentialExtension(List.of(), Optional.of(credential)));
    }
}
