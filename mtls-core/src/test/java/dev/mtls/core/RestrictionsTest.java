package dev.mtls.core;

import static dev.mtls.core.TestCertificates.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is admitted besides having a path to an authority, shown by handshakes. */
class RestrictionsTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHER = new TestCertificates("CN=Other CA");
    private static final String BILLING = "spiffe://prod.example/billing";
    private static final String STOCK = "spiffe://prod.example/stock";

    private static Identity workload(TestCertificates pki, String id) {
        return pki.identity(new Request("CN=workload", keys("EC"))
                .names(new GeneralName(GeneralName.uniformResourceIdentifier, id))
                .usage(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth));
    }

    private static TalkingPair call(TlsVersion version, Trust clients, Identity client) {
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(clients)
                .versions(TlsVersions.only(version))
                .build();
        return TalkingPair.of(
                MtlsContext.client()
                        .trust(PKI.trust())
                        .identity(client)
                        .alwaysSendIdentity()
                        .build(),
                server);
    }

    private static String pin(X509Certificate certificate) throws Exception {
        return "sha256/"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(certificate.getPublicKey().getEncoded()));
    }

    private static void refused(TalkingPair pair, String... says) {
        assertThat(pair.completed()).isFalse();
        String story = TalkingPair.story(pair.result().serverError());
        assertThat(story).contains("client-certificate-not-allowed");
        List.of(says).forEach(text -> assertThat(story).contains(text));
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aServerAdmitsWhoIsOnTheList(TlsVersion version) {
        Trust list = PKI.trust().allow(PeerName.spiffeId(BILLING));
        assertThat(call(version, list, workload(PKI, BILLING)).completed()).isTrue();
        refused(call(version, list, workload(PKI, STOCK)), "found URI:" + STOCK, "expected URI:" + BILLING);
        refused(call(version, list, PKI.client("CN=" + BILLING)), "found no name that can be compared");
    }

    @Test
    void aNameFromAnotherAuthorityIsWorthNothing() {
        TalkingPair pair =
                call(TlsVersion.TLS_1_3, PKI.trust().allow(PeerName.spiffeId(BILLING)), workload(OTHER, BILLING));
        assertThat(pair.completed()).isFalse();
        assertThat(TalkingPair.story(pair.result().serverError())).doesNotContain("not-allowed");
    }

    /** The certificate that is authenticated is the first one; what follows it is text that anybody can send. */
    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void furtherCertificatesNeverDecide(TlsVersion version) throws Exception {
        Identity mallory = workload(PKI, "spiffe://prod.example/mallory");
        X509Certificate victim = workload(PKI, BILLING).chain().get(0);
        Identity both =
                Identity.of(mallory.privateKey(), List.of(mallory.chain().get(0), victim));
        refused(call(version, PKI.trust().allow(PeerName.spiffeId(BILLING)), both), "mallory");
        refused(call(version, PKI.trust().allowFingerprints(Restrictions.fingerprint(victim)), both));
        refused(call(version, PKI.trust().pinKeys(pin(victim)), both), "no key is pinned");
        X509Certificate stranger = OTHER.ca;
        Identity withStranger =
                Identity.of(mallory.privateKey(), List.of(mallory.chain().get(0), stranger));
        refused(call(version, PKI.trust().pinKeys(pin(stranger)), withStranger), "no key is pinned");
    }

    @Test
    void aListNarrowsWhatIsThere() {
        Identity billing = workload(PKI, BILLING);
        Trust both = PKI.trust().allow(PeerName.spiffeId(BILLING), PeerName.spiffeId(STOCK));
        assertThat(call(TlsVersion.TLS_1_3, both, billing).completed()).isTrue();
        assertThat(call(TlsVersion.TLS_1_3, both.allow(PeerName.spiffeTrustDomain("prod.example")), billing)
                        .completed())
                .isTrue();
        refused(call(TlsVersion.TLS_1_3, both.allow(PeerName.spiffeId(STOCK)), billing));
        refused(call(
                TlsVersion.TLS_1_3,
                OTHER.trust().allow(PeerName.dns("a.example")).plus(PKI.trust()),
                billing));
        refused(call(TlsVersion.TLS_1_3, PKI.trust().plus(OTHER.trust().allow(PeerName.dns("a.example"))), billing));
    }

    @Test
    void fingerprintsAreOfTheCertificateOfThePeer() {
        Identity alice = PKI.client("CN=alice");
        String hex = Restrictions.fingerprint(alice.chain().get(0));
        String colons = String.join(":", hex.toUpperCase(Locale.ROOT).split("(?<=\\G..)"));
        assertThat(call(TlsVersion.TLS_1_3, PKI.trust().allowFingerprints(colons), alice)
                        .completed())
                .isTrue();
        refused(
                call(TlsVersion.TLS_1_3, PKI.trust().allowFingerprints(hex), PKI.client("CN=alice")),
                "allowed fingerprints");
        refused(call(TlsVersion.TLS_1_3, PKI.trust().allowFingerprints(Restrictions.fingerprint(PKI.ca)), alice));
    }

    @Test
    void pinsAreOfAnyKeyOfThePath() throws Exception {
        Request leaf = new Request("CN=alice", keys("EC")).usage(KeyPurposeId.id_kp_clientAuth);
        Identity alice = PKI.chained(leaf, 1);
        for (X509Certificate member :
                List.of(alice.chain().get(0), alice.chain().get(1), PKI.ca)) {
            assertThat(call(TlsVersion.TLS_1_3, PKI.trust().pinKeys(pin(OTHER.ca), pin(member)), alice)
                            .completed())
                    .isTrue();
        }
        refused(call(TlsVersion.TLS_1_3, PKI.trust().pinKeys(pin(OTHER.ca)), alice), "expected sha256/");
        refused(call(TlsVersion.TLS_1_3, PKI.trust().plus(OTHER.trust()).pinKeys(pin(OTHER.ca)), alice));
    }

    private static TalkingPair call(ClientBuilder client, Identity server) {
        return TalkingPair.of(
                client.build(),
                MtlsContext.server().identity(server).trust(Trust.noClients()).build());
    }

    @Test
    void aClientComparesTheHostAndTheList() {
        Trust list = PKI.trust().allow(PeerName.spiffeId(BILLING));
        Identity workload = workload(PKI, BILLING);
        TalkingPair strangerHost = call(MtlsContext.client().trust(list).noIdentity(), workload);
        assertThat(strangerHost.completed()).isFalse();
        TalkingPair notListed = call(MtlsContext.client().trust(list).noIdentity(), PKI.server());
        assertThat(TalkingPair.story(notListed.result().clientError())).contains("server-certificate-not-allowed");
        TalkingPair listed = call(
                MtlsContext.client()
                        .trust(PKI.trust().allow(PeerName.dns("localhost")))
                        .noIdentity(),
                PKI.server());
        assertThat(listed.completed()).isTrue();
    }

    @Test
    void aListStandsInForTheHostWhereThatIsSaid() {
        Trust list = PKI.trust().allow(PeerName.spiffeId(BILLING));
        assertThat(call(MtlsContext.client().trust(list).noIdentity().allowListInsteadOfHost(), workload(PKI, BILLING))
                        .completed())
                .isTrue();
        TalkingPair other =
                call(MtlsContext.client().trust(list).noIdentity().allowListInsteadOfHost(), workload(PKI, STOCK));
        assertThat(TalkingPair.story(other.result().clientError())).contains("server-certificate-not-allowed");
        assertThat(call(
                                MtlsContext.client().trust(list).noIdentity().allowListInsteadOfHost(),
                                workload(OTHER, BILLING))
                        .completed())
                .isFalse();
    }

    @Test
    void withoutAListNothingStandsInForTheHost() throws Exception {
        ClientBuilder pinned = MtlsContext.client()
                .trust(PKI.trust().pinKeys(pin(PKI.ca)))
                .noIdentity()
                .allowListInsteadOfHost();
        assertThatThrownBy(pinned::build).hasMessageContaining("allow-list-missing");
        MtlsContext context = MtlsContext.client()
                .trust(PKI.trust().allow(PeerName.spiffeId(BILLING)))
                .noIdentity()
                .allowListInsteadOfHost()
                .build();
        assertThatThrownBy(() -> context.update(PKI.trust())).hasMessageContaining("allow-list-missing");
        assertThat(call((ClientBuilder) context.toBuilder(), workload(PKI, STOCK))
                        .completed())
                .isFalse();
    }

    @Test
    void socketsAreHeldToTheListToo() throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust().allow(PeerName.spiffeId(BILLING)))
                .build();
        Attack none = new Attack("nothing", s -> {});
        for (String id : List.of(BILLING, STOCK)) {
            MtlsContext client = MtlsContext.client()
                    .trust(PKI.trust())
                    .identity(workload(PKI, id))
                    .build();
            SocketHandshake.Result result = SocketHandshake.run(
                    client.sslContext(),
                    SocketHandshake.ClientSurface.CONNECTED,
                    none,
                    server.sslContext(),
                    SocketHandshake.ServerSurface.ACCEPTED,
                    none);
            assertThat(result.completed()).as(id).isEqualTo(id.equals(BILLING));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256/",
                "sha256/AAAA",
                "sha1/AAAA",
                "AAAA",
                "sha256/!!!!",
                "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void aMalformedPinIsAnError(String pin) {
        if (pin.length() == 50) { // 43 characters are 32 bytes without their padding
            assertThat(PKI.trust().pinKeys(pin).toString()).contains(pin + "=");
        } else {
            assertThatThrownBy(() -> PKI.trust().pinKeys(pin)).hasMessageContaining("pin-malformed");
        }
    }

    @Test
    void malformedOrMissingMembersAreErrors() {
        assertThatThrownBy(() -> PKI.trust().allowFingerprints("00:11")).hasMessageContaining("fingerprint-malformed");
        assertThatThrownBy(() -> PKI.trust().allow(List.of())).hasMessageContaining("allow-list-empty");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ANY"})
    void listsThatNobodyIsHeldToAreWarnedOf(ClientAuth auth) {
        Trust list = PKI.trust().allow(PeerName.spiffeId(BILLING));
        assertThat(MtlsContext.server()
                        .identity(PKI.server())
                        .trust(list)
                        .clientAuth(auth)
                        .findings())
                .extracting(Finding::id)
                .contains("restrictions-unused");
        assertThat(MtlsContext.server().identity(PKI.server()).trust(list).findings())
                .extracting(Finding::id)
                .doesNotContain("restrictions-unused");
        assertThat(MtlsContext.server()
                        .identity(PKI.server())
                        .trust(PKI.trust())
                        .clientAuth(auth)
                        .findings())
                .extracting(Finding::id)
                .doesNotContain("restrictions-unused");
    }

    @Test
    void theTextOfATrustTellsItsLists() {
        assertThat(PKI.trust().allow(PeerName.dns("b.example"), PeerName.dns("a.example")))
                .hasToString("1 authority, CN=Test CA; allows DNS:a.example, DNS:b.example");
        assertThat(PKI.trust().toString()).doesNotMatch(Pattern.compile(".*;.*"));
    }

    @Test
    void theDescriptionTellsEachListOnALine() throws Exception {
        String sha256 = Restrictions.fingerprint(PKI.ca);
        List<PeerName> many = IntStream.range(0, 7)
                .mapToObj(i -> PeerName.dns("h" + i + ".example"))
                .toList();
        ServerBuilder server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust()
                        .allow(PeerName.spiffeId(BILLING))
                        .allow(many)
                        .allowFingerprints(sha256)
                        .pinKeys(pin(PKI.ca)));
        assertThat(server.build().describe()).contains("""
                        trust: 1 authority, CN=Test CA
                        allowed peers: URI:%s
                        allowed peers: DNS:h0.example, DNS:h1.example, DNS:h2.example, DNS:h3.example, DNS:h4.example and 2 more
                        allowed fingerprints: %s
                        pinned keys: %s
                        client authentication: REQUIRED
                        """.formatted(BILLING, sha256, pin(PKI.ca)));
        String ofAny = server.clientAuth(ClientAuth.ANY).build().describe();
        assertThat(ofAny)
                .as("nobody is held to them")
                .contains("trust: anyone\n")
                .doesNotContain("allowed", "pinned");
    }
}
