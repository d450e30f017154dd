package dev.mtls.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mtls.core.path.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One case of x509-limbo, as far as a trust manager is concerned.
 *
 * @param valid what the corpus expects
 * @param pedantic the corpus itself calls the rule pedantic, or has another case that expects the opposite
 * @param sent the certificate of the peer, then what else it sends
 * @param host the name that is expected of a server
 * @param lists revocation lists
 */
record LimboCase(
        String id,
        boolean valid,
        boolean pedantic,
        Role peer,
        List<String> trusted,
        List<String> sent,
        String host,
        OptionalInt maxIntermediates,
        List<String> lists,
        Instant time) {

    /** Where a case names no time: any at which its certificates, which live for a thousand years, are valid. */
    private static final Instant SOME_TIME = Instant.parse("2026-06-01T00:00:00Z");

    static List<LimboCase> all() {
        try (InputStream json = LimboCase.class.getResourceAsStream("/x509-limbo/limbo.json");
                JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            Map<?, ?> corpus = (Map<?, ?>) read(parser);
            List<LimboCase> cases = new ArrayList<>();
            for (Object each : (List<?>) corpus.get("testcases")) {
                cases.add(of((Map<?, ?>) each));
            }
            return cases;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static LimboCase of(Map<?, ?> json) {
        List<String> sent = new ArrayList<>();
        sent.add((String) json.get("peer_certificate"));
        sent.addAll(texts(json.get("untrusted_intermediates")));
        Object name = json.get("expected_peer_name");
        Object depth = json.get("max_chain_depth");
        Object time = json.get("validation_time");
        return new LimboCase(
                (String) json.get("id"),
                json.get("expected_result").equals("SUCCESS"),
                !texts(json.get("conflicts_with")).isEmpty()
                        || texts(json.get("features")).stream().anyMatch(feature -> feature.startsWith("pedantic")),
                Role.valueOf((String) json.get("validation_kind")),
                texts(json.get("trusted_certs")),
                sent,
                name instanceof Map<?, ?> of ? (String) of.get("value") : "no-name-is-expected.example",
                depth instanceof Number n ? OptionalInt.of(n.intValue()) : OptionalInt.empty(),
                texts(json.get("crls")),
                time instanceof String at ? OffsetDateTime.parse(at).toInstant() : SOME_TIME);
    }

    private static List<String> texts(Object array) {
        return array instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }

    private static Object read(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, read(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(read(parser));
                }
                return array;
            }
            case VALUE_NUMBER_INT -> {
                return parser.getIntValue();
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return parser.getText();
            }
        }
    }

    /** Without a name to expect nothing is compared with a host. */
    boolean namesHost() {
        return !host.equals("no-name-is-expected.example");
    }

    X509Certificate[] chain() throws CertificateException {
        return certificates(sent).toArray(X509Certificate[]::new);
    }

    List<X509Certificate> anchors() throws CertificateException {
        return certificates(trusted);
    }

    List<X509CRL> crls() throws CertificateException, CRLException {
        List<X509CRL> crls = new ArrayList<>();
        for (String pem : lists) {
            crls.add((X509CRL) factory().generateCRL(bytes(pem)));
        }
        return crls;
    }

    private static List<X509Certificate> certificates(List<String> pems) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String pem : pems) {
            certificates.add((X509Certificate) factory().generateCertificate(bytes(pem)));
        }
        return certificates;
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    private static InputStream bytes(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
