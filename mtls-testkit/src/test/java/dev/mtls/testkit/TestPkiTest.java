package dev.mtls.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestPkiTest {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final TestPki pki = TestPki.create();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"server, sslserver, 0", "client, sslclient, 0", "server, sslclient, 2", "client, sslserver, 2"})
    void strictVerifiersAcceptEachRoleForItsPurposeOnly(String role, String purpose, int exit) throws Exception {
        Command.assumeInstalled("openssl");
        TestIdentity identity = role.equals("server") ? pki.server() : pki.client("alice");
        Command verified = Command.run(
                "openssl",
                "verify",
                "-x509_strict",
                "-purpose",
                purpose,
                "-CAfile",
                pki.writeTo(folder).toString(),
                identity.writeTo(folder, role).certificates().toString());
        assertThat(verified.exit()).as(verified.output()).isEqualTo(exit);
    }

    @Test
    void theKeyCarriesItsPublicHalfAndIsTheSameKey() throws Exception {
        for (int i = 0; i < 300; i++) { // numbers with leading zeros are one in 256
            TestIdentity identity = pki.client("alice");
            byte[] der = Base64.getMimeDecoder()
                    .decode(identity.keyPem().replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
            ECPrivateKey read =
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            assertThat(read.getS()).isEqualTo(((ECPrivateKey) identity.privateKey()).getS());
            byte[] spki = identity.certificate().getPublicKey().getEncoded();
            assertThat(Arrays.copyOfRange(der, der.length - 65, der.length))
                    .isEqualTo(Arrays.copyOfRange(spki, spki.length - 65, spki.length));
        }
    }

    @Test
    void opensslFindsTheKeyConsistent() throws Exception {
        Command.assumeInstalled("openssl");
        Path key = pki.client("alice").writeTo(folder, "client").key();
        Command checked = Command.run("openssl", "pkey", "-check", "-noout", "-in", key.toString());
        assertThat(checked.exit()).as(checked.output()).isZero();
    }

    @Test
    void strictVerifiersTakeTheHostNameAndEachAddress() throws Exception {
        Command.assumeInstalled("openssl");
        String ca = pki.writeTo(folder).toString();
        String server = pki.server().writeTo(folder, "server").certificates().toString();
        for (List<String> check : List.of(
                List.of("-verify_hostname", "localhost"),
                List.of("-verify_ip", "127.0.0.1"),
                List.of("-verify_ip", "::1"))) {
            Command verified =
                    Command.run("openssl", "verify", "-x509_strict", check.get(0), check.get(1), "-CAfile", ca, server);
            assertThat(verified.exit()).as(verified.output()).isZero();
        }
    }

    @Test
    void authorityHoldsWhatAnAuthorityNeeds() throws Exception {
        X509Certificate ca = pki.ca();
        ca.verify(ca.getPublicKey());
        assertThat(ca.getVersion()).isEqualTo(3);
        assertThat(ca.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(ca.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(ca.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(ca.getNonCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.14", "2.5.29.35");
    }

    @Test
    void leafHoldsTheExtensionsOfItsRole() throws Exception {
        X509Certificate server = pki.server().certificate();
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getKeyUsage()).containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(server.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
        assertThat(server.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(server.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.14", "2.5.29.35", "2.5.29.37", "2.5.29.17");
        assertThat(names(server)).containsExactly("2 localhost", "7 127.0.0.1", "7 0:0:0:0:0:0:0:1");
        assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");

        X509Certificate client = pki.client("alice").certificate();
        assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        assertThat(client.getSubjectAlternativeNames()).isNull();
        assertThat(client.getIssuerX500Principal()).isEqualTo(pki.ca().getSubjectX500Principal());
        client.verify(pki.ca().getPublicKey());
    }

    @Test
    void keyIdentifiersMeet() {
        byte[] subject = pki.ca().getExtensionValue("2.5.29.14");
        byte[] issuer = pki.client("alice").certificate().getExtensionValue("2.5.29.35");
        // OCTET STRING { OCTET STRING id } against OCTET STRING { SEQUENCE { [0] id } }.
        assertThat(java.util.Arrays.copyOfRange(issuer, issuer.length - 20, issuer.length))
                .isEqualTo(java.util.Arrays.copyOfRange(subject, subject.length - 20, subject.length));
    }

    @Test
    void alternativeNamesAreCriticalOnlyWithoutSubject() throws Exception {
        String longName = "a".repeat(60) + ".example.org";
        X509Certificate server = pki.server(longName, "spiffe://example.org/web", "ops@example.org", "bücher.example")
                .certificate();
        assertThat(server.getSubjectX500Principal().getName()).isEmpty();
        assertThat(server.getCriticalExtensionOIDs()).contains("2.5.29.17");
        assertThat(names(server))
                .containsExactly(
                        "2 " + longName, "6 spiffe://example.org/web", "1 ops@example.org", "2 xn--bcher-kva.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë, \"Ltd\" + co; <x>=#\\", " leading", "日本"})
    void anyTextIsACommonName(String name) throws Exception {
        String subject =
                pki.client(name).certificate().getSubjectX500Principal().getName();
        assertThat(new LdapName(subject).getRdn(0).getValue()).isEqualTo(name);
    }

    @Test
    void badNamesAreRefused() {
        assertThatThrownBy(() -> pki.client("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pki.client("x".repeat(65))).hasMessageContaining("found 65 characters");
        assertThatThrownBy(() -> pki.server("300.1.1.1")).hasMessageContaining("expected an IP address");
        assertThatThrownBy(() -> pki.server("::zz")).hasMessageContaining("expected an IP address");
        assertThatThrownBy(() -> pki.leaf().sign()).hasMessageContaining("without a name");
    }

    @Test
    void datesFollowTheClockInWholeSeconds() {
        Instant now = Instant.parse("2024-02-29T12:34:56.789Z");
        TestPki dated = TestPki.create(Clock.fixed(now, ZoneOffset.UTC));
        Instant second = Instant.parse("2024-02-29T12:34:56Z");
        for (X509Certificate certificate : List.of(
                dated.ca(), dated.server().certificate(), dated.untrusted().ca())) {
            assertThat(certificate.getNotBefore()).isEqualTo(second.minus(Duration.ofDays(1)));
            assertThat(certificate.getNotAfter()).isEqualTo(second.plus(Duration.ofDays(7)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1949-06-01T00:00:00Z, 1950-06-01T00:00:00Z",
        "2049-12-31T23:59:59Z, 2050-01-01T00:00:00Z",
        "2000-01-01T00:00:00Z, 9999-12-31T23:59:59Z"
    })
    void anyDateCanBeWritten(Instant from, Instant to) {
        X509Certificate leaf =
                pki.leaf().commonName("x").validity(from, to).sign().certificate();
        assertThat(leaf.getNotBefore()).isEqualTo(from);
        assertThat(leaf.getNotAfter()).isEqualTo(to);
    }

    @Test
    void serialsArePositiveAndLongAndAllDifferent() {
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            BigInteger serial = pki.client("c" + i).certificate().getSerialNumber();
            assertThat(serial.bitLength()).isEqualTo(159);
            assertThat(serial.signum()).isPositive();
            serials.add(serial);
        }
        assertThat(serials).hasSize(50);
    }

    @Test
    void untrustedPkiIsAnother() {
        TestPki other = pki.untrusted();
        assertThat(other.ca().getSubjectX500Principal()).isNotEqualTo(pki.ca().getSubjectX500Principal());
        assertThat(other.ca().getPublicKey()).isNotEqualTo(pki.ca().getPublicKey());
        assertThatThrownBy(() ->
                        other.client("mallory").certificate().verify(pki.ca().getPublicKey()))
                .isInstanceOf(java.security.SignatureException.class);
    }

    @Test
    void selfSignedServerHasNoAlternativeNameAndVouchesForClients() throws Exception {
        TestPki article = TestPki.selfSigned("localhost");
        X509Certificate server = article.server().certificate();
        assertThat(server).isEqualTo(article.ca());
        assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
        assertThat(server.getSubjectAlternativeNames()).isNull();
        assertThat(server.getExtendedKeyUsage()).isNull();
        article.client("alice").certificate().verify(server.getPublicKey());
    }

    @Test
    void filesAreWhatTheySayAndKeysArePrivate() throws Exception {
        TestIdentity alice = pki.client("alice");
        TestIdentity.PemFiles files = alice.writeTo(folder, "alice");
        Path store = alice.writePkcs12(folder, "alice", "changeit".toCharArray());
        assertThat(Files.readString(files.certificates())).isEqualTo(alice.certificatePem());
        assertThat(Files.readString(files.key()))
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .isEqualTo(alice.keyPem());
        assertThat(Files.getPosixFilePermissions(files.key())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(store)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        KeyStore read = KeyStore.getInstance("PKCS12");
        read.load(new ByteArrayInputStream(Files.readAllBytes(store)), "changeit".toCharArray());
        assertThat(read.getKey("key", "changeit".toCharArray())).isEqualTo(alice.privateKey());
        assertThat(read.getCertificateChain("key")).containsExactly(alice.certificate());
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("alice.pem", "alice-key.pem", "alice.p12");
        }
    }

    @Test
    void aLinkInTheWayIsReplacedAndNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "untouched");
        Files.createSymbolicLink(folder.resolve("a-key.pem"), elsewhere);
        pki.client("a").writeTo(folder, "a");
        assertThat(elsewhere).hasContent("untouched");
        assertThat(Files.isSymbolicLink(folder.resolve("a-key.pem"))).isFalse();
    }

    @Test
    void toStringNamesTheSubjectOnly() {
        assertThat(pki.client("alice")).hasToString("TestIdentity[CN=alice]");
        assertThat(pki).hasToString("TestPki[CN=mtls test CA]");
    }

    private static List<String> names(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> name.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .toList();
    }
}
