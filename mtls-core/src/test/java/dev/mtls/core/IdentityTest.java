package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Path PEM = Path.of("src/test/resources/pem");

    private static String keyPem(KeyPair keys) {
        return TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519", "Ed448"})
    void takesAKeyOfEachKind(String algorithm) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        X509Certificate certificate = PKI.issue(new Request("CN=alice", keys));
        Identity identity = Identity.pem(TestCertificates.pem(certificate), keyPem(keys));
        assertThat(identity.privateKey()).isEqualTo(keys.getPrivate());
        assertThat(identity.chain()).containsExactly(certificate);
        assertThat(identity.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RSA,RSA", "EC,EC", "Ed25519,Ed25519", "RSA,EC", "EC,RSA", "Ed25519,EC", "EC,Ed25519", "Ed448,Ed25519"})
    void aKeyOfAnotherPairIsAnErrorWhenAContextIsBuilt(String ofKey, String ofCertificate) throws Exception {
        KeyPair mine = KeyPairGenerator.getInstance(ofKey).generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance(ofCertificate).generateKeyPair();
        Identity identity = Identity.pem(TestCertificates.pem(PKI.issue(new Request("CN=alice", other))), keyPem(mine));
        assertThat(ids(identity.findings())).containsExactly("key-certificate-mismatch");
        ClientBuilder builder = MtlsContext.client().trust(PKI.trust()).identity(identity);
        MtlsConfigurationException e = catchThrowableOfType(MtlsConfigurationException.class, builder::build);
        assertThat(e.id()).isEqualTo("key-certificate-mismatch");
        assertThat(e).hasMessageContaining("certificate text").hasMessageContaining("CN=alice");
        assertThat(ids(builder.dangerous()
                        .accept("key-certificate-mismatch")
                        .build()
                        .findings()))
                .contains("key-certificate-mismatch", "dangerous-option");
    }

    /** An EC key that holds its public half is compared with it, and an elliptic curve has two points for each x. */
    @Test
    void theKeysOfOneCertificateInEveryShapeBelongToIt() {
        for (String key : List.of("rsa-pkcs8", "rsa-pkcs1", "d-rsa-pkcs1", "d-rsa-pkcs8")) {
            Path file = PEM.resolve("keys/" + key + (key.startsWith("d-") ? ".der" : ".pem"));
            assertThat(ids(Identity.pem(PEM.resolve("certs/rsa.pem"), file).findings()))
                    .as(key)
                    .doesNotContain("key-certificate-mismatch");
        }
    }

    @Test
    void switchedFilesAreSaid() {
        KeyPair keys = TestCertificates.keys("EC");
        String certificate = TestCertificates.pem(PKI.issue(new Request("CN=alice", keys)));
        assertThatThrownBy(() -> Identity.pem(keyPem(keys), certificate))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("certificate-missing")
                .hasMessageContaining("found PRIVATE KEY (EC) in line 1")
                .hasMessageContaining("switched");
        assertThatThrownBy(() -> Identity.pem(certificate, certificate))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("key-missing")
                .hasMessageContaining("switched");
    }

    @Test
    void ordersAChainAndSaysSo() {
        KeyPair middleKey = TestCertificates.keys("EC");
        X509Certificate middle = PKI.issue(new Request("CN=Middle", middleKey).authority());
        KeyPair keys = TestCertificates.keys("EC");
        X509Certificate leaf = new Request("CN=alice", keys).issuedBy("CN=Middle", middleKey);

        Identity inOrder = Identity.of(keys.getPrivate(), List.of(leaf, middle));
        assertThat(inOrder.findings()).isEmpty();

        Identity reversed = Identity.of(keys.getPrivate(), List.of(middle, leaf));
        assertThat(reversed.chain()).containsExactly(leaf, middle);
        assertThat(ids(reversed.findings())).containsExactly("chain-order-repaired");

        Identity withRoot = Identity.of(keys.getPrivate(), List.of(leaf, middle, PKI.ca));
        assertThat(withRoot.chain()).containsExactly(leaf, middle, PKI.ca);
        assertThat(ids(withRoot.findings())).containsExactly("root-included");

        Identity twice = Identity.of(keys.getPrivate(), List.of(leaf, leaf, middle));
        assertThat(twice.chain()).containsExactly(leaf, middle);
        assertThat(ids(twice.findings())).containsExactly("chain-duplicate");

        X509Certificate stranger = PKI.issue(new Request("CN=stranger", TestCertificates.keys("EC")));
        Identity unrelated = Identity.of(keys.getPrivate(), List.of(leaf, stranger, middle));
        assertThat(unrelated.chain()).containsExactly(leaf, middle);
        assertThat(ids(unrelated.findings())).containsExactly("chain-unrelated-member");
    }

    @Test
    void saysWhoElseMayReadTheKey(@TempDir Path folder) throws Exception {
        KeyPair keys = TestCertificates.keys("EC");
        Path both = folder.resolve("both.pem");
        Files.writeString(both, TestCertificates.pem(PKI.issue(new Request("CN=alice", keys))) + keyPem(keys));
        Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ids(Identity.pem(both).findings())).containsExactly("key-file-readable");
        Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Identity.pem(both).findings()).isEmpty();
    }

    @Test
    void leavesThePasswordOfItsCallerAlone() {
        char[] password = "changeit".toCharArray();
        Identity.pem(PEM.resolve("certs/rsa.pem"), PEM.resolve("keys/p8-pbes2-aes256-sha256.pem"), password);
        assertThat(password).containsExactly("changeit".toCharArray());
    }

    @Test
    void neverPrintsTheKey() {
        KeyPair keys = TestCertificates.keys("EC");
        Identity identity = Identity.of(keys.getPrivate(), List.of(PKI.issue(new Request("CN=alice\\nFAKE", keys))));
        assertThat(identity.toString()).isEqualTo("CN=alicenFAKE (EC key, 1 certificate)");
        String base64 = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
        String damaged = "-----BEGIN PRIVATE KEY-----\n" + base64.substring(0, 40) + "*" + base64.substring(40);
        String certificate = TestCertificates.pem(identity.chain().get(0));
        assertThatThrownBy(() -> Identity.pem(certificate, damaged)).satisfies(e -> {
            for (int i = 0; i + 8 <= base64.length(); i++) {
                assertThat(e.getMessage()).doesNotContain(base64.substring(i, i + 8));
            }
        });
    }

    @Test
    void anEmptyChainIsAnError() {
        assertThatThrownBy(() -> Identity.of(TestCertificates.keys("EC").getPrivate(), Collections.emptyList()))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("certificate-missing");
    }

    @Test
    void aMissingFileIsNamed() {
        Path nowhere = Path.of("nowhere.pem");
        assertThat(Arrays.asList(nowhere))
                .allSatisfy(path -> assertThatThrownBy(() -> Identity.pem(path))
                        .isInstanceOf(MtlsConfigurationException.class)
                        .hasMessageContaining("file-unreadable")
                        .hasMessageContaining("nowhere.pem"));
    }
}
