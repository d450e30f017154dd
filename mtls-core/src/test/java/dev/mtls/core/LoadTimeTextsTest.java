package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The situations in which the JDK's own text names nothing ("EOFException: null"): ours names file, found, expected and remedy. */
class LoadTimeTextsTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private final KeyPair keys = TestCertificates.keys("EC");
    private final X509Certificate certificate = PKI.issue(new Request("CN=alice", keys));
    private Path certificates;
    private Path key;

    @BeforeEach
    void write() throws Exception {
        certificates = Files.writeString(folder.resolve("alice.pem"), TestCertificates.pem(certificate));
        key = Files.writeString(folder.resolve("alice-key.pem"), keyPem());
    }

    private String keyPem() {
        return TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private Path store(String type, String ofKey) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("alice", keys.getPrivate(), ofKey.toCharArray(), new X509Certificate[] {certificate, PKI.ca});
        Path file = folder.resolve("store");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    private static MtlsConfigurationException failing(Runnable loading) {
        return catchThrowableOfType(MtlsConfigurationException.class, loading::run);
    }

    private static ThrowingConsumer<Finding> says(String id, Path file, String found, String remedy) {
        return finding -> {
            assertThat(finding.id()).isEqualTo(id);
            assertThat(finding.where().orElseThrow().source()).isEqualTo(file.toString());
            assertThat(finding.detail()).startsWith("found ").contains(found).contains(", expected ");
            assertThat(finding.remedy()).contains(remedy);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void theWrongPasswordOfAStore(String type) throws Exception {
        Path store = store(type, "changeit");
        assertThat(failing(() -> Identity.keyStore(store, "mistaken".toCharArray()))
                        .finding())
                .satisfies(says("key-password-wrong", store, "nothing that makes sense", "check the password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void aKeyWithAPasswordOfItsOwn(String type) throws Exception {
        Path store = store(type, "another");
        assertThat(failing(() -> Identity.keyStore(store, PASSWORD)).finding())
                .satisfies(says(
                        "key-password-wrong",
                        store,
                        "the store opens with this password and a key in it does not",
                        "Identity.of"));
    }

    /** The JDK: "EOFException: null" and "Invalid keystore format". */
    @Test
    void pemWhereAStoreWasMeant() {
        assertThat(Trust.keyStore(certificates, PASSWORD).findings())
                .singleElement()
                .satisfies(says("container-unexpected", certificates, "found PEM, expected a key store", "pem(...)"));
        assertThat(Trust.keyStore(certificates, PASSWORD).anchors()).containsExactly(certificate);
        assertThat(failing(() -> Identity.keyStore(certificates, PASSWORD)).finding())
                .satisfies(says("key-missing", certificates, "found CERTIFICATE in line 1", "switched"));
    }

    @Test
    void aStoreWherePemWasMeant() throws Exception {
        Path store = store("PKCS12", "changeit");
        assertThat(Identity.pem(store, PASSWORD).findings())
                .anySatisfy(says("container-unexpected", store, "found a key store, expected PEM", "from(...)"));
        assertThat(failing(() -> Identity.pem(store)).finding())
                .satisfies(says("key-password-missing", store, "found a PKCS12 store and no password", "password"));
    }

    @Test
    void junkWhereACertificateWasMeant() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.pem"), "hello");
        assertThat(failing(() -> Trust.pem(junk)).finding())
                .satisfies(says("pem-block-missing", junk, "text without a PEM block", "give a file that holds PEM"));
        Path block = Files.writeString(
                folder.resolve("block.pem"),
                TestCertificates.pem("CERTIFICATE", new byte[] {0x30, 0x03, 0x02, 0x01, 0x01}));
        assertThat(failing(() -> Trust.pem(block)).finding())
                .satisfies(says("certificate-unreadable", block, "expected an X.509 certificate", "openssl x509"));
    }

    @Test
    void anEmptyFile() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        for (Runnable loading : new Runnable[] {
            () -> Trust.pem(empty), () -> Identity.pem(certificates, empty), () -> Trust.keyStore(empty, PASSWORD)
        }) {
            assertThat(failing(loading).finding())
                    .satisfies(says("pem-block-missing", empty, "an empty source", "check that the file was written"));
        }
    }

    @Test
    void aPrivateKeyThatWasCutOff() throws Exception {
        byte[] der = keys.getPrivate().getEncoded();
        String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length - 9));
        Path file = Files.writeString(
                folder.resolve("cut.pem"), "-----BEGIN PRIVATE KEY-----\n" + cut + "\n-----END PRIVATE KEY-----\n");
        assertThat(failing(() -> Identity.pem(certificates, file)).finding())
                .satisfies(says("key-unreadable", file, "bytes that PrivateKeyInfo says it has", "copy the whole key"))
                .satisfies(finding ->
                        assertThat(finding.where().orElseThrow().line()).hasValue(1));
        Path text = Files.writeString(folder.resolve("text.pem"), keyPem().substring(0, 100));
        assertThat(failing(() -> Identity.pem(certificates, text)).finding())
                .satisfies(says("pem-truncated", text, "the end of the source", "copy the whole block"));
        Path half = Files.write(folder.resolve("half.der"), Arrays.copyOf(der, 40));
        assertThat(failing(() -> Identity.pem(certificates, half)).finding())
                .satisfies(says("pem-block-missing", half, "DER that is cut off", "PEM"));
    }

    @Test
    void filesThatWereSwitched() {
        assertThat(failing(() -> Identity.pem(key, certificates)).finding())
                .satisfies(says("certificate-missing", key, "found PRIVATE KEY (EC) in line 1", "switched"));
        assertThat(failing(() -> Trust.pem(key)).finding())
                .satisfies(says("certificate-missing", key, "found PRIVATE KEY (EC) in line 1", "switched"));
    }
}
