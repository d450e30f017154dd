package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.pem.PemLimits;
import dev.mtls.core.pem.PemSource;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustLoaderTest {

    private static final X509Certificate ONE = new TestCertificates("CN=One").ca;
    private static final TestCertificates TWO = new TestCertificates("CN=Two");

    private static PemSource source(X509Certificate certificate) {
        return PemSource.text("text", TestCertificates.pem(certificate));
    }

    private static List<String> ids(Trust trust) {
        return trust.findings().stream().map(Finding::id).toList();
    }

    private static MtlsConfigurationException failing(TrustLoader loader) {
        return catchThrowableOfType(MtlsConfigurationException.class, loader::load);
    }

    private static byte[] store(String type, boolean withTrusted, boolean withKey, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        if (withTrusted) {
            store.setCertificateEntry("one", ONE);
        }
        if (withKey) {
            KeyPair keys = TestCertificates.keys("EC");
            X509Certificate leaf = TWO.issue(new Request("CN=leaf", keys));
            store.setKeyEntry("leaf", keys.getPrivate(), password, new X509Certificate[] {leaf});
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }

    @Test
    void loadsSeveralSourcesInTheirOrderEachOnce() {
        Trust trust = Trust.from(source(TWO.ca), source(ONE), source(TWO.ca)).load();
        assertThat(trust.anchors()).containsExactly(TWO.ca, ONE);
        assertThat(trust.findings()).isEmpty();
    }

    @Test
    void isLoadedAgainWithAllThatWasAddedToIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ca.pem");
        Files.writeString(file, TestCertificates.pem(ONE));
        Trust both = Trust.pem(file).plus(Trust.of(TWO.ca));
        X509Certificate three = new TestCertificates("CN=Three").ca;
        Files.writeString(file, TestCertificates.pem(three));
        assertThat(both.origin().sources()).extracting(PemSource::name).containsExactly(file.toString());
        assertThat(both.origin().again().orElseThrow().get().anchors()).containsExactly(three, TWO.ca);
        Trust reversed = Trust.of(TWO.ca).plus(Trust.pem(file)).plus(Trust.pem(file));
        Files.writeString(file, TestCertificates.pem(ONE));
        assertThat(reversed.origin().again().orElseThrow().get().anchors()).containsExactly(TWO.ca, ONE);
        assertThat(Trust.of(ONE).plus(Trust.of(TWO.ca)).origin()).isEqualTo(Origin.inMemory());
    }

    @Test
    void whatCannotBeLoadedAgainKeepsTheSumFromIt() throws Exception {
        char[] password = "changeit".toCharArray();
        PemSource store = PemSource.bytes("store", store("PKCS12", true, false, password));
        Trust given = Trust.from(store).password(password).load();
        assertThat(given.origin().again()).isEmpty();
        Trust sum = given.plus(Trust.from(source(TWO.ca)).load());
        assertThat(sum.origin().sources()).hasSize(2);
        assertThat(sum.origin().again()).isEmpty();
        assertThat(Trust.from(store)
                        .password("changeit"::toCharArray)
                        .load()
                        .origin()
                        .again()
                        .orElseThrow()
                        .get()
                        .anchors())
                .containsExactly(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void takesFromAKeyStoreWhatBelongsToNoKey(String type) throws Exception {
        char[] password = "changeit".toCharArray();
        PemSource both = PemSource.bytes("ca.pem", store(type, true, true, password));
        assertThat(Trust.from(both).password(password).load().anchors()).containsExactly(ONE);
        PemSource keyAlone = PemSource.bytes("ca.pem", store(type, false, true, password));
        assertThat(failing(Trust.from(keyAlone).password(password)))
                .hasMessageContaining("certificate-missing")
                .hasMessageContaining("PRIVATE KEY (EC) of alias \"leaf\"")
                .hasMessageContaining("keytool -importcert");
        assertThat(failing(Trust.from(both).password("other".toCharArray())).id())
                .isEqualTo("key-password-wrong");
    }

    @Test
    void aTrustStoreThatHidesNothingOpensWithoutAPassword() throws Exception {
        assertThat(Trust.from(PemSource.bytes("jks", store("JKS", true, false, "changeit".toCharArray())))
                        .load()
                        .anchors())
                .containsExactly(ONE);
        PemSource encrypted = PemSource.bytes("p12", store("PKCS12", true, false, "changeit".toCharArray()));
        assertThat(failing(Trust.from(encrypted)).id()).isEqualTo("key-password-missing");
    }

    @Test
    void theOtherContainerIsReadAndSaid(@TempDir Path folder) throws Exception {
        char[] password = "changeit".toCharArray();
        Path store = folder.resolve("ca.pem");
        Files.write(store, store("JKS", true, false, password));
        Path pem = folder.resolve("ca.jks");
        Files.writeString(pem, TestCertificates.pem(ONE));
        assertThat(ids(Trust.pem(store))).containsExactly("container-unexpected");
        assertThat(ids(Trust.keyStore(pem, password))).containsExactly("container-unexpected");
        assertThat(Trust.keyStore(store, password).findings()).isEmpty();
        assertThat(Trust.keyStore(store, password).anchors()).containsExactly(ONE);
    }

    @Test
    void takesTheTrustedEntriesOfALoadedStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, () -> Trust.of(store)))
                .hasMessageContaining("a store without an entry");
        KeyPair keys = TestCertificates.keys("EC");
        store.setKeyEntry("key", keys.getPrivate(), "x".toCharArray(), new X509Certificate[] {
            TWO.issue(new Request("CN=leaf", keys))
        });
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, () -> Trust.of(store)))
                .hasMessageContaining("certificate-missing")
                .hasMessageContaining("a key of alias \"key\"");
        store.setCertificateEntry("one", ONE);
        assertThat(Trust.of(store).anchors()).containsExactly(ONE);
    }

    @Test
    void strictReadingAndLimitsHoldForEachSource() {
        PemSource repaired = PemSource.text("second", TestCertificates.pem(ONE).replace("\n", ""));
        assertThat(ids(Trust.from(source(TWO.ca), repaired).load())).containsExactly("pem-repaired");
        assertThat(failing(Trust.from(source(TWO.ca), repaired).strict()))
                .hasMessageContaining("pem-not-strict")
                .hasMessageContaining("second");
        assertThat(failing(Trust.from(source(ONE)).limits(PemLimits.TRUST_BUNDLE.withBytes(10)))
                        .id())
                .isEqualTo("pem-too-large");
    }
}
