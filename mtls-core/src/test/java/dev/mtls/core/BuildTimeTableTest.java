package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inputs that others take without a word, or refuse as an invalid chain, read from PEM: those that no peer would accept stop the build,
 * those that can be put right work in a handshake.
 */
class BuildTimeTableTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Request MIDDLE = new Request("CN=Middle", TestCertificates.keys("EC")).authority();
    private static final X509Certificate INTERMEDIATE = PKI.issue(MIDDLE);
    private static final KeyPair RSA = TestCertificates.keys("RSA");
    private static final KeyPair EC = TestCertificates.keys("EC");

    /**
     * A row of the table.
     *
     * @param stops whether the build stops with the finding, else it is one of a context that works
     */
    record Row(String input, String certificates, PrivateKey key, String finding, boolean stops) {
        @Override
        public String toString() {
            return input;
        }
    }

    private static X509Certificate leaf(Request request) {
        return request.issuedBy(MIDDLE.subject, MIDDLE.key);
    }

    private static Row stopped(String input, KeyPair key, String finding, X509Certificate... certificates) {
        return new Row(input, pem(certificates), key.getPrivate(), finding, true);
    }

    private static Row works(String input, String finding, X509Certificate... certificates) {
        return new Row(input, pem(certificates), EC.getPrivate(), finding, false);
    }

    private static String pem(X509Certificate... certificates) {
        return Arrays.stream(certificates).map(TestCertificates::pem).collect(Collectors.joining());
    }

    static Stream<Row> rows() {
        Instant now = Instant.now();
        X509Certificate alice = leaf(new Request("CN=alice", EC));
        X509Certificate ofRsa = leaf(new Request("CN=alice", RSA));
        X509Certificate stranger = PKI.issue(new Request("CN=stranger", TestCertificates.keys("EC")));
        X509Certificate expired =
                leaf(new Request("CN=alice", EC).valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1))));
        X509Certificate ofServer = leaf(new Request("CN=alice", EC).usage(KeyPurposeId.id_kp_serverAuth));
        return Stream.of(
                stopped(
                        "key of another RSA pair",
                        TestCertificates.keys("RSA"),
                        "key-certificate-mismatch",
                        ofRsa,
                        INTERMEDIATE),
                stopped(
                        "key of another EC pair",
                        TestCertificates.keys("EC"),
                        "key-certificate-mismatch",
                        alice,
                        INTERMEDIATE),
                stopped("EC key with RSA certificate", EC, "key-certificate-mismatch", ofRsa, INTERMEDIATE),
                works("intermediate first", "chain-order-repaired", INTERMEDIATE, alice),
                works("leaf twice", "chain-duplicate", alice, alice, INTERMEDIATE),
                works("unrelated extra", "chain-unrelated-member", alice, stranger, INTERMEDIATE),
                works("root included", "root-included", alice, INTERMEDIATE, PKI.ca),
                stopped("expired leaf", EC, "certificate-expired", expired, INTERMEDIATE),
                stopped("serverAuth alone, as a client", EC, "certificate-unfit-for-role", ofServer, INTERMEDIATE));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefusedOrPutRight(Row row) {
        Identity identity = Identity.pem(row.certificates, TestCertificates.pem("PRIVATE KEY", row.key.getEncoded()));
        ClientBuilder builder = MtlsContext.client().trust(PKI.trust()).identity(identity);
        if (row.stops) {
            assertThatThrownBy(builder::build)
                    .isInstanceOfSatisfying(
                            MtlsConfigurationException.class,
                            e -> assertThat(e.id()).isEqualTo(row.finding));
            return;
        }
        MtlsContext context = builder.build();
        assertThat(context.findings()).extracting(Finding::id).containsExactly(row.finding);
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            EngineHandshake.Result result =
                    PlainJsse.handshake(context.sslContext(), PlainJsse.context(PKI.server(), PKI.trust()), version);
            assertThat(result.completed()).as("%s: %s", version, result).isTrue();
        }
    }
}
