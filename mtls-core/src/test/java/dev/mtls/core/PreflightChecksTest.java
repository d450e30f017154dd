package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in an identity, in its chain or in a trust, one fault each, and that nothing is found without the fault. */
class PreflightChecksTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant NOW = Instant.now();
    private static final Path PEM = Path.of("src/test/resources/pem");
    private static final ASN1ObjectIdentifier PRIVATE = new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1");

    /** A builder with one fault, and the id and severity of what is found. */
    record Fault(String name, String id, Severity severity, ContextBuilder<?> builder) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Fault error(String name, String id, ContextBuilder<?> builder) {
        return new Fault(name, id, Severity.ERROR, builder);
    }

    private static Fault warning(String name, String id, ContextBuilder<?> builder) {
        return new Fault(name, id, Severity.WARNING, builder);
    }

    private static Request alice() {
        return new Request("CN=alice", TestCertificates.keys("EC"));
    }

    private static Request localhost() {
        return new Request("CN=localhost", TestCertificates.keys("EC")).hosts("localhost");
    }

    private static Request expired(Request request) {
        return request.valid(NOW.minus(DAY.multipliedBy(2)), NOW.minus(DAY));
    }

    private static Request toCome(Request request) {
        return request.valid(NOW.plus(DAY), NOW.plus(DAY.multipliedBy(2)));
    }

    private static Request ending(Request request) {
        return request.valid(NOW.minus(DAY.multipliedBy(300)), NOW.plus(DAY.multipliedBy(10)));
    }

    private static Request withKey(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return new Request("CN=alice", generator.generateKeyPair());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ClientBuilder client(Request request) {
        return client(PKI.identity(request));
    }

    private static ClientBuilder client(Identity identity) {
        return MtlsContext.client().trust(PKI.trust()).identity(identity);
    }

    private static ServerBuilder server(Request request) {
        return server(PKI.identity(request));
    }

    private static ServerBuilder server(Identity identity) {
        return MtlsContext.server().identity(identity).trust(PKI.trust());
    }

    /** An identity under one authority, which the root of this test issued. */
    private static Identity under(Request authority, Request leaf) {
        return under(PKI, authority, leaf);
    }

    private static Identity under(TestCertificates pki, Request authority, Request leaf) {
        X509Certificate issuer = pki.issue(authority);
        return Identity.of(leaf.key.getPrivate(), List.of(leaf.issuedBy(authority.subject, authority.key), issuer));
    }

    private static Request middle() {
        return new Request("CN=Middle", TestCertificates.keys("EC"));
    }

    static Stream<Fault> ofIdentities() throws Exception {
        KeyPair agreeing = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        return Stream.of(
                error("an expired client", "certificate-expired", client(expired(alice()))),
                error("an expired server", "certificate-expired", server(expired(localhost()))),
                error("a server not yet valid", "certificate-not-yet-valid", server(toCome(localhost()))),
                warning("a client whose end is near", "certificate-expiring", client(ending(alice()))),
                error(
                        "a client for servers",
                        "certificate-unfit-for-role",
                        client(alice().usage(KeyPurposeId.id_kp_serverAuth))),
                error(
                        "a server for clients",
                        "certificate-unfit-for-role",
                        server(localhost().usage(KeyPurposeId.id_kp_clientAuth))),
                warning(
                        "a client for anything",
                        "certificate-unfit-for-role",
                        client(alice().usage(KeyPurposeId.anyExtendedKeyUsage))),
                error(
                        "a client that may not sign",
                        "certificate-unfit-for-role",
                        client(alice().keyUsage(KeyUsage.keyAgreement))),
                error(
                        "a client that may encipher only",
                        "certificate-unfit-for-role",
                        client(alice().keyUsage(KeyUsage.keyEncipherment))),
                warning(
                        "a server that may encipher only",
                        "certificate-unfit-for-role",
                        server(localhost().keyUsage(KeyUsage.keyEncipherment))),
                warning("a server without names", "san-missing", server(alice())),
                warning(
                        "a server with an email address",
                        "san-missing",
                        server(alice().names(new GeneralName(GeneralName.rfc822Name, "a@example.com")))),
                warning(
                        "an authority as client",
                        "leaf-is-ca",
                        client(alice().authority().keyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature))),
                warning("a short RSA key", "rsa-key-short", client(withKey("RSA", 1024))),
                error("a key that agrees only", "key-cannot-sign", client(new Request("CN=alice", agreeing))),
                warning("a DSA key", "key-cannot-sign", client(withKey("DSA", 2048))),
                error(
                        "a DSA key in TLS 1.3",
                        "key-cannot-sign",
                        client(withKey("DSA", 2048)).versions(TlsVersions.only(TlsVersion.TLS_1_3))),
                warning("a digest of the last century", "signature-weak", client(alice().signedWith("SHA1withECDSA"))));
    }

    static Stream<Fault> ofChains() {
        Request enormous = alice().with(PRIVATE, new DEROctetString(new byte[33_000]));
        Request other = new Request("CN=Other root", TestCertificates.keys("EC")).authority();
        X509Certificate otherRoot = other.issuedBy(other.subject, other.key);
        Request aliceOfOther = alice();
        X509Certificate ofOther = aliceOfOther.issuedBy(other.subject, other.key);
        return Stream.of(
                error(
                        "an expired issuer",
                        "certificate-expired",
                        client(under(expired(middle().authority()), alice()))),
                error(
                        "an issuer not yet valid",
                        "certificate-not-yet-valid",
                        server(under(toCome(middle().authority()), localhost()))),
                warning(
                        "an issuer whose end is near",
                        "certificate-expiring",
                        client(under(ending(middle().authority()), alice()))),
                error("an issuer that is none", "certificate-unfit-for-role", client(under(middle(), alice()))),
                error(
                        "an issuer that may not sign certificates",
                        "certificate-unfit-for-role",
                        client(under(middle().authority().keyUsage(KeyUsage.cRLSign), alice()))),
                error("a path that is too long", "certificate-unfit-for-role", client(pathOfTwoUnderZero(PKI))),
                warning(
                        "an issuer for servers",
                        "certificate-unfit-for-role",
                        client(under(middle().authority().usage(KeyPurposeId.id_kp_serverAuth), alice()))),
                warning(
                        "an issuer with a weak signature",
                        "signature-weak",
                        client(under(middle().authority().signedWith("SHA1withECDSA"), alice()))),
                warning("an issuer with a short key", "rsa-key-short", client(underShortRsa())),
                error(
                        "a name that no peer can compare",
                        "name-constraint-unsupported",
                        client(principalNameUnderLimit(PKI))),
                warning(
                        "a message too large",
                        "message-too-large",
                        client(Identity.of(enormous.key.getPrivate(), List.of(PKI.issue(enormous))))),
                warning("a client's chain of nine", "chain-too-long", client(PKI.chained(alice(), 8))),
                warning("a server's chain of eleven", "chain-too-long", server(PKI.chained(localhost(), 10))),
                warning(
                        "a client of another authority, which says so",
                        "root-included",
                        client(Identity.of(aliceOfOther.key.getPrivate(), List.of(ofOther, otherRoot)))));
    }

    /** As Active Directory writes them: the principal name of a user, and an authority that limits such names. */
    static Identity principalNameUnderLimit(TestCertificates pki) {
        return under(
                pki, middle().authority().with(Extension.nameConstraints, limit()), alice().names(principalName()));
    }

    private static GeneralName principalName() {
        return new GeneralName(
                GeneralName.otherName,
                new OtherName(
                        new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), new DERUTF8String("alice@example.com")));
    }

    private static NameConstraints limit() {
        return new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(principalName())}, null);
    }

    static Identity pathOfTwoUnderZero(TestCertificates pki) {
        Request top = new Request("CN=Top", TestCertificates.keys("EC")).authority(0);
        Request middle = middle().authority();
        Request leaf = alice();
        return Identity.of(
                leaf.key.getPrivate(),
                List.of(
                        leaf.issuedBy(middle.subject, middle.key),
                        middle.issuedBy(top.subject, top.key),
                        pki.issue(top)));
    }

    private static Identity underShortRsa() {
        Request weak = withKey("RSA", 1024).authority();
        Request leaf = new Request("CN=bob", TestCertificates.keys("EC"));
        return Identity.of(leaf.key.getPrivate(), List.of(leaf.issuedBy(weak.subject, weak.key), PKI.issue(weak)));
    }

    @ParameterizedTest
    @MethodSource({"ofIdentities", "ofChains"})
    void isFoundAndAnErrorStopsTheBuildUnlessAccepted(Fault fault) {
        ContextBuilder<?> builder = fault.builder.copy();
        if (fault.severity == Severity.ERROR) {
            MtlsConfigurationException e = catchThrowableOfType(MtlsConfigurationException.class, builder::build);
            assertThat(e.findings()).extracting(Finding::id).containsExactly(fault.id);
            assertThat(e)
                    .hasMessageContaining("found")
                    .hasMessageContaining("expected")
                    .hasMessageContaining("Remedy: ");
            MtlsContext accepted = builder.dangerous().accept(fault.id).build();
            assertThat(accepted.findings()).extracting(Finding::id).containsExactly(fault.id, "dangerous-option");
            assertThat(accepted.findings()).allMatch(f -> f.severity() == Severity.WARNING);
        } else {
            List<Finding> findings = builder.build().findings();
            assertThat(findings).extracting(Finding::id).containsExactly(fault.id);
            assertThat(findings.get(0).severity())
                    .isEqualTo(fault.id.equals("root-included") ? Severity.INFO : fault.severity);
        }
    }

    /** The same without the fault, and what is near to a fault and none. */
    record Silent(String name, ContextBuilder<?> builder) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Silent> silent() {
        Request rsa = new Request("CN=alice", TestCertificates.keys("RSA"));
        Request ending = alice().valid(NOW.minus(DAY.multipliedBy(2)), NOW.plus(DAY.multipliedBy(2)));
        GeneralName spiffe = new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example.com/server");
        Request large = alice().with(PRIVATE, new DEROctetString(new byte[31_000]));
        Request weakRoot = new Request("CN=Weak root", TestCertificates.keys("EC")).signedWith("SHA1withECDSA");
        return Stream.of(
                new Silent("a client", client(alice())),
                new Silent("a client for clients", client(alice().usage(KeyPurposeId.id_kp_clientAuth))),
                new Silent(
                        "a client for both",
                        client(alice().usage(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth))),
                new Silent("a client that may sign", client(alice().keyUsage(KeyUsage.digitalSignature))),
                new Silent("a client without names", client(alice())),
                new Silent("a client with a key of RSA", client(rsa)),
                new Silent("a client with Ed25519", client(new Request("CN=alice", TestCertificates.keys("Ed25519")))),
                new Silent("a client with Ed448", client(new Request("CN=alice", TestCertificates.keys("Ed448")))),
                new Silent("half of a short life", client(ending)),
                new Silent("a server", server(localhost().usage(KeyPurposeId.id_kp_serverAuth))),
                new Silent("a server with a SPIFFE ID", server(alice().names(spiffe))),
                new Silent(
                        "a server with an address",
                        server(alice().names(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))),
                new Silent("an issuer", client(under(middle().authority(), alice()))),
                new Silent("an issuer of leaves alone", client(under(middle().authority(0), alice()))),
                new Silent(
                        "a name that is not limited",
                        client(under(middle().authority(), alice().names(principalName())))),
                new Silent(
                        "a limit on names that are not there",
                        client(under(middle().authority().with(Extension.nameConstraints, limit()), alice()))),
                new Silent(
                        "an issuer for clients",
                        client(under(middle().authority().usage(KeyPurposeId.id_kp_clientAuth), alice()))),
                new Silent("a large message", client(Identity.of(large.key.getPrivate(), List.of(PKI.issue(large))))),
                new Silent("a client's chain of eight", client(PKI.chained(alice(), 7))),
                new Silent("a server's chain of ten", server(PKI.chained(localhost(), 9))),
                new Silent(
                        "a weak signature on oneself, which nobody verifies",
                        MtlsContext.client()
                                .trust(PKI.trust())
                                .identity(Identity.of(
                                        weakRoot.key.getPrivate(),
                                        List.of(weakRoot.issuedBy(weakRoot.subject, weakRoot.key))))));
    }

    @ParameterizedTest
    @MethodSource("silent")
    void isNotFoundWhereItIsNot(Silent silent) {
        assertThat(silent.builder.build().findings()).isEmpty();
    }

    /** A root in the chain is the peers' affair: they look at the copy that they have. */
    @Test
    void aRootInTheChainIsNotJudged() {
        Request root = expired(new Request("CN=Old root", withKey("RSA", 1024).key).authority());
        X509Certificate old = root.signedWith("SHA1withRSA").issuedBy(root.subject, root.key);
        Request leaf = alice();
        X509Certificate issued = leaf.issuedBy(root.subject, root.key);
        assertThat(client(Identity.of(leaf.key.getPrivate(), List.of(issued, old)))
                        .build()
                        .findings())
                .extracting(Finding::id)
                .containsExactly("root-included");
    }

    /** The name of the signature algorithm does not tell which digest is in it. */
    @Test
    void theDigestInsidePssIsLookedAt() {
        KeyPair rsa = TestCertificates.keys("RSA");
        Request authority = new Request("CN=Authority", rsa).authority();
        Trust trust = Trust.of(authority.issuedBy(authority.subject, rsa));
        for (String algorithm : List.of("SHA1withRSAandMGF1", "SHA256withRSAandMGF1")) {
            Request leaf = alice().signedWith(algorithm);
            Identity identity = Identity.of(leaf.key.getPrivate(), List.of(leaf.issuedBy(authority.subject, rsa)));
            assertThat(MtlsContext.client()
                            .trust(trust)
                            .identity(identity)
                            .build()
                            .findings())
                    .extracting(Finding::id)
                    .as(algorithm)
                    .isEqualTo(algorithm.startsWith("SHA1") ? List.of("signature-weak") : List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5withRSA", "SHA1withRSA"})
    void aWeakDigestUnderRsaIsFound(String algorithm) {
        KeyPair rsa = TestCertificates.keys("RSA");
        Request leaf = alice().signedWith(algorithm);
        X509Certificate certificate = leaf.issuedBy("CN=Authority", rsa);
        Trust trust = Trust.of(new Request("CN=Authority", rsa).authority().issuedBy("CN=Authority", rsa));
        assertThat(MtlsContext.client()
                        .trust(trust)
                        .identity(Identity.of(leaf.key.getPrivate(), List.of(certificate)))
                        .build()
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains(algorithm));
    }

    /** Curves that the JDK does not know come through Bouncy Castle. */
    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1", "secp224r1"})
    void aCurveThatJsseCannotUseIsFound(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair keys = generator.generateKeyPair();
        MtlsConfigurationException e =
                catchThrowableOfType(MtlsConfigurationException.class, client(new Request("CN=alice", keys))::build);
        assertThat(e.findings()).extracting(Finding::id).containsExactly("curve-unusable-in-jsse");

        Request authority = new Request("CN=Middle", keys).authority();
        X509Certificate middle = PKI.issue(authority);
        assertThat(MtlsContext.client()
                        .trust(Trust.of(middle))
                        .noIdentity()
                        .build()
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("curve-unusable-in-jsse");
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void aCurveOfJsseIsNone(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        assertThat(client(new Request("CN=alice", generator.generateKeyPair()))
                        .build()
                        .findings())
                .isEmpty();
    }

    @Test
    void whatAKeyFileIsLikeStaysInTheFindings() {
        char[] password = "changeit".toCharArray();
        Identity weak =
                Identity.pem(PEM.resolve("certs/rsa.pem"), PEM.resolve("keys/dek-rsa-aes-256-cbc.pem"), password);
        assertThat(weak.findings()).extracting(Finding::id).contains("key-protection-weak");
        Identity strong =
                Identity.pem(PEM.resolve("certs/rsa.pem"), PEM.resolve("keys/p8-pbes2-aes256-sha256.pem"), password);
        assertThat(strong.findings()).extracting(Finding::id).doesNotContain("key-protection-weak");
        MtlsContext built = MtlsContext.client()
                .trust(PKI.trust())
                .identity(weak)
                .dangerous()
                .acceptAllFindings()
                .build();
        assertThat(built.findings()).extracting(Finding::id).contains("key-protection-weak");
    }
}
