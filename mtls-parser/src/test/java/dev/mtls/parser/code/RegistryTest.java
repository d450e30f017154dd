package dev.mtls.parser.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our tables against the registries as data. */
class RegistryTest {
    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(ContentType.TABLE, "content-types"),
                Arguments.of(HandshakeType.TABLE, "handshake-types"),
                Arguments.of(CipherSuite.TABLE, "cipher-suites"),
                Arguments.of(NamedGroup.TABLE, "supported-groups"),
                Arguments.of(SignatureScheme.TABLE, "signature-schemes"),
                Arguments.of(ExtensionType.TABLE, "extension-types"),
                Arguments.of(AlertDescription.TABLE, "alerts"),
                Arguments.of(CompressionMethod.TABLE, "compression-methods"),
                Arguments.of(EcCurveType.TABLE, "ec-curve-types"),
                Arguments.of(EcPointFormat.TABLE, "ec-point-formats"),
                Arguments.of(ClientCertificateType.TABLE, "client-certificate-types"),
                Arguments.of(PskKeyExchangeMode.TABLE, "psk-key-exchange-modes"),
                Arguments.of(CertificateStatusType.TABLE, "certificate-status-types"),
                Arguments.of(UserMappingType.TABLE, "user-mapping-types"),
                Arguments.of(AuthzDataFormat.TABLE, "authorization-data-formats"),
                Arguments.of(HeartbeatMode.TABLE, "heartbeat-modes"),
                Arguments.of(HeartbeatMessageType.TABLE, "heartbeat-message-types"),
                Arguments.of(CachedInformationType.TABLE, "cached-information-types"),
                Arguments.of(CertificateType.TABLE, "certificate-types"),
                Arguments.of(SupplementalDataType.TABLE, "supplemental-data-formats"),
                Arguments.of(CertificateCompressionAlgorithm.TABLE, "certificate-compression-algorithms"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("tables")
    void holdsTheAssignedNumbersOfTheRegistryAndNoOthers(CodeTable<?> table, String registry) throws IOException {
        Map<Integer, String> ours = new TreeMap<>();
        for (int value = 0; value < 1 << 8 * table.width(); value++) {
            CodePoint point = table.of(value);
            assertThat(point.value()).isEqualTo(value);
            if (point.isRegistered()) {
                ours.put(value, point.name());
            }
        }
        assertThat(ours).isEqualTo(assigned(registry));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("tables")
    void givesTheSameInstanceForWhatIsRegistered(CodeTable<?> table, String registry) throws IOException {
        for (int value : assigned(registry).keySet()) {
            CodePoint first = table.of(value);
            assertThat(table.of(value)).isSameAs(first);
        }
    }

    @Test
    void marksTheGreaseValuesOfTheRegistryAndNoOthers() throws IOException {
        Map<Integer, String> two = new TreeMap<>();
        Map<Integer, String> one = new TreeMap<>();
        rows("grease").forEach(row -> (row[2].equals("2") ? two : one).put(Integer.valueOf(row[0]), row[1]));
        assertThat(two).hasSize(16);
        assertThat(one).hasSize(8);
        for (int value = 0; value < 1 << 16; value++) {
            boolean grease = two.containsKey(value);
            assertThat(CipherSuite.of(value).isGrease()).isEqualTo(grease);
            assertThat(ExtensionType.of(value).isGrease()).isEqualTo(grease);
            assertThat(ProtocolVersion.of(value).isGrease()).isEqualTo(grease);
            assertThat(CertificateCompressionAlgorithm.of(value).isGrease()).isFalse();
        }
        for (int value = 0; value < 1 << 8; value++) {
            assertThat(PskKeyExchangeMode.of(value).isGrease()).isEqualTo(one.containsKey(value));
            assertThat(ContentType.of(value).isGrease()).isFalse();
        }
    }

    static Stream<Arguments> seenInTheWild() {
        return Stream.of(
                Arguments.of(ExtensionType.TABLE, "extension-types", 20),
                Arguments.of(HandshakeType.TABLE, "handshake-types", 2),
                Arguments.of(NamedGroup.TABLE, "supported-groups", 11),
                Arguments.of(SignatureScheme.TABLE, "signature-schemes", 15),
                Arguments.of(CipherSuite.TABLE, "cipher-suites", 62));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("seenInTheWild")
    void namesWhatIsSeenAlthoughNoRegistryHasItAndNothingElse(CodeTable<?> table, String registry, int count)
            throws IOException {
        Map<Integer, String> seen = new TreeMap<>();
        rows("unregistered")
                .filter(row -> row[0].equals(registry))
                .forEach(row -> seen.put(Integer.valueOf(row[1]), row[3]));
        if (table.equals(SignatureScheme.TABLE)) {
            seen.putAll(pairsOfTls12());
        }
        Map<Integer, String> ours = new TreeMap<>();
        for (int value = 0; value < 1 << 8 * table.width(); value++) {
            CodePoint point = table.of(value);
            if (!point.isRegistered() && !point.isGrease() && !point.name().startsWith("unknown(")) {
                ours.put(value, point.name());
                assertThat(table.of(value)).isSameAs(point);
            }
        }
        assertThat(ours).isEqualTo(seen).hasSize(count);
    }

    /** What TLS 1.2 put together of a hash and a signature, and no scheme of TLS 1.3 has taken over. */
    private static Map<Integer, String> pairsOfTls12() throws IOException {
        Map<Integer, String> hashes = assigned("hash-algorithms");
        Map<Integer, String> signatures = assigned("signature-algorithms");
        Map<Integer, String> pairs = new TreeMap<>();
        for (int hash = 1; hash <= 6; hash++) {
            for (int signature = 1; signature <= 3; signature++) {
                pairs.put(hash << 8 | signature, signatures.get(signature) + "_" + hashes.get(hash));
            }
        }
        int intrinsic = 8; // RFC 9189: the signature says which hash
        pairs.put(intrinsic << 8 | 64, signatures.get(64));
        pairs.put(intrinsic << 8 | 65, signatures.get(65));
        pairs.keySet().removeAll(assigned("signature-schemes").keySet());
        return pairs;
    }

    @Test
    void everyRegistryIsCompared() throws IOException {
        Set<String> others = Set.of(
                "alpn-protocol-ids", // texts
                "exporter-labels",
                "keylog-labels",
                "grease", // in the tests above
                "unregistered",
                "hash-algorithms",
                "signature-algorithms",
                "kdf-ids", // met in imported pre-shared keys, which nobody sees on the wire
                "rrc-message-types"); // DTLS alone
        Set<String> compared =
                tables().map(arguments -> (String) arguments.get()[1]).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "registry"))) {
            Set<String> all = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tsv"))
                    .map(name -> name.replaceFirst("\\.tsv$", ""))
                    .filter(name -> !others.contains(name))
                    .collect(Collectors.toSet());
            assertThat(compared).isEqualTo(all);
        }
    }

    @Test
    void namesWhatIsNotRegistered() {
        assertThat(CipherSuite.of(0x2a2a)).hasToString("GREASE(0x2A2A)");
        assertThat(CipherSuite.of(0x1399)).hasToString("unknown(0x1399)");
        assertThat(AlertDescription.of(5)).hasToString("unknown(0x05)");
        assertThat(ProtocolVersion.of(0x0304)).hasToString("TLSv1.3");
        assertThat(CipherSuite.of(0x1399)).isEqualTo(CipherSuite.of(0x1399)).isNotEqualTo(CipherSuite.of(0x1398));
    }

    @Test
    void tellsTheKeyExchangeOfASuite() {
        assertThat(KeyExchange.of(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))
                .isEqualTo(KeyExchange.ECDHE);
        assertThat(KeyExchange.of(CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)).isEqualTo(KeyExchange.RSA);
        assertThat(KeyExchange.of(CipherSuite.TLS_AES_128_GCM_SHA256)).isEqualTo(KeyExchange.NONE);
        assertThat(KeyExchange.of(CipherSuite.of(0x2a2a))).isEqualTo(KeyExchange.OTHER);
        assertThat(KeyExchange.of(CipherSuite.of(0xc0ff))).isEqualTo(KeyExchange.ECJPAKE);
    }

    @Test
    void tellsTheKeyExchangeOfEverySuiteOfTheRegistry() throws IOException {
        Map<KeyExchange, List<String>> told = assigned("cipher-suites").entrySet().stream()
                .collect(Collectors.groupingBy(
                        suite -> KeyExchange.of(CipherSuite.of(suite.getKey())),
                        () -> new TreeMap<>(),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        assertThat(told).doesNotContainKey(KeyExchange.OTHER);
        // Only those whose name says nothing of it are said to have none.
        assertThat(told.get(KeyExchange.NONE))
                .hasSize(18)
                .allSatisfy(name -> assertThat(name)
                        .satisfiesAnyOf(
                                n -> assertThat(n).doesNotContain("_WITH_"),
                                n -> assertThat(n).contains("NULL_NULL")));
        assertThat(told.values().stream().mapToInt(List::size).sum()).isEqualTo(356);
    }

    private static Map<Integer, String> assigned(String registry) throws IOException {
        Map<Integer, String> assigned = new TreeMap<>();
        rows(registry)
                .filter(row -> row[3].equals("assigned"))
                .forEach(row -> assigned.put(Integer.valueOf(row[0]), row[2].replaceFirst("_RESERVED$", "")));
        return assigned;
    }

    private static Stream<String[]> rows(String registry) throws IOException {
        String path = "/registry/" + registry + ".tsv";
        try (InputStream in = Optional.ofNullable(RegistryTest.class.getResourceAsStream(path))
                .orElseThrow()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(2).map(line -> line.split("\t", -1));
        }
    }
}
