package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What an extension is. RFC 8446 4.2.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record ExtensionType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<ExtensionType> TABLE =
            CodeTable.greasedShorts("extension type", ExtensionType::new, """
            0000 server_name
            0001 max_fragment_length
            0002 client_certificate_url
            0003 trusted_ca_keys
            0004 truncated_hmac
            0005 status_request
            0006 user_mapping
            0007 client_authz
            0008 server_authz
            0009 cert_type
            000a supported_groups
            000b ec_point_formats
            000c srp
            000d signature_algorithms
            000e use_srtp
            000f heartbeat
            0010 application_layer_protocol_negotiation
            0011 status_request_v2
            0012 signed_certificate_timestamp
            0013 client_certificate_type
            0014 server_certificate_type
            0015 padding
            0016 encrypt_then_mac
            0017 extended_main_secret
            0018 token_binding
            0019 cached_info
            001a tls_lts
            001b compress_certificate
            001c record_size_limit
            001d pwd_protect
            001e pwd_clear
            001f password_salt
            0020 ticket_pinning
            0021 tls_cert_with_extern_psk
            0022 delegated_credential
            0023 session_ticket
            0024 TLMSP
            0025 TLMSP_proxying
            0026 TLMSP_delegate
            0027 supported_ekt_ciphers
            0029 pre_shared_key
            002a early_data
            002b supported_versions
            002c cookie
            002d psk_key_exchange_modes
            002f certificate_authorities
            0030 oid_filters
            0031 post_handshake_auth
            0032 signature_algorithms_cert
            0033 key_share
            0034 transparency_info
            0035 connection_id (deprecated)
            0036 connection_id
            0037 external_id_hash
            0038 external_session_id
            0039 quic_transport_parameters
            003a ticket_request
            003b dnssec_chain
            003c sequence_number_encryption_algorithms
            003d rrc
            003e tls_flags
            12e0*server_padding
            3374*next_protocol_negotiation
            3377*origin_bound_certificates
            337c*encrypted_client_certificates
            4469*application_settings
            44cd*application_settings
            754f*channel_id_old
            7550*channel_id
            8a3b*pake
            8b47*padding
            ca34*trust_anchors
            da09*ech_is_inner
            f300*tack
            fd00 ech_outer_extensions
            fe08*encrypted_client_hello
            fe09*encrypted_client_hello
            fe0a*encrypted_client_hello
            fe0b*encrypted_client_hello
            fe0c*encrypted_client_hello
            fe0d encrypted_client_hello
            ff01 renegotiation_info
            ffa5*quic_transport_parameters
            ffce*encrypted_server_name""");

    /** {@code server_name}. */
    public static final ExtensionType SERVER_NAME = TABLE.constant(0x0000);

    /** {@code max_fragment_length}. */
    public static final ExtensionType MAX_FRAGMENT_LENGTH = TABLE.constant(0x0001);

    /** {@code client_certificate_url}. */
    public static final ExtensionType CLIENT_CERTIFICATE_URL = TABLE.constant(0x0002);

    /** {@code trusted_ca_keys}. */
    public static final ExtensionType TRUSTED_CA_KEYS = TABLE.constant(0x0003);

    /** {@code truncated_hmac}. */
    public static final ExtensionType TRUNCATED_HMAC = TABLE.constant(0x0004);

    /** {@code status_request}. */
    public static final ExtensionType STATUS_REQUEST = TABLE.constant(0x0005);

    /** {@code user_mapping}. */
    public static final ExtensionType USER_MAPPING = TABLE.constant(0x0006);

    /** {@code client_authz}. */
    public static final ExtensionType CLIENT_AUTHZ = TABLE.constant(0x0007);

    /** {@code server_authz}. */
    public static final ExtensionType SERVER_AUTHZ = TABLE.constant(0x0008);

    /** {@code cert_type}. */
    public static final ExtensionType CERT_TYPE = TABLE.constant(0x0009);

    /** {@code supported_groups}. */
    public static final ExtensionType SUPPORTED_GROUPS = TABLE.constant(0x000a);

    /** {@code ec_point_formats}. */
    public static final ExtensionType EC_POINT_FORMATS = TABLE.constant(0x000b);

    /** {@code srp}. */
    public static final ExtensionType SRP = TABLE.constant(0x000c);

    /** {@code signature_algorithms}. */
    public static final ExtensionType SIGNATURE_ALGORITHMS = TABLE.constant(0x000d);

    /** {@code use_srtp}. */
    public static final ExtensionType USE_SRTP = TABLE.constant(0x000e);

    /** {@code heartbeat}. */
    public static final ExtensionType HEARTBEAT = TABLE.constant(0x000f);

    /** {@code application_layer_protocol_negotiation}. */
    public static final ExtensionType APPLICATION_LAYER_PROTOCOL_NEGOTIATION = TABLE.constant(0x0010);

    /** {@code status_request_v2}. */
    public static final ExtensionType STATUS_REQUEST_V2 = TABLE.constant(0x0011);

    /** {@code signed_certificate_timestamp}. */
    public static final ExtensionType SIGNED_CERTIFICATE_TIMESTAMP = TABLE.constant(0x0012);

    /** {@code client_certificate_type}. */
    public static final ExtensionType CLIENT_CERTIFICATE_TYPE = TABLE.constant(0x0013);

    /** {@code server_certificate_type}. */
    public static final ExtensionType SERVER_CERTIFICATE_TYPE = TABLE.constant(0x0014);

    /** {@code padding}. */
    public static final ExtensionType PADDING = TABLE.constant(0x0015);

    /** {@code encrypt_then_mac}. */
    public static final ExtensionType ENCRYPT_THEN_MAC = TABLE.constant(0x0016);

    /** {@code extended_main_secret}. */
    public static final ExtensionType EXTENDED_MAIN_SECRET = TABLE.constant(0x0017);

    /** {@code token_binding}. */
    public static final ExtensionType TOKEN_BINDING = TABLE.constant(0x0018);

    /** {@code cached_info}. */
    public static final ExtensionType CACHED_INFO = TABLE.constant(0x0019);

    /** {@code tls_lts}. */
    public static final ExtensionType TLS_LTS = TABLE.constant(0x001a);

    /** {@code compress_certificate}. */
    public static final ExtensionType COMPRESS_CERTIFICATE = TABLE.constant(0x001b);

    /** {@code record_size_limit}. */
    public static final ExtensionType RECORD_SIZE_LIMIT = TABLE.constant(0x001c);

    /** {@code pwd_protect}. */
    public static final ExtensionType PWD_PROTECT = TABLE.constant(0x001d);

    /** {@code pwd_clear}. */
    public static final ExtensionType PWD_CLEAR = TABLE.constant(0x001e);

    /** {@code password_salt}. */
    public static final ExtensionType PASSWORD_SALT = TABLE.constant(0x001f);

    /** {@code ticket_pinning}. */
    public static final ExtensionType TICKET_PINNING = TABLE.constant(0x0020);

    /** {@code tls_cert_with_extern_psk}. */
    public static final ExtensionType TLS_CERT_WITH_EXTERN_PSK = TABLE.constant(0x0021);

    /** {@code delegated_credential}. */
    public static final ExtensionType DELEGATED_CREDENTIAL = TABLE.constant(0x0022);

    /** {@code session_ticket}. */
    public static final ExtensionType SESSION_TICKET = TABLE.constant(0x0023);

    /** {@code TLMSP}. */
    public static final ExtensionType TLMSP = TABLE.constant(0x0024);

    /** {@code TLMSP_proxying}. */
    public static final ExtensionType TLMSP_PROXYING = TABLE.constant(0x0025);

    /** {@code TLMSP_delegate}. */
    public static final ExtensionType TLMSP_DELEGATE = TABLE.constant(0x0026);

    /** {@code supported_ekt_ciphers}. */
    public static final ExtensionType SUPPORTED_EKT_CIPHERS = TABLE.constant(0x0027);

    /** {@code pre_shared_key}. */
    public static final ExtensionType PRE_SHARED_KEY = TABLE.constant(0x0029);

    /** {@code early_data}. */
    public static final ExtensionType EARLY_DATA = TABLE.constant(0x002a);

    /** {@code supported_versions}. */
    public static final ExtensionType SUPPORTED_VERSIONS = TABLE.constant(0x002b);

    /** {@code cookie}. */
    public static final ExtensionType COOKIE = TABLE.constant(0x002c);

    /** {@code psk_key_exchange_modes}. */
    public static final ExtensionType PSK_KEY_EXCHANGE_MODES = TABLE.constant(0x002d);

    /** {@code certificate_authorities}. */
    public static final ExtensionType CERTIFICATE_AUTHORITIES = TABLE.constant(0x002f);

    /** {@code oid_filters}. */
    public static final ExtensionType OID_FILTERS = TABLE.constant(0x0030);

    /** {@code post_handshake_auth}. */
    public static final ExtensionType POST_HANDSHAKE_AUTH = TABLE.constant(0x0031);

    /** {@code signature_algorithms_cert}. */
    public static final ExtensionType SIGNATURE_ALGORITHMS_CERT = TABLE.constant(0x0032);

    /** {@code key_share}. */
    public static final ExtensionType KEY_SHARE = TABLE.constant(0x0033);

    /** {@code transparency_info}. */
    public static final ExtensionType TRANSPARENCY_INFO = TABLE.constant(0x0034);

    /** {@code connection_id (deprecated)}. */
    public static final ExtensionType CONNECTION_ID_DEPRECATED = TABLE.constant(0x0035);

    /** {@code connection_id}. */
    public static final ExtensionType CONNECTION_ID = TABLE.constant(0x0036);

    /** {@code external_id_hash}. */
    public static final ExtensionType EXTERNAL_ID_HASH = TABLE.constant(0x0037);

    /** {@code external_session_id}. */
    public static final ExtensionType EXTERNAL_SESSION_ID = TABLE.constant(0x0038);

    /** {@code quic_transport_parameters}. */
    public static final ExtensionType QUIC_TRANSPORT_PARAMETERS = TABLE.constant(0x0039);

    /** {@code ticket_request}. */
    public static final ExtensionType TICKET_REQUEST = TABLE.constant(0x003a);

    /** {@code dnssec_chain}. */
    public static final ExtensionType DNSSEC_CHAIN = TABLE.constant(0x003b);

    /** {@code sequence_number_encryption_algorithms}. */
    public static final ExtensionType SEQUENCE_NUMBER_ENCRYPTION_ALGORITHMS = TABLE.constant(0x003c);

    /** {@code rrc}. */
    public static final ExtensionType RRC = TABLE.constant(0x003d);

    /** {@code tls_flags}. */
    public static final ExtensionType TLS_FLAGS = TABLE.constant(0x003e);

    /** {@code ech_outer_extensions}. */
    public static final ExtensionType ECH_OUTER_EXTENSIONS = TABLE.constant(0xfd00);

    /** {@code encrypted_client_hello}. */
    public static final ExtensionType ENCRYPTED_CLIENT_HELLO = TABLE.constant(0xfe0d);

    /** {@code renegotiation_info}. */
    public static final ExtensionType RENEGOTIATION_INFO = TABLE.constant(0xff01);

    /** {@code server_padding}, 4832; not registered. */
    public static final ExtensionType SERVER_PADDING = TABLE.constant(0x12e0);

    /** {@code origin_bound_certificates}, 13175; not registered. */
    public static final ExtensionType ORIGIN_BOUND_CERTIFICATES = TABLE.constant(0x3377);

    /** {@code encrypted_client_certificates}, 13180; not registered. */
    public static final ExtensionType ENCRYPTED_CLIENT_CERTIFICATES = TABLE.constant(0x337c);

    /** {@code pake}, 35387; not registered. */
    public static final ExtensionType PAKE = TABLE.constant(0x8a3b);

    /** {@code padding}, 35655, its number before it was registered; not registered. */
    public static final ExtensionType PADDING_DRAFT = TABLE.constant(0x8b47);

    /** {@code ech_is_inner}, 55817; not registered. */
    public static final ExtensionType ECH_IS_INNER = TABLE.constant(0xda09);

    /** {@code tack}, 62208; not registered. */
    public static final ExtensionType TACK = TABLE.constant(0xf300);

    /** {@code encrypted_client_hello}, 65032, its number in draft 8; not registered. */
    public static final ExtensionType ENCRYPTED_CLIENT_HELLO_DRAFT_08 = TABLE.constant(0xfe08);

    /** {@code encrypted_client_hello}, 65033, its number in draft 9; not registered. */
    public static final ExtensionType ENCRYPTED_CLIENT_HELLO_DRAFT_09 = TABLE.constant(0xfe09);

    /** {@code encrypted_client_hello}, 65034, its number in draft 10; not registered. */
    public static final ExtensionType ENCRYPTED_CLIENT_HELLO_DRAFT_10 = TABLE.constant(0xfe0a);

    /** {@code encrypted_client_hello}, 65035, its number in draft 11; not registered. */
    public static final ExtensionType ENCRYPTED_CLIENT_HELLO_DRAFT_11 = TABLE.constant(0xfe0b);

    /** {@code encrypted_client_hello}, 65036, its number in draft 12; not registered. */
    public static final ExtensionType ENCRYPTED_CLIENT_HELLO_DRAFT_12 = TABLE.constant(0xfe0c);

    /** {@code next_protocol_negotiation}, 13172; not registered. */
    public static final ExtensionType NEXT_PROTOCOL_NEGOTIATION = TABLE.constant(0x3374);

    /** {@code application_settings}, 17513, its number before it was changed to 17613; not registered. */
    public static final ExtensionType APPLICATION_SETTINGS_OLD = TABLE.constant(0x4469);

    /** {@code application_settings}, 17613; not registered. */
    public static final ExtensionType APPLICATION_SETTINGS = TABLE.constant(0x44cd);

    /** {@code channel_id_old}, 30031; not registered. */
    public static final ExtensionType CHANNEL_ID_OLD = TABLE.constant(0x754f);

    /** {@code channel_id}, 30032; not registered. */
    public static final ExtensionType CHANNEL_ID = TABLE.constant(0x7550);

    /** {@code trust_anchors}, 51764; not registered. */
    public static final ExtensionType TRUST_ANCHORS = TABLE.constant(0xca34);

    /** {@code quic_transport_parameters}, 65445, its number in drafts; not registered. */
    public static final ExtensionType QUIC_TRANSPORT_PARAMETERS_DRAFT = TABLE.constant(0xffa5);

    /** {@code encrypted_server_name}, 65486; not registered. */
    public static final ExtensionType ENCRYPTED_SERVER_NAME = TABLE.constant(0xffce);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public ExtensionType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static ExtensionType of(int value) {
        return TABLE.of(value);
    }

    @Override
    public String name() {
        return TABLE.name(value);
    }

    @Override
    public boolean isGrease() {
        return TABLE.isGrease(value);
    }

    @Override
    public boolean isRegistered() {
        return TABLE.isRegistered(value);
    }

    /** The name. */
    @Override
    public String toString() {
        return name();
    }
}
