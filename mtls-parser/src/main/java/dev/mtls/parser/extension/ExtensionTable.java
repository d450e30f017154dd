package dev.mtls.parser.extension;

import static dev.mtls.parser.code.MessageKind.CERTIFICATE;
import static dev.mtls.parser.code.MessageKind.CERTIFICATE_REQUEST;
import static dev.mtls.parser.code.MessageKind.CLIENT_HELLO;
import static dev.mtls.parser.code.MessageKind.ENCRYPTED_EXTENSIONS;
import static dev.mtls.parser.code.MessageKind.HELLO_RETRY_REQUEST;
import static dev.mtls.parser.code.MessageKind.LEGACY_SERVER_HELLO;
import static dev.mtls.parser.code.MessageKind.NEW_SESSION_TICKET;
import static dev.mtls.parser.code.MessageKind.SERVER_HELLO;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that this library decodes: of each its type, the section that defines it, the messages it may stand in, and its
 * reader. One row per extension; nothing else has to know of a new one but the {@code permits} of {@link TlsExtension}.
 */
public final class ExtensionTable {
    /** Asked for by the client; nobody answers in an extension. */
    private static final Set<MessageKind> CLIENT = in(CLIENT_HELLO);

    /** Asked for by the client, answered in the ServerHello, before TLS 1.3. */
    private static final Set<MessageKind> HELLOS = in(CLIENT_HELLO, LEGACY_SERVER_HELLO);

    /** As before, and in TLS 1.3 answered under encryption. */
    private static final Set<MessageKind> NEGOTIATED = in(CLIENT_HELLO, LEGACY_SERVER_HELLO, ENCRYPTED_EXTENSIONS);

    /** Said to the peer by the one who will look at a certificate. */
    private static final Set<MessageKind> REQUESTS = in(CLIENT_HELLO, CERTIFICATE_REQUEST);

    /** Asked for by the client and answered under encryption, in TLS 1.3 alone. */
    private static final Set<MessageKind> NEGOTIATED13 = in(CLIENT_HELLO, ENCRYPTED_EXTENSIONS);

    /** Asked for by the client and answered in the ServerHello, in every version. */
    private static final Set<MessageKind> ALL_HELLOS = in(CLIENT_HELLO, LEGACY_SERVER_HELLO, SERVER_HELLO);

    /** Asked for as in {@link #REQUESTS}, brought with the certificate or, before TLS 1.3, in the ServerHello. */
    private static final Set<MessageKind> PROOFS =
            in(CLIENT_HELLO, LEGACY_SERVER_HELLO, CERTIFICATE_REQUEST, CERTIFICATE);

    /** Every message of TLS 1.3 that has extensions. */
    private static final Set<MessageKind> TLS13 = in(
            CLIENT_HELLO,
            SERVER_HELLO,
            HELLO_RETRY_REQUEST,
            ENCRYPTED_EXTENSIONS,
            CERTIFICATE,
            CERTIFICATE_REQUEST,
            NEW_SESSION_TICKET);

    private static final List<Row> ROWS = List.of(
            row(
                    ExtensionType.SERVER_NAME,
                    "RFC 6066 3",
                    ServerName::read,
                    in(CLIENT_HELLO, LEGACY_SERVER_HELLO, ENCRYPTED_EXTENSIONS, CERTIFICATE_REQUEST)),
            row(ExtensionType.MAX_FRAGMENT_LENGTH, "RFC 6066 4", MaxFragmentLength::read, NEGOTIATED),
            row(ExtensionType.CLIENT_CERTIFICATE_URL, "RFC 6066 5", ClientCertificateUrl::read, HELLOS),
            row(ExtensionType.TRUSTED_CA_KEYS, "RFC 6066 6", TrustedCaKeys::read, HELLOS),
            row(ExtensionType.TRUNCATED_HMAC, "RFC 6066 7", TruncatedHmac::read, HELLOS),
            row(
                    ExtensionType.STATUS_REQUEST,
                    "RFC 6066 8",
                    StatusRequest::read,
                    in(CLIENT_HELLO, LEGACY_SERVER_HELLO, CERTIFICATE_REQUEST, CERTIFICATE)),
            row(ExtensionType.USER_MAPPING, "RFC 4681 2", UserMapping::read, HELLOS),
            row(ExtensionType.CLIENT_AUTHZ, "RFC 5878 2", ClientAuthz::read, HELLOS),
            row(ExtensionType.SERVER_AUTHZ, "RFC 5878 2", ServerAuthz::read, HELLOS),
            row(ExtensionType.CERT_TYPE, "RFC 6091 3.1", CertType::read, HELLOS),
            row(
                    ExtensionType.SUPPORTED_GROUPS,
                    "RFC 8446 4.2.7",
                    SupportedGroups::read,
                    in(CLIENT_HELLO, ENCRYPTED_EXTENSIONS)),
            row(ExtensionType.EC_POINT_FORMATS, "RFC 8422 5.1.2", EcPointFormats::read, HELLOS),
            row(ExtensionType.SRP, "RFC 5054 2.8.1", Srp::read, CLIENT),
            row(ExtensionType.SIGNATURE_ALGORITHMS, "RFC 8446 4.2.3", SignatureAlgorithms::read, REQUESTS),
            row(ExtensionType.USE_SRTP, "RFC 5764 4.1.1", UseSrtp::read, NEGOTIATED),
            row(ExtensionType.HEARTBEAT, "RFC 6520 2", HeartbeatExtension::read, NEGOTIATED),
            row(
                    ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
                    "RFC 7301 3.1",
                    ApplicationLayerProtocolNegotiation::read,
                    NEGOTIATED),
            row(ExtensionType.STATUS_REQUEST_V2, "RFC 6961 2.2", StatusRequestV2::read, HELLOS),
            row(
                    ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP,
                    "RFC 6962 3.3",
                    SignedCertificateTimestamp::read,
                    in(CLIENT_HELLO, LEGACY_SERVER_HELLO, CERTIFICATE_REQUEST, CERTIFICATE)),
            row(ExtensionType.CLIENT_CERTIFICATE_TYPE, "RFC 7250 3", ClientCertTypeExtension::read, NEGOTIATED),
            row(ExtensionType.SERVER_CERTIFICATE_TYPE, "RFC 7250 3", ServerCertTypeExtension::read, NEGOTIATED),
            row(ExtensionType.PADDING, "RFC 7685 3", Padding::read, CLIENT),
            row(ExtensionType.ENCRYPT_THEN_MAC, "RFC 7366 2", EncryptThenMac::read, HELLOS),
            row(ExtensionType.EXTENDED_MAIN_SECRET, "RFC 7627 5.1", ExtendedMasterSecret::read, HELLOS),
            row(ExtensionType.TOKEN_BINDING, "RFC 8472 2", TokenBinding::read, HELLOS),
            row(ExtensionType.CACHED_INFO, "RFC 7924 3", CachedInfo::read, NEGOTIATED),
            row(ExtensionType.TLS_LTS, "draft-gutmann-tls-lts", TlsLts::read, HELLOS),
            row(ExtensionType.COMPRESS_CERTIFICATE, "RFC 8879 3", CompressCertificate::read, REQUESTS),
            row(ExtensionType.RECORD_SIZE_LIMIT, "RFC 8449 4", RecordSizeLimit::read, NEGOTIATED),
            row(ExtensionType.PWD_PROTECT, "RFC 8492", PwdProtect::read, CLIENT),
            row(ExtensionType.PWD_CLEAR, "RFC 8492", PwdClear::read, CLIENT),
            row(
                    ExtensionType.PASSWORD_SALT,
                    "RFC 8492",
                    PasswordSalt::read,
                    in(CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY_REQUEST)),
            row(
                    ExtensionType.TICKET_PINNING,
                    "RFC 8672 3",
                    TicketPinning::read,
                    in(CLIENT_HELLO, ENCRYPTED_EXTENSIONS)),
            row(
                    ExtensionType.TLS_CERT_WITH_EXTERN_PSK,
                    "RFC 9973",
                    TlsCertWithExternPsk::read,
                    in(CLIENT_HELLO, SERVER_HELLO)),
            row(
                    ExtensionType.DELEGATED_CREDENTIAL,
                    "RFC 9345 4",
                    DelegatedCredentialExtension::read,
                    in(CLIENT_HELLO, CERTIFICATE_REQUEST, CERTIFICATE)),
            row(ExtensionType.SESSION_TICKET, "RFC 5077 3.2", SessionTicket::read, HELLOS),
            row(ExtensionType.TLMSP, "ETSI TS 103 523-2", Tlmsp::read, HELLOS),
            row(ExtensionType.TLMSP_PROXYING, "ETSI TS 103 523-2", TlmspProxying::read, HELLOS),
            row(ExtensionType.TLMSP_DELEGATE, "ETSI TS 103 523-2", TlmspDelegate::read, HELLOS),
            row(ExtensionType.SUPPORTED_EKT_CIPHERS, "RFC 8870 5.2.1", SupportedEktCiphers::read, NEGOTIATED),
            row(ExtensionType.PRE_SHARED_KEY, "RFC 8446 4.2.11", PreSharedKey::read, in(CLIENT_HELLO, SERVER_HELLO)),
            row(
                    ExtensionType.EARLY_DATA,
                    "RFC 8446 4.2.10",
                    EarlyData::read,
                    in(CLIENT_HELLO, ENCRYPTED_EXTENSIONS, NEW_SESSION_TICKET)),
            row(
                    ExtensionType.SUPPORTED_VERSIONS,
                    "RFC 8446 4.2.1",
                    SupportedVersions::read,
                    in(CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY_REQUEST)),
            row(ExtensionType.COOKIE, "RFC 8446 4.2.2", Cookie::read, in(CLIENT_HELLO, HELLO_RETRY_REQUEST)),
            row(ExtensionType.PSK_KEY_EXCHANGE_MODES, "RFC 8446 4.2.9", PskKeyExchangeModes::read, CLIENT),
            row(ExtensionType.CERTIFICATE_AUTHORITIES, "RFC 8446 4.2.4", CertificateAuthorities::read, REQUESTS),
            row(ExtensionType.OID_FILTERS, "RFC 8446 4.2.5", OidFilters::read, in(CERTIFICATE_REQUEST)),
            row(ExtensionType.POST_HANDSHAKE_AUTH, "RFC 8446 4.2.6", PostHandshakeAuth::read, CLIENT),
            row(ExtensionType.SIGNATURE_ALGORITHMS_CERT, "RFC 8446 4.2.3", SignatureAlgorithmsCert::read, REQUESTS),
            row(
                    ExtensionType.KEY_SHARE,
                    "RFC 8446 4.2.8",
                    KeyShare::read,
                    in(CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY_REQUEST)),
            row(ExtensionType.TRANSPARENCY_INFO, "RFC 9162 6.5", TransparencyInfo::read, PROOFS),
            row(ExtensionType.CONNECTION_ID_DEPRECATED, "RFC 9146 10.2", DeprecatedConnectionId::read, HELLOS),
            row(ExtensionType.CONNECTION_ID, "RFC 9146 3", ConnectionId::read, ALL_HELLOS),
            row(ExtensionType.EXTERNAL_ID_HASH, "RFC 8844 3.2", ExternalIdHash::read, NEGOTIATED),
            row(ExtensionType.EXTERNAL_SESSION_ID, "RFC 8844 4.3", ExternalSessionId::read, NEGOTIATED),
            row(ExtensionType.QUIC_TRANSPORT_PARAMETERS, "RFC 9000 18", QuicTransportParameters::read, NEGOTIATED13),
            row(ExtensionType.TICKET_REQUEST, "RFC 9149 3", TicketRequest::read, NEGOTIATED13),
            row(
                    ExtensionType.DNSSEC_CHAIN,
                    "RFC 9102 2",
                    DnssecChain::read,
                    in(CLIENT_HELLO, LEGACY_SERVER_HELLO, CERTIFICATE)),
            row(
                    ExtensionType.SEQUENCE_NUMBER_ENCRYPTION_ALGORITHMS,
                    "draft-pismenny-tls-dtls-plaintext-sequence-number 2",
                    SequenceNumberEncryptionAlgorithms::read,
                    in(CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY_REQUEST)),
            row(ExtensionType.RRC, "RFC 9853 3", ReturnRoutabilityCheck::read, ALL_HELLOS),
            row(ExtensionType.TLS_FLAGS, "draft-ietf-tls-tlsflags 2", TlsFlags::read, TLS13),
            row(
                    ExtensionType.NEXT_PROTOCOL_NEGOTIATION,
                    "draft-agl-tls-nextprotoneg 3",
                    NextProtocolNegotiation::read,
                    HELLOS),
            row(
                    ExtensionType.APPLICATION_SETTINGS_OLD,
                    "draft-vvv-tls-alps 4",
                    OldApplicationSettings::read,
                    NEGOTIATED13),
            row(ExtensionType.APPLICATION_SETTINGS, "draft-vvv-tls-alps 4", ApplicationSettings::read, NEGOTIATED13),
            row(ExtensionType.CHANNEL_ID_OLD, "draft-balfanz-tls-channelid 5", OldChannelId::read, NEGOTIATED),
            row(ExtensionType.CHANNEL_ID, "draft-balfanz-tls-channelid 5", ChannelId::read, NEGOTIATED),
            row(ExtensionType.PAKE, "draft-bmw-tls-pake13 3", Pake::read, in(CLIENT_HELLO, SERVER_HELLO)),
            row(
                    ExtensionType.TRUST_ANCHORS,
                    "draft-ietf-tls-trust-anchor-ids 4",
                    TrustAnchors::read,
                    in(CLIENT_HELLO, ENCRYPTED_EXTENSIONS, CERTIFICATE_REQUEST, CERTIFICATE)),
            row(ExtensionType.ECH_OUTER_EXTENSIONS, "RFC 9849 5.1", EchOuterExtensions::read, CLIENT),
            row(
                    ExtensionType.ENCRYPTED_CLIENT_HELLO,
                    "RFC 9849 5",
                    EncryptedClientHello::read,
                    in(CLIENT_HELLO, HELLO_RETRY_REQUEST, ENCRYPTED_EXTENSIONS)),
            row(ExtensionType.RENEGOTIATION_INFO, "RFC 5746 3.2", RenegotiationInfo::read, HELLOS),
            row(
                    ExtensionType.QUIC_TRANSPORT_PARAMETERS_DRAFT,
                    "draft-ietf-quic-tls 8.2",
                    DraftQuicTransportParameters::read,
                    NEGOTIATED13),
            row(ExtensionType.ENCRYPTED_SERVER_NAME, "draft-ietf-tls-esni 5", EncryptedServerName::read, NEGOTIATED13));

    private static final int LOW = 64; // nearly all types are below; the few above are searched
    private static final @Nullable Row[] BY_TYPE = new Row[LOW];
    private static final List<Row> ABOVE =
            ROWS.stream().filter(row -> row.type().value() >= LOW).toList();

    static {
        for (Row row : ROWS) {
            if (row.type().value() < LOW) {
                BY_TYPE[row.type().value()] = row;
            }
        }
    }

    private ExtensionTable() {}

    /** Reads the body of one extension. */
    @FunctionalInterface
    interface Reader {
        TlsExtension read(WireReader in, ReadContext context);
    }

    record Row(ExtensionType type, String rfc, Reader reader, Set<MessageKind> messages) {}

    /** Whether this library decodes extensions of a type. */
    public static boolean isKnown(ExtensionType type) {
        return find(type) != null;
    }

    /** The messages in which a known extension may stand; empty for a type that is not known. */
    public static Optional<Set<MessageKind>> messages(ExtensionType type) {
        return Optional.ofNullable(find(type)).map(Row::messages);
    }

    static List<Row> rows() {
        return ROWS;
    }

    static @Nullable Row find(ExtensionType type) {
        if (type.value() < LOW) {
            return BY_TYPE[type.value()];
        }
        for (int i = 0; i < ABOVE.size(); i++) {
            if (ABOVE.get(i).type().value() == type.value()) {
                return ABOVE.get(i);
            }
        }
        return null;
    }

    /** The row of a type as a message is read: that of the application, if it has registered one, comes first. */
    static @Nullable Row find(ExtensionType type, ReadContext context) {
        PrivateExtension.Place own = context.readers().find(type, PrivateExtension.Place.class);
        return own == null
                ? find(type)
                : new Row(type, "", (in, inside) -> readOwn(type, own, in, inside), own.messages());
    }

    private static TlsExtension readOwn(
            ExtensionType type, PrivateExtension.Place own, WireReader in, ReadContext context) {
        return in.foreign(body -> {
            PrivateExtension read = own.reader().read(body, context);
            if (read != null && !read.type().equals(type)) {
                throw new IllegalStateException("an extension of another type");
            }
            return read;
        });
    }

    private static Row row(ExtensionType type, String rfc, Reader reader, Set<MessageKind> messages) {
        return new Row(type, rfc, reader, messages);
    }

    private static Set<MessageKind> in(MessageKind first, MessageKind... more) {
        return Collections.unmodifiableSet(EnumSet.of(first, more));
    }
}
