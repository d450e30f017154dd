package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.pem.PemLimits;
import dev.mtls.core.pem.PemSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityLoaderTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Path PEM = Path.of("src/test/resources/pem");
    private static final PemSource ENCRYPTED = PemSource.file(PEM.resolve("keys/p8-pbes2-aes256-sha256.pem"));
    private static final PemSource CERTIFICATE = PemSource.file(PEM.resolve("certs/rsa.pem"));

    private static final KeyPair ALICE = TestCertificates.keys("EC");
    private static final KeyPair BOB = TestCertificates.keys("RSA");
    private static final X509Certificate OF_ALICE = PKI.issue(new Request("CN=alice", ALICE));
    private static final X509Certificate OF_BOB = PKI.issue(new Request("CN=bob", BOB));

    private static String pem(KeyPair keys) {
        return TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static PemSource text(String... pem) {
        return PemSource.text("text", String.join("", pem));
    }

    private static List<String> ids(Identity identity) {
        return identity.findings().stream().map(Finding::id).toList();
    }

    private static MtlsConfigurationException failing(IdentityLoader loader) {
        return catchThrowableOfType(MtlsConfigurationException.class, loader::load);
    }

    private byte[] store(String type, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("alice", ALICE.getPrivate(), password, new X509Certificate[] {OF_ALICE, PKI.ca});
        store.setKeyEntry("bob", BOB.getPrivate(), password, new X509Certificate[] {OF_BOB});
        store.setCertificateEntry("ca", new TestCertificates("CN=Other CA").ca);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }

    @Test
    void loadsFromEachKindOfSource(@TempDir Path folder) throws Exception {
        String both = TestCertificates.pem(OF_ALICE) + pem(ALICE);
        byte[] bytes = both.getBytes(StandardCharsets.US_ASCII);
        Path file = folder.resolve("both.pem");
        Files.write(file, bytes);
        for (PemSource source : List.of(
                PemSource.file(file),
                PemSource.bytes("bytes", bytes),
                PemSource.text("text", both),
                PemSource.stream("stream", new ByteArrayInputStream(bytes)),
                PemSource.base64("base64", Base64.getEncoder().encodeToString(bytes)))) {
            Identity identity = Identity.from(source).load();
            assertThat(identity.chain()).as(source.name()).containsExactly(OF_ALICE);
            assertThat(identity.privateKey()).isEqualTo(ALICE.getPrivate());
            assertThat(identity.origin().sources()).containsExactly(source);
        }
        assertThat(Identity.from(
                                PemSource.resource(getClass(), "/pem/certs/rsa.pem"),
                                PemSource.resource(getClass(), "/pem/keys/rsa-pkcs1.pem"))
                        .load()
                        .privateKey()
                        .getAlgorithm())
                .isEqualTo("RSA");
    }

    @Test
    void wipesThePasswordThatItAskedForAndNoOther() {
        List<char[]> asked = new ArrayList<>();
        IdentityLoader loader = Identity.from(CERTIFICATE, ENCRYPTED).password(() -> {
            asked.add("changeit".toCharArray());
            return asked.get(asked.size() - 1);
        });
        assertThat(asked).isEmpty();
        loader.load();
        assertThat(asked).containsExactly(new char[8]);
        loader.load();
        assertThat(asked).containsExactly(new char[8], new char[8]);

        char[] given = "changeit".toCharArray();
        Identity.from(CERTIFICATE, ENCRYPTED).password(given).load();
        assertThat(given).containsExactly("changeit".toCharArray());

        char[] wrong = "mistaken".toCharArray();
        assertThat(failing(Identity.from(CERTIFICATE, ENCRYPTED).password(() -> wrong))
                        .id())
                .isEqualTo("key-password-wrong");
        assertThat(wrong).isEqualTo(new char[8]);
    }

    @Test
    void isLoadedAgainFromWhatTheSourcesHoldThen(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("both.pem");
        Files.writeString(file, TestCertificates.pem(OF_ALICE) + pem(ALICE));
        Identity first = Identity.pem(file);
        Files.writeString(file, TestCertificates.pem(OF_BOB) + pem(BOB));
        Identity second = first.origin().again().orElseThrow().get();
        assertThat(second.chain()).containsExactly(OF_BOB);
        assertThat(second.origin().again()).isPresent();
        assertThat(first.chain()).containsExactly(OF_ALICE);
    }

    @Test
    void aPasswordThatWasGivenOnceIsGoneForAnotherLoading() {
        char[] password = "changeit".toCharArray();
        Origin<Identity> given =
                Identity.from(CERTIFICATE, ENCRYPTED).password(password).load().origin();
        assertThat(given.again()).isEmpty();
        assertThat(given.sources()).containsExactly(CERTIFICATE, ENCRYPTED);
        Origin<Identity> asked = Identity.from(CERTIFICATE, ENCRYPTED)
                .password("changeit"::toCharArray)
                .load()
                .origin();
        assertThat(asked.again().orElseThrow().get().privateKey().getAlgorithm())
                .isEqualTo("RSA");
        assertThat(Identity.of(ALICE.getPrivate(), List.of(OF_ALICE)).origin()).isEqualTo(Origin.inMemory());
    }

    /** What was chosen for the first loading is what the next one goes by, whatever becomes of the loader. */
    @Test
    void theLoaderMayBeUsedForAnotherIdentityInBetween() {
        PemSource two = text(TestCertificates.pem(OF_ALICE), pem(BOB), pem(ALICE));
        IdentityLoader loader = Identity.from(two).keyInBlock(3);
        Identity identity = loader.load();
        loader.keyInBlock(2);
        assertThat(identity.origin().again().orElseThrow().get().privateKey()).isEqualTo(ALICE.getPrivate());
    }

    @Test
    void twoKeysAreAnErrorThatListsThemAndNamesTheWayToChoose() {
        PemSource two = text(TestCertificates.pem(OF_ALICE), pem(BOB), pem(ALICE));
        assertThat(failing(Identity.from(two)))
                .hasMessageContaining("key-ambiguous")
                .hasMessageContaining("PRIVATE KEY (RSA) in line ")
                .hasMessageContaining("PRIVATE KEY (EC) in line ")
                .hasMessageContaining("keyInBlock(2) or keyOfCertificate()");
        assertThat(Identity.from(two).keyInBlock(3).load().privateKey()).isEqualTo(ALICE.getPrivate());
        assertThat(ids(Identity.from(two).keyInBlock(2).load())).contains("key-certificate-mismatch");
        assertThat(failing(Identity.from(two).keyInBlock(1)))
                .hasMessageContaining("key-missing")
                .hasMessageContaining("expected one in block 1");
    }

    @Test
    void theKeyOfTheCertificateIsFoundAmongOthers() {
        String broken = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
        PemSource three = text(broken, pem(BOB), TestCertificates.pem(OF_ALICE), pem(ALICE));
        Identity identity = Identity.from(three).keyOfCertificate().load();
        assertThat(identity.privateKey()).isEqualTo(ALICE.getPrivate());
        assertThat(identity.findings()).isEmpty();
        assertThat(failing(Identity.from(text(TestCertificates.pem(PKI.ca), pem(BOB), pem(ALICE)))
                        .keyOfCertificate()))
                .hasMessageContaining("key-certificate-mismatch")
                .hasMessageContaining("PRIVATE KEY (RSA) in line ")
                .hasMessageContaining("CN=Test CA");
        assertThat(failing(Identity.from(text(TestCertificates.pem(PKI.ca), pem(BOB), broken))
                        .keyOfCertificate()))
                .hasMessageContaining("key-unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void aKeyStoreIsToldByItsContent(String type) throws Exception {
        char[] password = "changeit".toCharArray();
        PemSource store = PemSource.bytes("client.pem", store(type, password));
        Identity alone =
                Identity.from(store).password(password).keyOfAlias("Alice").load();
        assertThat(alone.privateKey()).isEqualTo(ALICE.getPrivate());
        assertThat(alone.chain()).containsExactly(OF_ALICE, PKI.ca);
        assertThat(ids(alone)).doesNotContain("chain-unrelated-member", "pem-repaired");
        assertThat(Identity.from(store)
                        .password(password)
                        .keyOfAlias("bob")
                        .load()
                        .chain()
                        .get(0))
                .isEqualTo(OF_BOB);
        assertThat(failing(Identity.from(store).password(password)))
                .hasMessageContaining("key-ambiguous")
                .hasMessageContaining("PRIVATE KEY (EC) of alias \"alice\"")
                .hasMessageContaining("keyOfAlias");
        assertThat(failing(Identity.from(store).password(password).keyOfAlias("carol")))
                .hasMessageContaining("expected one of alias \"carol\"");
        assertThat(failing(Identity.from(store).password("mistaken".toCharArray())))
                .hasMessageContaining("key-password-wrong")
                .hasMessageContaining("client.pem");
        assertThat(failing(Identity.from(store)).id()).isEqualTo("key-password-missing");
    }

    @Test
    void theOtherContainerIsReadAndSaid(@TempDir Path folder) throws Exception {
        char[] password = "changeit".toCharArray();
        Path store = PEM.resolve("keys/d-pkcs12.p12");
        assertThat(ids(Identity.pem(store, password))).contains("container-unexpected");
        assertThat(ids(Identity.keyStore(store, password))).doesNotContain("container-unexpected");
        assertThat(ids(Identity.from(PemSource.file(store)).password(password).load()))
                .doesNotContain("container-unexpected");
        Path both = folder.resolve("both.p12");
        Files.writeString(both, TestCertificates.pem(OF_ALICE) + pem(ALICE));
        assertThat(ids(Identity.keyStore(both, password))).contains("container-unexpected");
        assertThat(failing(Identity.from(PemSource.file(both))
                        .meant(SourceReader.Meant.STORE)
                        .strict()))
                .hasMessageContaining("pem-not-strict")
                .hasMessageContaining("found PEM, expected a key store");
    }

    @Test
    void strictReadingRefusesEachRepairAndTakesWhatIsSound() {
        String sound = TestCertificates.pem(OF_ALICE) + pem(ALICE);
        assertThat(Identity.from(text(sound)).strict().load().findings()).isEmpty();
        String repaired = "  " + sound.replace("-----END CERTIFICATE-----\n", "-----END CERTIFICATE-----");
        assertThat(ids(Identity.from(text(repaired)).load())).containsExactly("pem-repaired", "pem-repaired");
        MtlsConfigurationException e = failing(Identity.from(text(repaired)).strict());
        assertThat(e.findings()).extracting(Finding::id).containsExactly("pem-not-strict", "pem-not-strict");
        assertThat(e).hasMessageContaining("text, block 1, line 1").hasMessageContaining("indented");
        String mislabelled = sound.replace("PRIVATE KEY", "RSA PRIVATE KEY");
        assertThat(ids(Identity.from(text(mislabelled)).load())).containsExactly("pem-repaired");
        assertThat(failing(Identity.from(text(mislabelled)).strict()))
                .hasMessageContaining("the label says \"RSA PRIVATE KEY\" and the content is that of PRIVATE KEY");
    }

    @Test
    void limitsAreTheCallers() {
        PemSource source = text(TestCertificates.pem(OF_ALICE) + pem(ALICE));
        assertThat(failing(Identity.from(source).limits(PemLimits.IDENTITY.withBytes(100)))
                        .id())
                .isEqualTo("pem-too-large");
        assertThat(failing(Identity.from(source).limits(PemLimits.IDENTITY.withBlocks(1)))
                        .id())
                .isEqualTo("pem-too-large");
        assertThat(failing(Identity.from(source).limits(PemLimits.IDENTITY.withCertificateBytes(100)))
                        .id())
                .isEqualTo("pem-too-large");
        assertThat(failing(Identity.from(source).limits(PemLimits.IDENTITY.withKeyBytes(10)))
                        .id())
                .isEqualTo("pem-too-large");
        assertThat(failing(Identity.from(source).limits(PemLimits.IDENTITY.withDepth(2)))
                        .id())
                .isEqualTo("certificate-unreadable");
        assertThat(failing(Identity.from(CERTIFICATE, ENCRYPTED)
                                .password("changeit"::toCharArray)
                                .limits(PemLimits.IDENTITY.withIterations(10)))
                        .id())
                .isEqualTo("key-encryption-excessive");
    }

    @Test
    void anEntryOfALoadedKeyStoreIsTaken() throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(new ByteArrayInputStream(store("JKS", password)), password);
        Identity identity = Identity.of(store, "alice", password);
        assertThat(identity.privateKey()).isEqualTo(ALICE.getPrivate());
        assertThat(identity.chain()).containsExactly(OF_ALICE, PKI.ca);
        assertThat(password).containsExactly("changeit".toCharArray());
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, () -> Identity.of(store, "ca", password)))
                .hasMessageContaining("key-missing")
                .hasMessageContaining("a key of alias \"alice\"")
                .hasMessageContaining("a certificate of alias \"ca\"");
        assertThat(catchThrowableOfType(
                                MtlsConfigurationException.class,
                                () -> Identity.of(store, "alice", "other".toCharArray()))
                        .id())
                .isEqualTo("key-password-wrong");
        KeyStore unloaded = KeyStore.getInstance("PKCS12");
        assertThat(catchThrowableOfType(
                                MtlsConfigurationException.class, () -> Identity.of(unloaded, "alice", password))
                        .id())
                .isEqualTo("store-unreadable");
    }
}
