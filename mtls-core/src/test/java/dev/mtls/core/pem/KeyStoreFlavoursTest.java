package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PKCS#12 as OpenSSL, Bouncy Castle and the JDK write it. */
class KeyStoreFlavoursTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Path PEM = Path.of("src/test/resources/pem");

    @TempDir
    static Path folder;

    private static Openssl openssl;
    private static PrivateKey key;
    private static X509Certificate leaf;
    private static X509Certificate root;

    @BeforeAll
    static void makeMaterial() {
        Openssl.assumeInstalled();
        openssl = new Openssl(folder);
        String ec = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 ";
        openssl.run("req -x509 " + ec + "-keyout ca-key.pem -out ca.pem -subj /CN=Root");
        openssl.run("req -new " + ec + "-keyout key.pem -out leaf.csr -subj /CN=leaf");
        openssl.run("x509 -req -in leaf.csr -CA ca.pem -CAkey ca-key.pem -set_serial 7 -days 3650 -out leaf.pem");
        key = document("key.pem").privateKey().key();
        leaf = document("leaf.pem").certificates().get(0);
        root = document("ca.pem").certificates().get(0);
    }

    private static PemDocument document(String file) {
        return PemDocument.parse(openssl.file(file), PemLimits.IDENTITY);
    }

    private static MtlsConfigurationException failing(PemDocument document, String password) {
        return catchThrowableOfType(MtlsConfigurationException.class, () -> document.open(password.toCharArray()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-legacy",
                "-keypbe NONE -certpbe NONE",
                "-nomac",
                "-macalg sha1",
                "-macalg sha384",
                "-macalg sha512",
                "-noiter -nomaciter",
                "-iter 100000",
                "-certpbe AES-128-CBC -keypbe CAMELLIA-256-CBC",
                "-certpbe ARIA-256-CBC -keypbe AES-192-CFB",
                "-legacy -certpbe PBE-SHA1-RC4-128 -keypbe PBE-SHA1-2DES",
                "-legacy -certpbe PBE-MD5-DES -keypbe RC2-CBC",
                "-name alice -caname root",
                "-name \u00e4lice"
            })
    void opensWhatOpensslWrites(String options) {
        openssl.run("pkcs12 -export -inkey key.pem -in leaf.pem -certfile ca.pem " + options
                + (options.isEmpty() ? "" : " ") + "-passout pass:changeit -out out.p12");
        PemDocument store = document("out.p12");
        assertThat(store.isStore()).isTrue();
        PemDocument opened = store.open(PASSWORD);
        assertThat(opened.certificates()).containsExactly(leaf, root);
        assertThat(opened.privateKey().key()).isEqualTo(key);
        assertThat(store.privateKey(PASSWORD).key()).isEqualTo(key);
        assertThat(store.privateKey(PASSWORD).form()).isEqualTo("PKCS#12");
        assertThat(opened.findings().stream().map(Finding::id).anyMatch("key-protection-weak"::equals))
                .isEqualTo(options.contains("legacy") || options.contains("-noiter"));
        assertThat(failing(store, "another").id()).isEqualTo("key-password-wrong");
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, () -> store.open(null))
                        .id())
                .isEqualTo("key-password-missing");
    }

    @Test
    void opensAStoreThatHidesNothingWithoutAPassword() {
        openssl.run("pkcs12 -export -inkey key.pem -in leaf.pem -keypbe NONE -certpbe NONE -nomac -passout pass: -out"
                + " out.p12");
        assertThat(document("out.p12").certificates()).containsExactly(leaf);
        assertThat(document("out.p12").privateKey().key()).isEqualTo(key);
        openssl.run("pkcs12 -export -nokeys -in ca.pem -passout pass: -out out.p12");
        assertThat(document("out.p12").certificates()).containsExactly(root);
    }

    @Test
    void takesAPasswordOutsideAscii() {
        String password = "\u043a\u043b\u044e\u0447 \u00e9\ud83d\udd11";
        for (String options : List.of("", "-legacy ")) {
            openssl.run(
                    "pkcs12 -export -inkey key.pem -in leaf.pem " + options + "-passout stdin -out out.p12",
                    (password + "\n").getBytes(StandardCharsets.UTF_8));
            PemDocument store = document("out.p12");
            assertThat(store.privateKey(password.toCharArray()).key()).isEqualTo(key);
            assertThat(failing(store, password + "x").id()).isEqualTo("key-password-wrong");
        }
    }

    /** Bouncy Castle writes BER: lengths told by an end mark, and OCTET STRINGs in pieces. */
    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "PKCS12-3DES-3DES", "PKCS12-AES256-AES128"})
    void opensBer(String type) throws Exception {
        KeyStore theirs = KeyStore.getInstance(type, new BouncyCastleProvider());
        theirs.load(null, null);
        theirs.setKeyEntry("alice", key, null, new X509Certificate[] {leaf, root});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        theirs.store(out, PASSWORD);
        assertThat(out.toByteArray()).startsWith(0x30, 0x80);
        PemDocument store = PemDocument.parse(out.toByteArray(), "bc.p12", PemLimits.IDENTITY);
        PemDocument opened = store.open(PASSWORD);
        assertThat(opened.privateKey().key()).isEqualTo(key);
        assertThat(opened.certificates()).contains(leaf, root);
        assertThat(failing(store, "another").id()).isEqualTo("key-password-wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void opensWhatTheJdkWrites(String type) throws Exception {
        KeyStore theirs = KeyStore.getInstance(type);
        theirs.load(null, null);
        theirs.setKeyEntry("alice", key, PASSWORD, new X509Certificate[] {leaf, root});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        theirs.store(out, PASSWORD);
        PemDocument store = PemDocument.parse(out.toByteArray(), "jdk", PemLimits.IDENTITY);
        PemDocument opened = store.open(PASSWORD);
        assertThat(opened.privateKey().key()).isEqualTo(key);
        assertThat(opened.certificates()).containsExactlyInAnyOrder(leaf, root);
        assertThat(opened.keys().get(0).headers()).containsEntry("friendlyName", "alice");
    }

    /** The iterations of the MAC come before any password is looked at. */
    @Test
    void refusesAMacAtAnyCost() throws Exception {
        openssl.run("pkcs12 -export -inkey key.pem -in leaf.pem -passout pass:changeit -out out.p12");
        Pfx pfx = Pfx.getInstance(Files.readAllBytes(openssl.file("out.p12")));
        ContentInfo safe = pfx.getAuthSafe();
        DigestInfo mac = pfx.getMacData().getMac();
        byte[] hostile = new Pfx(safe, new MacData(mac, new byte[8], Integer.MAX_VALUE)).getEncoded();
        MtlsConfigurationException e =
                failing(PemDocument.parse(hostile, "hostile.p12", PemLimits.IDENTITY), "changeit");
        assertThat(e.id()).isEqualTo("key-encryption-excessive");
        assertThat(e).hasMessageContaining("found MAC with 2147483647 iterations, expected at most 10000000");
    }

    /** Damage anywhere is told: the MAC covers what is read, and what is around it is structure. */
    @Test
    void aDamagedStoreIsRefused() throws Exception {
        openssl.run("pkcs12 -export -inkey key.pem -in leaf.pem -passout pass:changeit -out out.p12");
        byte[] sound = Files.readAllBytes(openssl.file("out.p12"));
        for (int i = 0; i < sound.length; i += 7) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 0x40;
            try {
                PemDocument opened = PemDocument.parse(damaged, "out.p12", PemLimits.IDENTITY.withIterations(100_000))
                        .open(PASSWORD);
                assertThat(opened.certificates()).as("byte %d", i).containsExactly(leaf);
                assertThat(opened.privateKey().key()).isEqualTo(key);
            } catch (MtlsConfigurationException e) {
                assertThat(e.findings()).isNotEmpty();
            }
        }
    }

    @Test
    void otherStoresAreNamed() {
        byte[] jceks = {(byte) 0xce, (byte) 0xce, (byte) 0xce, (byte) 0xce, 0, 0, 0, 2};
        assertThat(failing(PemDocument.parse(jceks, "x", PemLimits.IDENTITY), "changeit"))
                .hasMessageContaining("store-unreadable")
                .hasMessageContaining("found a JCEKS store")
                .hasMessageContaining("keytool -importkeystore");
        byte[] cut = {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed, 0, 0, 0, 2, 0};
        assertThat(failing(PemDocument.parse(cut, "x", PemLimits.IDENTITY), "changeit")
                        .id())
                .isEqualTo("store-unreadable");
    }

    @Test
    void aStoreMayStandInPemAndInBase64() throws Exception {
        byte[] der = Files.readAllBytes(PEM.resolve("keys/d-pkcs12.p12"));
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        for (String text : List.of(base64, "-----BEGIN PKCS12-----\n" + base64 + "\n-----END PKCS12-----\n")) {
            assertThat(PemDocument.parse(text, "text", PemLimits.IDENTITY)
                            .privateKey(PASSWORD)
                            .key()
                            .getAlgorithm())
                    .isEqualTo("RSA");
        }
    }
}
