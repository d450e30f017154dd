package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.path.Draft.Held;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of {@code strictPath()}, found where it is broken; what keeps them all passes. */
class StrictPathTest {

    private static final Instant NOW = Instant.now();
    private static final PathRules STRICT = new PathRules(OptionalInt.empty(), true, List.of(), CrlScope.LEAF);
    private static final PathRules LENIENT = new PathRules(OptionalInt.of(9), false, List.of(), CrlScope.LEAF);
    private static final Held ROOT = Draft.authority("CN=Root").selfSigned();
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    private static CertificationPath validate(
            PathRules rules, Role role, X509Certificate anchor, X509Certificate... sent) throws CertificateException {
        return new PathValidator(List.of(anchor), rules).validate(sent, role, List.of(), NOW);
    }

    @Test
    void whatKeepsTheProfilePasses() throws Exception {
        Held intermediate = Draft.authority("CN=I").issuedBy(ROOT);
        X509Certificate client = Draft.client("CN=alice").issuedBy(intermediate).certificate();
        assertThat(validate(STRICT, Role.CLIENT, ROOT.certificate(), client, intermediate.certificate())
                        .intermediates())
                .isEqualTo(1);
        X509Certificate server = Draft.server("CN=a.example", "a.example", "*.a.example", "localhost")
                .issuedBy(intermediate)
                .certificate();
        assertThat(validate(STRICT, Role.SERVER, ROOT.certificate(), server, intermediate.certificate())
                        .leaf())
                .isEqualTo(server);
    }

    record Broken(String what, String id, Draft draft) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Broken> leaves() {
        return Stream.of(
                new Broken(
                        "another purpose",
                        "server-certificate-unfit-for-role",
                        server().purposes(KeyPurposeId.id_kp_clientAuth)),
                new Broken(
                        "any purpose",
                        "server-certificate-unfit-for-role",
                        server().purposes(KeyPurposeId.anyExtendedKeyUsage)),
                new Broken(
                        "any purpose beside",
                        "server-certificate-unfit-for-role",
                        server().purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.anyExtendedKeyUsage)),
                new Broken(
                        "no purpose",
                        "server-certificate-off-profile",
                        server().with(Extension.extendedKeyUsage, false, new DERSequence())),
                new Broken("key usage", "server-certificate-unfit-for-role", server().usage(KeyUsage.nonRepudiation)),
                new Broken(
                        "keyCertSign",
                        "server-certificate-off-profile",
                        server().usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)),
                new Broken(
                        "an authority",
                        "server-certificate-unfit-for-role",
                        server().with(Extension.basicConstraints, true, new BasicConstraints(true))),
                new Broken(
                        "name constraints",
                        "server-certificate-off-profile",
                        server().permits(new GeneralName(GeneralName.dNSName, "a.example"))),
                new Broken(
                        "no key identifier of the issuer",
                        "server-certificate-off-profile",
                        server().without(Extension.authorityKeyIdentifier)),
                new Broken(
                        "critical key identifier",
                        "server-certificate-off-profile",
                        server().with(Extension.authorityKeyIdentifier, true, identifierOf(ROOT))),
                new Broken(
                        "critical subject key identifier",
                        "server-certificate-off-profile",
                        server().with(Extension.subjectKeyIdentifier, true, new SubjectKeyIdentifier(new byte[20]))),
                new Broken("no alternative name", "server-certificate-off-profile", Draft.server("CN=a.example")),
                new Broken("serial 0", "server-certificate-off-profile", server().serial(BigInteger.ZERO)),
                new Broken("serial -1", "server-certificate-off-profile", server().serial(BigInteger.ONE.negate())),
                new Broken(
                        "serial of 21 octets",
                        "server-certificate-off-profile",
                        server().serial(BigInteger.ONE.shiftLeft(160))),
                new Broken("SHA-1", "server-certificate-off-profile", server().signed("SHA1withECDSA")),
                new Broken("RSA 1024", "server-certificate-off-profile", server().key(Draft.newKey("RSA", 1024))),
                new Broken("DSA", "server-certificate-off-profile", server().key(Draft.newKey("DSA", 2048))),
                new Broken(
                        "an unknown critical extension",
                        "server-certificate-off-profile",
                        server().with(UNKNOWN, true, DERNull.INSTANCE)),
                new Broken(
                        "critical authorityInfoAccess",
                        "server-certificate-off-profile",
                        server().with(
                                        Extension.authorityInfoAccess,
                                        true,
                                        new AuthorityInformationAccess(
                                                AccessDescription.id_ad_ocsp,
                                                new GeneralName(
                                                        GeneralName.uniformResourceIdentifier, "http://o.example")))),
                new Broken(
                        "malformed authorityInfoAccess",
                        "server-certificate-off-profile",
                        server().with(Extension.authorityInfoAccess, false, new DEROctetString(new byte[3]))),
                new Broken(
                        "wildcard inside a label",
                        "server-certificate-off-profile",
                        Draft.server("CN=x", "a*.example.com")),
                new Broken(
                        "wildcard of a top-level domain",
                        "server-certificate-off-profile",
                        Draft.server("CN=x", "*.com")),
                new Broken("wildcard alone", "server-certificate-off-profile", Draft.server("CN=x", "*")),
                new Broken("underscore", "server-certificate-off-profile", Draft.server("CN=x", "a_b.example.com")),
                new Broken("dot at the end", "server-certificate-off-profile", Draft.server("CN=x", "a.example.com.")),
                new Broken("address as a name", "server-certificate-off-profile", Draft.server("CN=x", "192.0.2.1")),
                new Broken(
                        "NUL in a name",
                        "server-certificate-off-profile",
                        Draft.server("CN=x", "a.example\0.evil.example")),
                new Broken(
                        "common name in other case",
                        "server-certificate-off-profile",
                        Draft.server("CN=A.example", "a.example")),
                new Broken(
                        "common name as a number",
                        "server-certificate-off-profile",
                        Draft.server("CN=0x7f000001", "a.example")),
                new Broken(
                        "common name beyond ASCII",
                        "server-certificate-off-profile",
                        Draft.server("CN=b\u00fccher.example", "a.example")),
                new Broken("too many names", "chain-too-costly", Draft.server("CN=x", many(201))));
    }

    private static AuthorityKeyIdentifier identifierOf(Held issuer) {
        return new AuthorityKeyIdentifier(SubjectKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(issuer.certificate().getExtensionValue("2.5.29.14"))
                                .getOctets())
                .getKeyIdentifier());
    }

    private static Draft server() {
        return Draft.server("CN=a.example", "a.example");
    }

    private static String[] many(int count) {
        return Stream.iterate(1, i -> i + 1)
                .limit(count)
                .map(i -> "h" + i + ".example")
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void aBrokenLeafIsRefused(Broken broken) {
        Role role = broken.id().startsWith("client") ? Role.CLIENT : Role.SERVER;
        X509Certificate leaf = broken.draft().issuedBy(ROOT).certificate();
        assertThatThrownBy(() -> validate(STRICT, role, ROOT.certificate(), leaf))
                .isInstanceOfSatisfying(
                        PathException.class, e -> assertThat(e.id()).isEqualTo(broken.id()));
    }

    static Stream<Broken> authorities() {
        return Stream.of(
                new Broken(
                        "basic constraints not critical",
                        "client-certificate-off-profile",
                        authority().with(Extension.basicConstraints, false, new BasicConstraints(true))),
                new Broken(
                        "no key identifier",
                        "client-certificate-off-profile",
                        authority().without(Extension.subjectKeyIdentifier)),
                new Broken(
                        "key usage", "client-certificate-untrusted", authority().usage(KeyUsage.cRLSign)),
                new Broken(
                        "no authority",
                        "client-certificate-untrusted",
                        authority().without(Extension.basicConstraints)),
                new Broken(
                        "another purpose",
                        "client-certificate-unfit-for-role",
                        authority().purposes(KeyPurposeId.id_kp_serverAuth)),
                new Broken(
                        "unknown critical extension",
                        "client-certificate-off-profile",
                        authority().with(UNKNOWN, true, DERNull.INSTANCE)),
                new Broken(
                        "policy constraints not critical",
                        "client-certificate-off-profile",
                        authority()
                                .with(Extension.policyConstraints, false, new PolicyConstraints(BigInteger.TEN, null))),
                new Broken(
                        "name constraints without a subtree",
                        "client-certificate-off-profile",
                        authority().with(Extension.nameConstraints, true, new NameConstraints(null, null))),
                new Broken(
                        "RSA 1024",
                        "client-certificate-off-profile",
                        authority().key(Draft.newKey("RSA", 1024))));
    }

    private static Draft authority() {
        return Draft.authority("CN=Issuing");
    }

    @ParameterizedTest
    @MethodSource("authorities")
    void aBrokenIntermediateIsRefused(Broken broken) {
        Held intermediate = broken.draft().issuedBy(ROOT);
        X509Certificate leaf = Draft.client("CN=alice").issuedBy(intermediate).certificate();
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, ROOT.certificate(), leaf, intermediate.certificate()))
                .isInstanceOfSatisfying(
                        PathException.class, e -> assertThat(e.id()).isEqualTo(broken.id()));
    }

    /** Of all this the JDK looks at nothing. */
    @ParameterizedTest
    @MethodSource("authorities")
    void aBrokenAnchorIsRefused(Broken broken) throws Exception {
        Held anchor = broken.draft().selfSigned();
        X509Certificate leaf = Draft.client("CN=alice").issuedBy(anchor).certificate();
        assertThat(validate(LENIENT, Role.CLIENT, anchor.certificate(), leaf).anchor())
                .isEqualTo(anchor.certificate());
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, anchor.certificate(), leaf))
                .isInstanceOfSatisfying(
                        PathException.class, e -> assertThat(e.id()).isEqualTo(broken.id()));
    }

    @Test
    void anAnchorOutOfItsTimeIsRefused() throws Exception {
        Held expired = authority()
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                .selfSigned();
        Held early = authority()
                .valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)))
                .selfSigned();
        X509Certificate leaf = Draft.client("CN=alice").issuedBy(expired).certificate();
        assertThat(validate(LENIENT, Role.CLIENT, expired.certificate(), leaf).leaf())
                .isEqualTo(leaf);
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, expired.certificate(), leaf))
                .hasMessageStartingWith("client-certificate-expired: the anchor CN=Issuing expired at ");
        X509Certificate other = Draft.client("CN=alice").issuedBy(early).certificate();
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, early.certificate(), other))
                .hasMessageStartingWith("client-certificate-not-yet-valid: the anchor CN=Issuing is valid from ");
    }

    @Test
    void aRootWithAPurposeIsRefusedAndAnIntermediateAsAnchorIsNot() throws Exception {
        Held root = authority().purposes(KeyPurposeId.id_kp_clientAuth).selfSigned();
        X509Certificate leaf = Draft.client("CN=alice").issuedBy(root).certificate();
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, root.certificate(), leaf))
                .hasMessageStartingWith("client-certificate-off-profile");
        Held intermediate = authority().purposes(KeyPurposeId.id_kp_clientAuth).issuedBy(ROOT);
        X509Certificate below = Draft.client("CN=alice").issuedBy(intermediate).certificate();
        assertThat(validate(STRICT, Role.CLIENT, intermediate.certificate(), below)
                        .anchor())
                .isEqualTo(intermediate.certificate());
    }

    @Test
    void whoIsTrustedItselfIsJudgedToo() throws Exception {
        X509Certificate good = Draft.client("CN=alice").selfSigned().certificate();
        assertThat(validate(STRICT, Role.CLIENT, good, good).pinned()).isTrue();
        X509Certificate expired = Draft.client("CN=alice")
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                .issuedBy(ROOT)
                .certificate();
        X509Certificate ofServers =
                Draft.server("CN=alice", "a.example").issuedBy(ROOT).certificate();
        X509Certificate unknown = Draft.client("CN=alice")
                .with(UNKNOWN, true, DERNull.INSTANCE)
                .selfSigned()
                .certificate();
        for (X509Certificate pinned : List.of(expired, ofServers, unknown, ROOT.certificate())) {
            assertThat(validate(LENIENT, Role.CLIENT, pinned, pinned).pinned()).isTrue();
        }
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, expired, expired))
                .hasMessageStartingWith("client-certificate-expired");
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, ofServers, ofServers))
                .hasMessageStartingWith("client-certificate-unfit-for-role");
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, unknown, unknown))
                .hasMessageStartingWith("client-certificate-off-profile");
        assertThatThrownBy(() -> validate(STRICT, Role.CLIENT, ROOT.certificate(), ROOT.certificate()))
                .hasMessageStartingWith("client-certificate-unfit-for-role")
                .hasMessageContaining("an authority in the place of a client");
    }

    @Test
    void aHostIsLookedForAmongTheAlternativeNamesAlone() throws Exception {
        X509Certificate leaf = Draft.server("CN=b.example")
                .names(new GeneralName(GeneralName.iPAddress, "192.0.2.1"))
                .issuedBy(ROOT)
                .certificate();
        PathValidator strict = new PathValidator(List.of(ROOT.certificate()), STRICT);
        X509Certificate[] sent = {leaf};
        assertThat(strict.validate(sent, Role.SERVER, List.of("192.0.2.1"), NOW).leaf())
                .isEqualTo(leaf);
        assertThatThrownBy(() -> strict.validate(sent, Role.SERVER, List.of("b.example"), NOW))
                .hasMessage("server-host-not-matched: found [IP:192.0.2.1], expected [b.example]");
    }

    @Test
    void whatAPeerWroteCannotBreakTheLine() {
        X509Certificate leaf = Draft.client("CN=a\\\nFAKE\u001b[31m" + "x".repeat(40))
                .with(UNKNOWN, true, new DERUTF8String("x"))
                .issuedBy(ROOT)
                .certificate();
        assertThatThrownBy(() -> validate(STRICT, Role.SERVER, ROOT.certificate(), leaf))
                .message()
                .matches("[ -~]+")
                .hasSizeLessThan(600);
    }
}
