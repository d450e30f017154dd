package dev.mtls.parser.extension;

import dev.mtls.parser.code.CertificateCompressionAlgorithm;
import dev.mtls.parser.code.CertificateStatusType;
import dev.mtls.parser.code.EcPointFormat;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.NameType;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.PskKeyExchangeMode;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Extensions that obey the rules, of every type that the table has. */
public final class ExtensionArbitraries {
    private static final Comparator<ExtensionType> BY_NUMBER = Comparator.comparingInt(ExtensionType::value);

    /** For each type what it may look like in a kind of message. */
    static final Map<ExtensionType, Function<MessageKind, Arbitrary<? extends TlsExtension>>> BY_TYPE =
            new TreeMap<>(BY_NUMBER);

    static {
        BY_TYPE.put(
                ExtensionType.SERVER_NAME,
                kind -> answers(kind)
                        ? Arbitraries.just(new ServerName(List.of()))
                        : Combinators.combine(points(NameType.TABLE), bytes(1, 20))
                                .as(ServerName.Entry::new)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3)
                                .uniqueElements(ServerName.Entry::nameType)
                                .map(ServerName::new));
        BY_TYPE.put(
                ExtensionType.MAX_FRAGMENT_LENGTH,
                kind -> Arbitraries.integers().between(1, 4).map(MaxFragmentLength::new));
        BY_TYPE.put(ExtensionType.STATUS_REQUEST, ExtensionArbitraries::statusRequest);
        BY_TYPE.put(
                ExtensionType.SUPPORTED_GROUPS,
                kind -> list(NamedGroup.TABLE)
                        .map(groups ->
                                new SupportedGroups(groups.stream().distinct().toList())));
        BY_TYPE.put(
                ExtensionType.EC_POINT_FORMATS,
                kind -> list(EcPointFormat.TABLE)
                        .map(formats -> Stream.concat(Stream.of(EcPointFormat.UNCOMPRESSED), formats.stream())
                                .toList())
                        .map(EcPointFormats::new));
        BY_TYPE.put(
                ExtensionType.SIGNATURE_ALGORITHMS,
                kind -> list(SignatureScheme.TABLE).map(SignatureAlgorithms::new));
        BY_TYPE.put(
                ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
                kind -> bytes(1, 10)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(kind == MessageKind.CLIENT_HELLO ? 4 : 1)
                        .map(ApplicationLayerProtocolNegotiation::new));
        BY_TYPE.put(
                ExtensionType.STATUS_REQUEST_V2,
                kind -> answers(kind)
                        ? Arbitraries.just(new StatusRequestV2(List.of()))
                        : Arbitraries.oneOf(
                                        Combinators.combine(
                                                        Arbitraries.integers()
                                                                .between(1, 2)
                                                                .map(CertificateStatusType::of),
                                                        bytes(1, 8).list().ofMaxSize(2),
                                                        bytes(0, 8))
                                                .as(StatusRequestV2.Item::new),
                                        bytes(0, 8)
                                                .map(request -> new StatusRequestV2.Item(
                                                        CertificateStatusType.of(77), List.of(), request)))
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3)
                                .map(StatusRequestV2::new));
        BY_TYPE.put(
                ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP,
                kind -> kind == MessageKind.CLIENT_HELLO || kind == MessageKind.CERTIFICATE_REQUEST
                        ? Arbitraries.just(new SignedCertificateTimestamp(List.of()))
                        : bytes(1, 10).list().ofMinSize(1).ofMaxSize(3).map(SignedCertificateTimestamp::new));
        BY_TYPE.put(
                ExtensionType.PADDING,
                kind -> Arbitraries.integers().between(0, 40).map(n -> new Padding(Bytes.of(new byte[n]))));
        BY_TYPE.put(ExtensionType.ENCRYPT_THEN_MAC, kind -> Arbitraries.just(new EncryptThenMac()));
        BY_TYPE.put(ExtensionType.EXTENDED_MAIN_SECRET, kind -> Arbitraries.just(new ExtendedMasterSecret()));
        BY_TYPE.put(
                ExtensionType.COMPRESS_CERTIFICATE,
                kind -> list(CertificateCompressionAlgorithm.TABLE).map(CompressCertificate::new));
        BY_TYPE.put(
                ExtensionType.RECORD_SIZE_LIMIT,
                kind -> Arbitraries.integers().between(64, 0xffff).map(RecordSizeLimit::new));
        BY_TYPE.put(
                ExtensionType.SESSION_TICKET,
                kind -> bytes(0, answers(kind) ? 0 : 40).map(SessionTicket::new));
        BY_TYPE.put(ExtensionType.PRE_SHARED_KEY, ExtensionArbitraries::preSharedKey);
        BY_TYPE.put(
                ExtensionType.EARLY_DATA,
                kind -> kind == MessageKind.NEW_SESSION_TICKET
                        ? Arbitraries.longs().between(0, 0xffffffffL).map(n -> new EarlyData(OptionalLong.of(n)))
                        : Arbitraries.just(new EarlyData(OptionalLong.empty())));
        BY_TYPE.put(
                ExtensionType.SUPPORTED_VERSIONS,
                kind -> kind == MessageKind.CLIENT_HELLO
                        ? list(ProtocolVersion.TABLE).map(v -> new SupportedVersions(v, Optional.empty()))
                        : points(ProtocolVersion.TABLE)
                                .filter(v -> v.value() >= 0x0304 && !v.isGrease())
                                .map(v -> new SupportedVersions(List.of(), Optional.of(v))));
        BY_TYPE.put(ExtensionType.COOKIE, kind -> bytes(1, 40).map(Cookie::new));
        BY_TYPE.put(
                ExtensionType.PSK_KEY_EXCHANGE_MODES,
                kind -> list(PskKeyExchangeMode.TABLE).map(PskKeyExchangeModes::new));
        BY_TYPE.put(
                ExtensionType.CERTIFICATE_AUTHORITIES,
                kind -> names().list().ofMinSize(1).ofMaxSize(4).map(CertificateAuthorities::new));
        BY_TYPE.put(ExtensionType.POST_HANDSHAKE_AUTH, kind -> Arbitraries.just(new PostHandshakeAuth()));
        BY_TYPE.put(
                ExtensionType.SIGNATURE_ALGORITHMS_CERT,
                kind -> list(SignatureScheme.TABLE).map(SignatureAlgorithmsCert::new));
        BY_TYPE.put(ExtensionType.KEY_SHARE, ExtensionArbitraries::keyShare);
        BY_TYPE.put(ExtensionType.RENEGOTIATION_INFO, kind -> bytes(0, 36).map(RenegotiationInfo::new));
        RareExtensionArbitraries.addTo(BY_TYPE);
        RecentExtensionArbitraries.addTo(BY_TYPE);
    }

    private ExtensionArbitraries() {}

    /** A block of extensions that may stand in a message of a kind, none twice, pre_shared_key last. */
    public static Arbitrary<Extensions> in(MessageKind kind) {
        List<Arbitrary<? extends TlsExtension>> choices = new ArrayList<>();
        ExtensionTable.rows().stream()
                .filter(row -> row.messages().contains(kind))
                .forEach(row -> choices.add(arbitrary(row.type(), kind)));
        choices.add(Combinators.combine(points(ExtensionType.TABLE), bytes(0, 12))
                .as(UnknownExtension::new)
                .filter(e -> !ExtensionTable.isKnown(e.type()) && !e.type().isGrease()));
        return Arbitraries.<Arbitrary<? extends TlsExtension>>of(choices)
                .flatMap(a -> a.map(e -> (TlsExtension) e))
                .list()
                .ofMaxSize(8)
                .uniqueElements(TlsExtension::type)
                .map(list -> list.stream()
                        .sorted(Comparator.comparing(PreSharedKey.class::isInstance))
                        .toList())
                .map(list -> new Extensions(true, list));
    }

    /** An extension of a type that the table has, as it stands in a message of a kind. */
    static Arbitrary<? extends TlsExtension> arbitrary(ExtensionType type, MessageKind kind) {
        return Optional.ofNullable(BY_TYPE.get(type)).orElseThrow().apply(kind);
    }

    /** Names of authorities, some of which are no DER. */
    public static Arbitrary<DistinguishedName> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .alpha()
                        .ofMinLength(1)
                        .ofMaxLength(12)
                        .map(cn -> DistinguishedName.of(new X500Principal("CN=" + cn + ",O=Test"))),
                bytes(1, 12).map(DistinguishedName::new));
    }

    /** Any bytes. */
    public static Arbitrary<Bytes> bytes(int min, int max) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(Bytes::of);
    }

    /** Any code points, registered ones and others. */
    public static <T extends CodePoint> Arbitrary<T> points(CodeTable<T> table) {
        return Arbitraries.integers().between(0, (1 << 8 * table.width()) - 1).map(table::of);
    }

    /** One to six code points. */
    public static <T extends CodePoint> Arbitrary<List<T>> list(CodeTable<T> table) {
        return points(table).list().ofMinSize(1).ofMaxSize(6);
    }

    private static boolean answers(MessageKind kind) {
        return kind == MessageKind.LEGACY_SERVER_HELLO
                || kind == MessageKind.SERVER_HELLO
                || kind == MessageKind.ENCRYPTED_EXTENSIONS;
    }

    private static Arbitrary<StatusRequest> statusRequest(MessageKind kind) {
        Arbitrary<StatusRequest> empty =
                Arbitraries.just(new StatusRequest(Optional.empty(), List.of(), Bytes.EMPTY, Optional.empty()));
        Arbitrary<StatusRequest> request = Combinators.combine(
                        bytes(1, 8).list().ofMaxSize(3), bytes(0, 8))
                .as((ids, extensions) ->
                        new StatusRequest(Optional.of(CertificateStatusType.OCSP), ids, extensions, Optional.empty()));
        Arbitrary<StatusRequest> other = bytes(0, 8)
                .map(b -> new StatusRequest(Optional.of(CertificateStatusType.of(77)), List.of(), b, Optional.empty()));
        return switch (kind) {
            case CLIENT_HELLO -> Arbitraries.oneOf(request, other);
            case CERTIFICATE_REQUEST -> Arbitraries.oneOf(empty, request, other);
            case CERTIFICATE ->
                Combinators.combine(points(CertificateStatusType.TABLE), bytes(1, 20))
                        .as((type, response) ->
                                new StatusRequest(Optional.of(type), List.of(), Bytes.EMPTY, Optional.of(response)));
            default -> empty;
        };
    }

    private static Arbitrary<PreSharedKey> preSharedKey(MessageKind kind) {
        if (kind != MessageKind.CLIENT_HELLO) {
            return Arbitraries.integers()
                    .between(0, 0xffff)
                    .map(n -> new PreSharedKey(List.of(), List.of(), OptionalInt.of(n)));
        }
        Arbitrary<PreSharedKey.Identity> identity = Combinators.combine(
                        bytes(1, 20), Arbitraries.longs().between(0, 0xffffffffL))
                .as(PreSharedKey.Identity::new);
        return Arbitraries.integers()
                .between(1, 3)
                .flatMap(n -> Combinators.combine(
                                identity.list().ofSize(n), bytes(32, 48).list().ofSize(n))
                        .as((identities, binders) -> new PreSharedKey(identities, binders, OptionalInt.empty())));
    }

    private static Arbitrary<KeyShare> keyShare(MessageKind kind) {
        return switch (kind) {
            case CLIENT_HELLO ->
                share(true)
                        .list()
                        .ofMaxSize(3)
                        .uniqueElements(KeyShare.Entry::group)
                        .map(shares -> new KeyShare(shares, Optional.empty(), Optional.empty()));
            case HELLO_RETRY_REQUEST ->
                points(NamedGroup.TABLE)
                        .filter(group -> !group.isGrease())
                        .map(group -> new KeyShare(List.of(), Optional.empty(), Optional.of(group)));
            default ->
                share(false)
                        .filter(share -> !share.group().isGrease())
                        .map(share -> new KeyShare(List.of(), Optional.of(share), Optional.empty()));
        };
    }

    /** A share as long as its group wants it, or of a group of which nothing is known. */
    private static Arbitrary<KeyShare.Entry> share(boolean ofClient) {
        Arbitrary<KeyShare.Entry> known = Arbitraries.of(List.of(
                        new KeyShare.Entry(NamedGroup.SECP256R1, Bytes.of(new byte[65])),
                        new KeyShare.Entry(NamedGroup.X25519, Bytes.of(new byte[32])),
                        new KeyShare.Entry(NamedGroup.FFDHE2048, Bytes.of(new byte[256])),
                        new KeyShare.Entry(NamedGroup.X25519MLKEM768, Bytes.of(new byte[ofClient ? 1216 : 1120]))))
                .map(share -> new KeyShare.Entry(
                        share.group(),
                        Bytes.of((byte) 4).concat(share.keyExchange().slice(1))));
        Arbitrary<KeyShare.Entry> unknown = Combinators.combine(
                        points(NamedGroup.TABLE).filter(group -> !group.isRegistered()), bytes(1, 40))
                .as(KeyShare.Entry::new);
        return Arbitraries.oneOf(known, unknown);
    }
}
