package dev.mtls.core;

import static dev.mtls.core.TestCertificates.keys;
import static dev.mtls.core.TestCertificates.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.PeerVerdict;
import dev.mtls.core.pem.PemSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Revocation by lists, shown by handshakes: hard by default, and never outlived by a session. */
class RevocationListTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHER = new TestCertificates("CN=Other CA");
    private static final Identity ALICE = PKI.client("CN=alice");
    private static final Identity MALLORY = PKI.client("CN=mallory");
    private static final X509CRL NOBODY = RevocationAuthority.list(PKI);
    private static final X509CRL ALL_BUT_ALICE =
            RevocationAuthority.list(PKI, MALLORY.chain().get(0));

    private static ServerBuilder server(Trust trust) {
        return MtlsContext.server().identity(PKI.server()).trust(trust);
    }

    private static TalkingPair call(MtlsContext server, Identity client) {
        return TalkingPair.of(
                MtlsContext.client().trust(PKI.trust()).identity(client).build(), server);
    }

    private static PeerVerdict verdict(MtlsContext server, Identity client) {
        TalkingPair pair = call(server, client);
        PeerVerdict verdict = server.peerVerdictOf(pair.server()).orElseThrow();
        assertThat(pair.completed()).isEqualTo(verdict.accepted());
        return verdict;
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void whoIsOnTheListIsRefused(TlsVersion version) {
        MtlsContext server = server(PKI.trust().crls(List.of(ALL_BUT_ALICE)))
                .versions(TlsVersions.only(version))
                .build();
        assertThat(verdict(server, ALICE).accepted()).isTrue();
        PeerVerdict refused = verdict(server, MALLORY);
        assertThat(refused.cause()).contains("client-certificate-revoked");
        assertThat(refused.reason()).startsWith("CN=mallory was revoked");
    }

    @Test
    void aClientLooksAtListsToo() {
        Identity server = PKI.server();
        for (X509CRL list :
                List.of(NOBODY, RevocationAuthority.list(PKI, server.chain().get(0)))) {
            MtlsContext client = MtlsContext.client()
                    .trust(PKI.trust().crls(List.of(list)))
                    .noIdentity()
                    .build();
            TalkingPair pair = TalkingPair.of(
                    client,
                    MtlsContext.server()
                            .identity(server)
                            .trust(Trust.noClients())
                            .build());
            assertThat(pair.completed()).isEqualTo(list == NOBODY);
            assertThat(client.peerVerdictOf(pair.client()).orElseThrow().cause().isPresent())
                    .isEqualTo(list != NOBODY);
        }
    }

    @Test
    void aListThatCannotTellRefuses() {
        X509CRL outdated = RevocationAuthority.list(
                "CN=Test CA", PKI.caKey.getPrivate(), Instant.now().minus(Duration.ofHours(1)));
        X509CRL forged = RevocationAuthority.list(
                "CN=Test CA", keys("EC").getPrivate(), Instant.now().plusSeconds(3600));
        X509CRL ofAnother = RevocationAuthority.list(OTHER);
        for (X509CRL list : List.of(outdated, forged, ofAnother)) {
            MtlsContext server = server(PKI.trust().crls(List.of(list)))
                    .dangerous()
                    .acceptAllFindings()
                    .build();
            assertThat(verdict(server, ALICE).cause()).contains("client-certificate-revocation-unknown");
        }
    }

    @Test
    void softnessHasToBeSaidAndNeverForgivesWhoIsListed() {
        MtlsContext server = server(PKI.trust().crls(List.of(RevocationAuthority.list(OTHER))))
                .dangerous()
                .acceptUnknownRevocation()
                .build();
        assertThat(verdict(server, ALICE).accepted()).isTrue();
        assertThat(server.findings()).extracting(Finding::id).contains("dangerous-option");
        MtlsContext listed = server(PKI.trust().crls(List.of(ALL_BUT_ALICE)))
                .dangerous()
                .acceptUnknownRevocation()
                .build();
        assertThat(verdict(listed, MALLORY).cause()).contains("client-certificate-revoked");
    }

    @Test
    void everyAuthorityOfThePathNeedsAListUnlessOnlyThePeerIsMeant() {
        Request leaf = new Request("CN=below", keys("EC")).usage(KeyPurposeId.id_kp_clientAuth);
        Identity below = PKI.chained(leaf, 1);
        assertThat(verdict(server(PKI.trust().crls(List.of(NOBODY))).build(), below)
                        .cause())
                .contains("client-certificate-revocation-unknown");
        X509CRL ofCa = RevocationAuthority.list(PKI, below.chain().get(1));
        MtlsContext whole = server(PKI.trust().crls(List.of(ofCa))).build();
        assertThat(verdict(whole, below).accepted()).isFalse();
    }

    /** The authority above the intermediate one has no list: that counts only where the whole path is meant. */
    @Test
    void aListOfTheIssuerIsEnoughWhereOnlyThePeerIsMeant() {
        KeyPair issuing = keys("EC");
        X509Certificate intermediate = PKI.issue(new Request("CN=Issuing", issuing).authority());
        KeyPair key = keys("EC");
        Request leaf = new Request("CN=below", key).usage(KeyPurposeId.id_kp_clientAuth);
        Identity below = Identity.of(key.getPrivate(), List.of(leaf.issuedBy("CN=Issuing", issuing), intermediate));
        Instant nextUpdate = Instant.now().plus(Duration.ofDays(1));
        Trust good =
                PKI.trust().crls(List.of(RevocationAuthority.list("CN=Issuing", issuing.getPrivate(), nextUpdate)));
        Trust revoking = PKI.trust()
                .crls(List.of(RevocationAuthority.list(
                        "CN=Issuing",
                        issuing.getPrivate(),
                        nextUpdate,
                        below.chain().get(0))));
        assertThat(verdict(server(good).crlsOfPeerOnly().build(), below).accepted())
                .isTrue();
        assertThat(verdict(server(good).build(), below).cause()).contains("client-certificate-revocation-unknown");
        assertThat(verdict(server(revoking).crlsOfPeerOnly().build(), below).cause())
                .contains("client-certificate-revoked");
        assertThat(verdict(server(revoking).build(), below).accepted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aTicketDoesNotOutliveANewList(TlsVersion version) {
        MtlsContext server = server(PKI.trust().crls(List.of(NOBODY)))
                .versions(TlsVersions.only(version))
                .build();
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).identity(MALLORY).build();
        assertThat(TalkingPair.of(client, server).completed()).isTrue();
        TalkingPair resumed = TalkingPair.of(client, server);
        assertThat(resumed.completed()).isTrue();
        assertThat(server.peerVerdictOf(resumed.server())).isEmpty(); // the control: it was resumed
        server.update(PKI.trust().crls(List.of(ALL_BUT_ALICE)));
        TalkingPair after = TalkingPair.of(client, server);
        assertThat(after.completed()).isFalse();
        assertThat(server.peerVerdictOf(after.server()).orElseThrow().cause()).contains("client-certificate-revoked");
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aTicketDoesNotOutliveItsList(TlsVersion version) {
        SettableClock clock = new SettableClock(Instant.now());
        MtlsContext server = server(PKI.trust().crls(List.of(NOBODY)))
                .versions(TlsVersions.only(version))
                .clock(clock)
                .build();
        assertThat(server.validUntil()).contains(NOBODY.getNextUpdate().toInstant());
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).identity(ALICE).build();
        assertThat(TalkingPair.of(client, server).completed()).isTrue();
        clock.set(NOBODY.getNextUpdate().toInstant().plusSeconds(1));
        TalkingPair after = TalkingPair.of(client, server);
        assertThat(after.completed()).isFalse();
        assertThat(server.peerVerdictOf(after.server()).orElseThrow().cause())
                .contains("client-certificate-revocation-unknown");
    }

    @Test
    void theDescriptionTellsHowRevocationIsDecided() {
        ServerBuilder server = server(PKI.trust().crls(List.of(NOBODY)));
        assertThat(server.build().describe()).contains("revocation lists: 1, for every certificate of the path\n");
        assertThat(server.crlsOfPeerOnly()
                        .ocspResponder(URI.create("http://ocsp.example/"))
                        .build()
                        .describe())
                .contains("revocation lists: 1, for the certificate of the peer\n")
                .contains("OCSP responder: http://ocsp.example/\n");
        assertThat(server(PKI.trust()).build().describe()).doesNotContain("revocation");
    }

    private static List<String> found(Trust trust) {
        return server(trust).findings().stream().map(Finding::id).toList();
    }

    @Test
    void listsAreJudgedAtTheBuild() {
        assertThat(found(PKI.trust().crls(List.of(NOBODY)))).noneMatch(id -> id.contains("crl"));
        assertThat(found(PKI.trust())).noneMatch(id -> id.contains("crl"));
        assertThat(found(PKI.trust().crls(List.of(RevocationAuthority.list(OTHER)))))
                .contains("crl-issuer-unknown", "issuer-without-crl");
        X509CRL forged = RevocationAuthority.list(
                "CN=Test CA", keys("EC").getPrivate(), Instant.now().plusSeconds(60));
        assertThat(found(PKI.trust().crls(List.of(forged)))).contains("crl-signature-wrong");
        X509CRL outdated = RevocationAuthority.list(
                "CN=Test CA", PKI.caKey.getPrivate(), Instant.now().minusSeconds(60));
        assertThat(found(PKI.trust().crls(List.of(outdated)))).contains("crl-outdated");
        assertThat(found(PKI.trust().crls(List.of(outdated, NOBODY)))).doesNotContain("crl-outdated");
        assertThatThrownBy(() -> server(PKI.trust().crls(List.of(outdated))).build())
                .hasMessageContaining("crl-outdated");
    }

    @Test
    void anUnreadableListIsAnError(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ca.crl");
        Files.writeString(file, pem("X509 CRL", ALL_BUT_ALICE.getEncoded()));
        Trust trust = PKI.trust().crls(file);
        assertThat(trust.crls()).hasSize(1);
        assertThat(trust.origin().sources()).extracting(PemSource::name).containsExactly(file.toString());
        assertThat(trust.origin().again().orElseThrow().get().crls()).hasSize(1);
        assertThat(PKI.trust()
                        .crls(PemSource.bytes("der", ALL_BUT_ALICE.getEncoded()))
                        .crls())
                .hasSize(1);
        byte[] broken = ALL_BUT_ALICE.getEncoded();
        Files.writeString(file, pem("X509 CRL", java.util.Arrays.copyOf(broken, broken.length - 3)));
        assertThatThrownBy(() -> PKI.trust().crls(file)).hasMessageContaining("crl-unreadable");
        Files.writeString(file, pem(PKI.ca));
        assertThatThrownBy(() -> PKI.trust().crls(file)).hasMessageContaining("crl-missing");
        assertThatThrownBy(() -> PKI.trust().crls(folder.resolve("none"))).hasMessageContaining("file-unreadable");
        assertThatThrownBy(() -> PKI.trust().crls(List.of())).hasMessageContaining("crl-missing");
    }
}
