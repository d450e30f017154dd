package dev.mtls.parser.extension;

import static dev.mtls.parser.extension.ExtensionArbitraries.bytes;
import static dev.mtls.parser.extension.ExtensionArbitraries.points;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.EchClientHelloType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.HpkeAead;
import dev.mtls.parser.code.HpkeKdf;
import dev.mtls.parser.code.HpkeKem;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.VarInt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Extensions with numbers from 52 on, oid_filters, and those that no registry has. */
final class RecentExtensionArbitraries {
    private RecentExtensionArbitraries() {}

    static void addTo(Map<ExtensionType, Function<MessageKind, Arbitrary<? extends TlsExtension>>> types) {
        types.put(
                ExtensionType.OID_FILTERS,
                kind -> Combinators.combine(bytes(1, 8), bytes(0, 8))
                        .as(OidFilters.OidFilter::new)
                        .list()
                        .ofMaxSize(3)
                        .uniqueElements(OidFilters.OidFilter::certificateExtensionOid)
                        .map(OidFilters::new));
        types.put(
                ExtensionType.TRANSPARENCY_INFO,
                kind -> kind == MessageKind.CLIENT_HELLO || kind == MessageKind.CERTIFICATE_REQUEST
                        ? Arbitraries.just(new TransparencyInfo(List.of()))
                        : bytes(1, 12).list().ofMinSize(1).ofMaxSize(3).map(TransparencyInfo::new));
        types.put(ExtensionType.CONNECTION_ID_DEPRECATED, kind -> bytes(0, 20).map(DeprecatedConnectionId::new));
        types.put(ExtensionType.CONNECTION_ID, kind -> bytes(0, 20).map(ConnectionId::new));
        types.put(ExtensionType.EXTERNAL_ID_HASH, kind -> bytes(0, 32).map(ExternalIdHash::new));
        types.put(ExtensionType.EXTERNAL_SESSION_ID, kind -> bytes(20, 30).map(ExternalSessionId::new));
        types.put(
                ExtensionType.QUIC_TRANSPORT_PARAMETERS,
                kind -> transportParameters().map(QuicTransportParameters::new));
        types.put(
                ExtensionType.QUIC_TRANSPORT_PARAMETERS_DRAFT,
                kind -> transportParameters().map(DraftQuicTransportParameters::new));
        types.put(ExtensionType.TICKET_REQUEST, RecentExtensionArbitraries::ticketRequest);
        types.put(ExtensionType.DNSSEC_CHAIN, RecentExtensionArbitraries::dnssecChain);
        types.put(
                ExtensionType.SEQUENCE_NUMBER_ENCRYPTION_ALGORITHMS,
                kind -> bytes(0, 6).map(SequenceNumberEncryptionAlgorithms::new));
        types.put(ExtensionType.RRC, kind -> Arbitraries.just(new ReturnRoutabilityCheck()));
        types.put(
                ExtensionType.TLS_FLAGS,
                kind -> Combinators.combine(bytes(0, 5), Arbitraries.integers().between(1, 255))
                        .as((low, last) -> new TlsFlags(low.concat(Bytes.of(last.byteValue())))));
        types.put(
                ExtensionType.NEXT_PROTOCOL_NEGOTIATION,
                kind -> kind == MessageKind.CLIENT_HELLO
                        ? Arbitraries.just(new NextProtocolNegotiation(List.of()))
                        : bytes(1, 10).list().ofMaxSize(3).map(NextProtocolNegotiation::new));
        types.put(
                ExtensionType.APPLICATION_SETTINGS,
                kind -> kind == MessageKind.CLIENT_HELLO
                        ? protocols().map(p -> new ApplicationSettings(p, Optional.empty()))
                        : bytes(0, 12).map(s -> new ApplicationSettings(List.of(), Optional.of(s))));
        types.put(
                ExtensionType.APPLICATION_SETTINGS_OLD,
                kind -> kind == MessageKind.CLIENT_HELLO
                        ? protocols().map(p -> new OldApplicationSettings(p, Optional.empty()))
                        : bytes(0, 12).map(s -> new OldApplicationSettings(List.of(), Optional.of(s))));
        types.put(ExtensionType.CHANNEL_ID, kind -> Arbitraries.just(new ChannelId()));
        types.put(ExtensionType.CHANNEL_ID_OLD, kind -> Arbitraries.just(new OldChannelId()));
        types.put(ExtensionType.PAKE, RecentExtensionArbitraries::pake);
        types.put(ExtensionType.TRUST_ANCHORS, RecentExtensionArbitraries::trustAnchors);
        types.put(
                ExtensionType.ECH_OUTER_EXTENSIONS,
                kind -> ExtensionArbitraries.list(ExtensionType.TABLE).map(EchOuterExtensions::new));
        types.put(ExtensionType.ENCRYPTED_CLIENT_HELLO, RecentExtensionArbitraries::encryptedClientHello);
        types.put(ExtensionType.ENCRYPTED_SERVER_NAME, RecentExtensionArbitraries::encryptedServerName);
    }

    private static Arbitrary<List<Bytes>> protocols() {
        return bytes(1, 10).list().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<List<QuicTransportParameter>> transportParameters() {
        Arbitrary<Integer> width = Arbitraries.of(1, 2, 4, 8);
        Arbitrary<VarInt> id = width.flatMap(w ->
                Arbitraries.longs().between(0, (1L << (8 * w - 2)) - 1).map(value -> new VarInt(value, w)));
        return Combinators.combine(id, width, bytes(0, 20))
                .as((i, w, value) -> new QuicTransportParameter(i, new VarInt(value.size(), w), value))
                .list()
                .ofMaxSize(4);
    }

    private static Arbitrary<TicketRequest> ticketRequest(MessageKind kind) {
        Arbitrary<Integer> count = Arbitraries.integers().between(0, 255);
        return kind == MessageKind.CLIENT_HELLO
                ? Combinators.combine(count, count)
                        .as((a, b) -> new TicketRequest(OptionalInt.of(a), OptionalInt.of(b), OptionalInt.empty()))
                : count.map(n -> new TicketRequest(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(n)));
    }

    private static Arbitrary<DnssecChain> dnssecChain(MessageKind kind) {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 0xffff);
        return kind == MessageKind.CLIENT_HELLO
                ? number.map(port -> new DnssecChain(OptionalInt.of(port), OptionalInt.empty(), Bytes.EMPTY))
                : Combinators.combine(number, bytes(0, 20))
                        .as((hours, chain) -> new DnssecChain(OptionalInt.empty(), OptionalInt.of(hours), chain));
    }

    private static Arbitrary<Pake> pake(MessageKind kind) {
        Arbitrary<Pake.Share> share = Combinators.combine(Arbitraries.integers().between(0, 0xffff), bytes(1, 20))
                .as(Pake.Share::new);
        return kind == MessageKind.CLIENT_HELLO
                ? Combinators.combine(bytes(0, 8), bytes(0, 8), share.list().ofMaxSize(2))
                        .as((client, server, shares) -> new Pake(client, server, shares, Optional.empty()))
                : share.map(s -> new Pake(Bytes.EMPTY, Bytes.EMPTY, List.of(), Optional.of(s)));
    }

    private static Arbitrary<TrustAnchors> trustAnchors(MessageKind kind) {
        if (kind == MessageKind.CERTIFICATE) {
            return Arbitraries.just(new TrustAnchors(Optional.empty()));
        }
        int min = kind == MessageKind.ENCRYPTED_EXTENSIONS ? 1 : 0;
        return bytes(1, 8).list().ofMinSize(min).ofMaxSize(4).map(list -> new TrustAnchors(Optional.of(list)));
    }

    private static Arbitrary<HpkeSymmetricCipherSuite> suite() {
        return Combinators.combine(points(HpkeKdf.TABLE), points(HpkeAead.TABLE))
                .as(HpkeSymmetricCipherSuite::new);
    }

    private static Arbitrary<EncryptedClientHello> encryptedClientHello(MessageKind kind) {
        if (kind == MessageKind.HELLO_RETRY_REQUEST) {
            return bytes(8, 8)
                    .map(c -> new EncryptedClientHello(Optional.empty(), Optional.empty(), List.of(), Optional.of(c)));
        }
        if (kind == MessageKind.ENCRYPTED_EXTENSIONS) {
            return echConfig()
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(2)
                    .map(configs ->
                            new EncryptedClientHello(Optional.empty(), Optional.empty(), configs, Optional.empty()));
        }
        Arbitrary<EncryptedClientHello> inner = Arbitraries.just(new EncryptedClientHello(
                Optional.of(EchClientHelloType.INNER), Optional.empty(), List.of(), Optional.empty()));
        Arbitrary<EncryptedClientHello> outer = Combinators.combine(
                        suite(), Arbitraries.integers().between(0, 255), bytes(0, 33), bytes(1, 40))
                .as(EncryptedClientHello.Outer::new)
                .map(o -> new EncryptedClientHello(
                        Optional.of(EchClientHelloType.OUTER), Optional.of(o), List.of(), Optional.empty()));
        return Arbitraries.oneOf(inner, outer);
    }

    private static Arbitrary<EchConfig> echConfig() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 255);
        Arbitrary<EchConfig.KeyConfig> key = Combinators.combine(
                        number,
                        points(HpkeKem.TABLE),
                        bytes(1, 33),
                        suite().list().ofMinSize(1).ofMaxSize(3))
                .as(EchConfig.KeyConfig::new);
        Arbitrary<List<EchConfig.Extension>> extensions = Combinators.combine(
                        Arbitraries.integers().between(0, 0xffff), bytes(0, 8))
                .as(EchConfig.Extension::new)
                .list()
                .ofMaxSize(2);
        Arbitrary<EchConfig> known = Combinators.combine(key, number, bytes(1, 20), extensions)
                .as(EchConfig.Contents::new)
                .map(contents -> new EchConfig(EchConfig.VERSION, Optional.of(contents), Bytes.EMPTY));
        Arbitrary<EchConfig> other = Combinators.combine(
                        Arbitraries.integers().between(0, 0xffff).filter(v -> v != EchConfig.VERSION), bytes(0, 20))
                .as((version, contents) -> new EchConfig(version, Optional.empty(), contents));
        return Arbitraries.oneOf(known, known, other);
    }

    private static Arbitrary<EncryptedServerName> encryptedServerName(MessageKind kind) {
        if (kind == MessageKind.CLIENT_HELLO) {
            Arbitrary<KeyShare.Entry> share =
                    Combinators.combine(points(NamedGroup.TABLE), bytes(1, 32)).as(KeyShare.Entry::new);
            return Combinators.combine(points(CipherSuite.TABLE), share, bytes(0, 32), bytes(0, 40))
                    .as(EncryptedServerName.ClientEncryptedSni::new)
                    .map(sni -> new EncryptedServerName(
                            Optional.of(sni), OptionalInt.empty(), Optional.empty(), Bytes.EMPTY));
        }
        return Arbitraries.oneOf(
                Combinators.combine(bytes(16, 16), Arbitraries.of(true, false))
                        .as((nonce, typed) -> new EncryptedServerName(
                                Optional.empty(),
                                typed ? OptionalInt.of(0) : OptionalInt.empty(),
                                Optional.of(nonce),
                                Bytes.EMPTY)),
                // A response of 16 bytes is read as a nonce.
                bytes(1, 40)
                        .filter(keys -> keys.size() != 13)
                        .map(keys ->
                                new EncryptedServerName(Optional.empty(), OptionalInt.of(1), Optional.empty(), keys)));
    }
}
