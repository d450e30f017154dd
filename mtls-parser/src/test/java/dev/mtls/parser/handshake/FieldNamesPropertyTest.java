package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The names of fields are a promise: JSON is made of them. */
class FieldNamesPropertyTest {
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry("hello_request", Set.of()),
            Map.entry(
                    "client_hello",
                    Set.of(
                            "legacy_version",
                            "random",
                            "legacy_session_id",
                            "cipher_suites",
                            "legacy_compression_methods",
                            "extensions")),
            Map.entry(
                    "server_hello",
                    Set.of(
                            "legacy_version",
                            "random",
                            "legacy_session_id_echo",
                            "cipher_suite",
                            "legacy_compression_method",
                            "extensions",
                            "hello_retry_request")),
            Map.entry("encrypted_extensions", Set.of("extensions")),
            Map.entry("certificate", Set.of("certificate_request_context", "certificate_list")),
            Map.entry(
                    "certificate_request",
                    Set.of(
                            "certificate_request_context",
                            "extensions",
                            "certificate_types",
                            "supported_signature_algorithms",
                            "certificate_authorities")),
            Map.entry("certificate_verify", Set.of("algorithm", "signature")),
            Map.entry(
                    "server_key_exchange",
                    Set.of(
                            "curve_type",
                            "named_curve",
                            "public",
                            "dh_p",
                            "dh_g",
                            "dh_ys",
                            "psk_identity_hint",
                            "algorithm",
                            "signature",
                            "params",
                            "prime_p",
                            "m",
                            "basis",
                            "k",
                            "k1",
                            "k2",
                            "k3",
                            "a",
                            "b",
                            "base",
                            "order",
                            "cofactor",
                            "srp_N",
                            "srp_g",
                            "srp_s",
                            "srp_B",
                            "rsa_modulus",
                            "rsa_exponent",
                            "salt",
                            "curve_params",
                            "ec_selement",
                            "ec_sscalar")),
            Map.entry(
                    "client_key_exchange",
                    Set.of(
                            "ecdh_yc",
                            "dh_yc",
                            "encrypted_pre_master_secret",
                            "psk_identity",
                            "exchange_keys",
                            "srp_A",
                            "ec_celement",
                            "ec_cscalar")),
            Map.entry(
                    "compressed_certificate",
                    Set.of(
                            "algorithm",
                            "uncompressed_length",
                            "compressed_length",
                            "certificate_request_context",
                            "certificate_list")),
            Map.entry("hello_verify_request", Set.of("server_version", "cookie")),
            Map.entry("hello_retry_request", Set.of("server_version", "cipher_suite", "extensions")),
            Map.entry("request_connection_id", Set.of("num_cids")),
            Map.entry("new_connection_id", Set.of("cids", "usage")),
            Map.entry("client_certificate_request", Set.of("certificate_request_context", "extensions")),
            Map.entry("certificate_url", Set.of("type", "url_and_hash_list")),
            Map.entry("supplemental_data", Set.of("supp_data")),
            Map.entry("ekt_key", Set.of("ekt_key_value", "srtp_master_salt", "ekt_spi", "ekt_ttl")),
            Map.entry("message_hash", Set.of("hash")),
            Map.entry("certificate_status", Set.of("status_type", "response", "responses")),
            Map.entry(
                    "new_session_ticket",
                    Set.of(
                            "ticket_lifetime_hint",
                            "ticket_lifetime",
                            "ticket_age_add",
                            "ticket_nonce",
                            "ticket",
                            "extensions")),
            Map.entry("finished", Set.of("verify_data")),
            Map.entry("key_update", Set.of("request_update")),
            Map.entry("server_hello_done", Set.of()),
            Map.entry("end_of_early_data", Set.of()));

    private static final Map<String, Set<String>> EXTENSION_FIELDS = Map.ofEntries(
            Map.entry("server_name", Set.of("server_name_list")),
            Map.entry("max_fragment_length", Set.of("max_fragment_length")),
            Map.entry(
                    "status_request",
                    Set.of("status_type", "responder_id_list", "request_extensions", "response", "request")),
            Map.entry("supported_groups", Set.of("named_group_list")),
            Map.entry("ec_point_formats", Set.of("ec_point_format_list")),
            Map.entry("signature_algorithms", Set.of("supported_signature_algorithms")),
            Map.entry("application_layer_protocol_negotiation", Set.of("protocol_name_list")),
            Map.entry("client_certificate_url", Set.of()),
            Map.entry("trusted_ca_keys", Set.of("trusted_authorities_list")),
            Map.entry("truncated_hmac", Set.of()),
            Map.entry("user_mapping", Set.of("user_mapping_types")),
            Map.entry("client_authz", Set.of("authz_format_list")),
            Map.entry("server_authz", Set.of("authz_format_list")),
            Map.entry("cert_type", Set.of("certificate_types", "certificate_type")),
            Map.entry("srp", Set.of("srp_i")),
            Map.entry("use_srtp", Set.of("srtp_protection_profiles", "srtp_mki")),
            Map.entry("heartbeat", Set.of("mode")),
            Map.entry("client_certificate_type", Set.of("client_certificate_types", "client_certificate_type")),
            Map.entry("server_certificate_type", Set.of("server_certificate_types", "server_certificate_type")),
            Map.entry("token_binding", Set.of("token_binding_version", "key_parameters_list")),
            Map.entry("cached_info", Set.of("cached_info")),
            Map.entry("tls_lts", Set.of()),
            Map.entry("pwd_protect", Set.of("name")),
            Map.entry("pwd_clear", Set.of("name")),
            Map.entry("password_salt", Set.of("salt")),
            Map.entry("ticket_pinning", Set.of("ticket", "proof", "lifetime")),
            Map.entry("tls_cert_with_extern_psk", Set.of()),
            Map.entry(
                    "delegated_credential", Set.of("supported_signature_algorithms", "cred", "algorithm", "signature")),
            Map.entry("TLMSP", Set.of("body")),
            Map.entry("TLMSP_proxying", Set.of("body")),
            Map.entry("TLMSP_delegate", Set.of("body")),
            Map.entry("supported_ekt_ciphers", Set.of("supported_ciphers", "selected_cipher")),
            Map.entry("status_request_v2", Set.of("certificate_status_req_list")),
            Map.entry("signed_certificate_timestamp", Set.of("sct_list")),
            Map.entry("padding", Set.of("padding")),
            Map.entry("encrypt_then_mac", Set.of()),
            Map.entry("extended_main_secret", Set.of()),
            Map.entry("compress_certificate", Set.of("algorithms")),
            Map.entry("record_size_limit", Set.of("record_size_limit")),
            Map.entry("session_ticket", Set.of("ticket")),
            Map.entry("pre_shared_key", Set.of("identities", "binders", "selected_identity")),
            Map.entry("early_data", Set.of("max_early_data_size")),
            Map.entry("supported_versions", Set.of("versions", "selected_version")),
            Map.entry("cookie", Set.of("cookie")),
            Map.entry("psk_key_exchange_modes", Set.of("ke_modes")),
            Map.entry("certificate_authorities", Set.of("authorities")),
            Map.entry("post_handshake_auth", Set.of()),
            Map.entry("signature_algorithms_cert", Set.of("supported_signature_algorithms")),
            Map.entry("key_share", Set.of("client_shares", "server_share", "selected_group")),
            Map.entry("oid_filters", Set.of("filters")),
            Map.entry("transparency_info", Set.of("trans_item_list")),
            Map.entry("connection_id (deprecated)", Set.of("cid")),
            Map.entry("connection_id", Set.of("cid")),
            Map.entry("external_id_hash", Set.of("binding_hash")),
            Map.entry("external_session_id", Set.of("session_id")),
            Map.entry("quic_transport_parameters", Set.of("transport_parameters")),
            Map.entry("ticket_request", Set.of("new_session_count", "resumption_count", "expected_count")),
            Map.entry("dnssec_chain", Set.of("port_number", "ext_support_lifetime", "authentication_chain")),
            Map.entry("sequence_number_encryption_algorithms", Set.of("algorithms")),
            Map.entry("rrc", Set.of()),
            Map.entry("tls_flags", Set.of("flags")),
            Map.entry("next_protocol_negotiation", Set.of("protocol_name_list")),
            Map.entry("application_settings", Set.of("supported_protocols", "settings")),
            Map.entry("channel_id", Set.of()),
            Map.entry("channel_id_old", Set.of()),
            Map.entry("pake", Set.of("client_identity", "server_identity", "client_shares", "server_share")),
            Map.entry("trust_anchors", Set.of("trust_anchor_identifier_list")),
            Map.entry("ech_outer_extensions", Set.of("outer_extensions")),
            Map.entry(
                    "encrypted_client_hello",
                    Set.of("type", "cipher_suite", "config_id", "enc", "payload", "retry_configs", "confirmation")),
            Map.entry(
                    "encrypted_server_name",
                    Set.of(
                            "suite",
                            "key_share",
                            "record_digest",
                            "encrypted_sni",
                            "response_type",
                            "nonce",
                            "retry_keys")),
            Map.entry("renegotiation_info", Set.of("renegotiated_connection")));

    @Provide
    Arbitrary<MessageArbitraries.Sample> samples() {
        return MessageArbitraries.samples();
    }

    @Property(tries = 2000)
    void everyFieldHasTheNameThatIsPromised(@ForAll("samples") MessageArbitraries.Sample sample) {
        Field root = HandshakeMessages.trace(sample.bytes(), sample.context(), DecodeLimits.DEFAULTS)
                .fields()
                .orElseThrow();
        Field.Block block = (Field.Block) root.value();
        assertThat(block.fields().isPresent()).isEqualTo(!(sample.message() instanceof UnknownHandshakeMessage));
        checkNames(root, FIELDS);
        root.child("extensions").map(Field::children).orElse(List.of()).forEach(e -> checkNames(e, EXTENSION_FIELDS));
        root.child("certificate_list").map(Field::children).orElse(List.of()).forEach(entry -> {
            assertThat(entry.children())
                    .extracting(Field::name)
                    .isSubsetOf("cert_data", "subject_public_key_info", "extensions");
            entry.child("extensions")
                    .map(Field::children)
                    .orElse(List.of())
                    .forEach(e -> checkNames(e, EXTENSION_FIELDS));
        });
    }

    private static void checkNames(Field field, Map<String, Set<String>> promised) {
        Field.Block block = (Field.Block) field.value();
        block.fields().ifPresent(fields -> {
            assertThat(promised).containsKey(block.type().name());
            assertThat(fields)
                    .extracting(Field::name)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(promised.getOrDefault(block.type().name(), Set.of()));
        });
    }
}
