package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in the trusted authorities, and where a chain and they do not meet. */
class TrustChecksTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant NOW = Instant.now();

    private static Request authority(String name) {
        return new Request("CN=" + name, TestCertificates.keys("EC")).authority();
    }

    private static X509Certificate root(Request request) {
        return request.issuedBy(request.subject, request.key);
    }

    private static List<String> ofClient(X509Certificate... anchors) {
        return ids(MtlsContext.client()
                .trust(Trust.of(List.of(anchors)))
                .noIdentity()
                .build()
                .findings());
    }

    private static List<String> ofServer(ClientAuth auth, X509Certificate... anchors) {
        return ids(MtlsContext.server()
                .identity(PKI.server())
                .trust(Trust.of(List.of(anchors)).plus(PKI.trust()))
                .clientAuth(auth)
                .build()
                .findings());
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    record Anchor(String id, X509Certificate certificate) {
        @Override
        public String toString() {
            return id + ": " + certificate.getSubjectX500Principal();
        }
    }

    static Stream<Anchor> anchors() throws Exception {
        KeyPair self = TestCertificates.keys("EC");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        return Stream.of(
                new Anchor("anchor-is-leaf", PKI.issue(new Request("CN=alice", TestCertificates.keys("EC")))),
                new Anchor("anchor-not-ca", new Request("CN=self", self).issuedBy("CN=self", self)),
                new Anchor("anchor-not-ca", root(authority("silent").keyUsage(KeyUsage.cRLSign))),
                new Anchor(
                        "anchor-expired", root(authority("old").valid(NOW.minus(DAY.multipliedBy(2)), NOW.minus(DAY)))),
                new Anchor(
                        "anchor-not-yet-valid",
                        root(authority("new").valid(NOW.plus(DAY), NOW.plus(DAY.multipliedBy(2))))),
                new Anchor(
                        "certificate-expiring",
                        root(authority("ending").valid(NOW.minus(DAY.multipliedBy(300)), NOW.plus(DAY)))),
                new Anchor("rsa-key-short", root(new Request("CN=short", rsa.generateKeyPair()).authority())));
    }

    @ParameterizedTest
    @MethodSource("anchors")
    void isFoundInAnAnchorAsAWarning(Anchor anchor) {
        List<Finding> findings = MtlsContext.client()
                .trust(Trust.of(anchor.certificate))
                .noIdentity()
                .build()
                .findings();
        assertThat(ids(findings)).containsExactly(anchor.id);
        assertThat(findings.get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(findings.get(0).detail()).startsWith("found ").contains("expected ");
    }

    /** An authority that another one issued may be trusted; JSSE and its clients take it. */
    @Test
    void nothingIsFoundInAnAuthority() {
        assertThat(ofClient(PKI.ca)).isEmpty();
        assertThat(ofClient(PKI.issue(authority("Middle")))).isEmpty();
        assertThat(ofServer(ClientAuth.REQUIRED, PKI.issue(authority("Middle"))))
                .isEmpty();
    }

    @Test
    void whatTheJdkBringsIsNotTheCallersToMend() {
        Trust system = Trust.system();
        assertThat(system.chosen()).isEmpty();
        assertThat(MtlsContext.client().trust(system).noIdentity().build().findings())
                .isEmpty();
        Trust leaf = Trust.of(PKI.issue(new Request("CN=alice", TestCertificates.keys("EC"))));
        assertThat(ids(MtlsContext.client()
                        .trust(system.plus(leaf))
                        .noIdentity()
                        .build()
                        .findings()))
                .containsExactly("anchor-is-leaf");
        assertThat(system.plus(leaf).anchors()).containsAll(system.anchors()).containsAll(leaf.anchors());
    }

    /** The names that a server sends are the subjects of what it trusts; of a leaf's issuer there is none among them. */
    @ParameterizedTest
    @EnumSource(
            value = ClientAuth.class,
            names = {"OPTIONAL", "REQUIRED"})
    void aServerThatTrustsALeafSilencesItsOwner(ClientAuth auth) {
        Request stranger = authority("Elsewhere");
        X509Certificate leaf =
                new Request("CN=alice", TestCertificates.keys("EC")).issuedBy(stranger.subject, stranger.key);
        assertThat(ofServer(auth, leaf)).containsExactly("anchor-is-leaf", "ca-list-silences-client");
        assertThat(ofServer(auth, leaf, root(stranger)))
                .as("its issuer is named too")
                .containsExactly("anchor-is-leaf");
        assertThat(ofServer(ClientAuth.NONE, leaf)).as("nothing is asked").containsExactly("anchor-is-leaf");
        assertThat(ofClient(leaf)).as("a client names nobody").containsExactly("anchor-is-leaf");
        KeyPair self = TestCertificates.keys("EC");
        assertThat(ofServer(auth, new Request("CN=self", self).issuedBy("CN=self", self)))
                .as("one that issued itself is its own issuer")
                .containsExactly("anchor-not-ca");
    }

    @Test
    void namesThatFillMoreThanAMessageAreFound() {
        KeyPair key = TestCertificates.keys("EC");
        List<X509Certificate> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Request request = new Request("CN=Authority " + i + ",O=" + "x".repeat(60), key).authority();
            many.add(root(request));
        }
        assertThat(ofServer(ClientAuth.REQUIRED, many.toArray(X509Certificate[]::new)))
                .containsExactly("message-too-large");
        assertThat(ofServer(ClientAuth.NONE, many.toArray(X509Certificate[]::new)))
                .isEmpty();
        assertThat(ofServer(ClientAuth.REQUIRED, many.subList(0, 200).toArray(X509Certificate[]::new)))
                .isEmpty();
    }

    private static List<String> client(Trust trust, Request leaf, X509Certificate... above) {
        return ids(client(trust, identity(leaf, above)).build().findings());
    }

    private static ClientBuilder client(Trust trust, Identity identity) {
        return MtlsContext.client().trust(trust).identity(identity);
    }

    private static Identity identity(Request leaf, X509Certificate... above) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf.issuedBy("CN=Middle", MIDDLE.key)));
        chain.addAll(List.of(above));
        return Identity.of(leaf.key.getPrivate(), chain);
    }

    private static final Request MIDDLE = authority("Middle");
    private static final X509Certificate MIDDLE_ISSUED = PKI.issue(MIDDLE);

    private static Request alice() {
        return new Request("CN=alice", TestCertificates.keys("EC"));
    }

    @Test
    void aChainThatEndsBelowWhatIsTrustedIsIncomplete() {
        assertThat(client(PKI.trust(), alice())).containsExactly("chain-incomplete", "ca-list-silences-client");
        assertThat(client(PKI.trust(), alice(), MIDDLE_ISSUED)).isEmpty();
        assertThat(client(PKI.trust(), alice(), MIDDLE_ISSUED, PKI.ca)).containsExactly("root-included");
        assertThat(client(Trust.of(MIDDLE_ISSUED), alice())).isEmpty();
        assertThat(client(Trust.of(MIDDLE_ISSUED), alice(), MIDDLE_ISSUED)).isEmpty();
        assertThat(client(Trust.system(), alice()))
                .as("whom the peers trust is not to be told from the authorities of the JDK")
                .isEmpty();
    }

    @Test
    void aClientThatAlwaysSendsIsNotSilenced() {
        assertThat(ids(client(PKI.trust(), identity(alice()))
                        .alwaysSendIdentity()
                        .build()
                        .findings()))
                .containsExactly("chain-incomplete");
    }

    @Test
    void aServerMayHaveACertificateOfAnotherAuthority() {
        TestCertificates ofClients = new TestCertificates("CN=Authority of the clients");
        Request localhost = new Request("CN=localhost", TestCertificates.keys("EC")).hosts("localhost");
        Identity alone = identity(localhost);
        Identity whole = identity(localhost, MIDDLE_ISSUED);
        assertThat(ids(MtlsContext.server()
                        .identity(whole)
                        .trust(ofClients.trust())
                        .build()
                        .findings()))
                .isEmpty();
        assertThat(ids(MtlsContext.server()
                        .identity(alone)
                        .trust(ofClients.trust())
                        .build()
                        .findings()))
                .containsExactly("chain-incomplete");
        assertThat(ids(MtlsContext.server()
                        .identity(alone)
                        .trust(Trust.noClients())
                        .build()
                        .findings()))
                .isEmpty();
    }

    private static AuthorityKeyIdentifier issuedBy(String issuerOfIssuer) {
        return new AuthorityKeyIdentifier(
                new GeneralNames(new GeneralName(new X500Name(issuerOfIssuer))), BigInteger.ONE);
    }

    private static AuthorityInformationAccess placeOfIssuer() {
        return new AuthorityInformationAccess(
                AccessDescription.id_ad_caIssuers,
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.example.com/middle.cer"));
    }

    /** Where a certificate says whether its issuer has an issuer, nothing is guessed. */
    @Test
    void whatACertificateSaysOfItsIssuerDecides() {
        for (Trust trust : List.of(PKI.trust(), Trust.system())) {
            assertThat(client(trust, alice().with(Extension.authorityKeyIdentifier, issuedBy("CN=Test CA"))))
                    .as("its issuer is no root")
                    .contains("chain-incomplete");
            assertThat(client(trust, alice().with(Extension.authorityKeyIdentifier, issuedBy("CN=Middle"))))
                    .as("its issuer is a root that is not trusted here")
                    .isEmpty();
            assertThat(client(trust, alice().with(Extension.authorityInfoAccess, placeOfIssuer())))
                    .contains("chain-incomplete");
        }
        Request alice = alice().with(Extension.authorityKeyIdentifier, issuedBy("CN=Test CA"));
        assertThat(client(Trust.system(), alice, MIDDLE_ISSUED)).isEmpty();
        Request middle = authority("Middle").with(Extension.authorityKeyIdentifier, issuedBy("CN=Above"));
        assertThat(client(Trust.system(), alice(), PKI.issue(middle))).containsExactly("chain-incomplete");
    }

    /** A server may name others than it trusts; those whom it does not name stay silent. */
    @Test
    void anAuthorityThatIsTrustedAndNotNamedSilencesItsClients() {
        ServerBuilder builder =
                MtlsContext.server().identity(PKI.server()).trust(PKI.trust().plus(Trust.of(MIDDLE_ISSUED)));
        X509Certificate other = root(authority("Other"));
        assertThat(named(builder, List.of(other)))
                .containsExactly("ca-list-silences-client", "ca-list-silences-client");
        assertThat(named(builder, List.of(PKI.ca, other)))
                .as("of one that it issued too")
                .isEmpty();
        assertThat(named(builder, List.of(MIDDLE_ISSUED))).containsExactly("ca-list-silences-client");
        assertThat(named(builder, List.of()))
                .as("no names: a client shows what it has")
                .isEmpty();
    }

    private static List<String> named(ServerBuilder builder, List<X509Certificate> authorities) {
        PreflightChecks checks = new PreflightChecks(builder);
        checks.named(authorities);
        return ids(checks.findings());
    }
}
