package dev.mtls.core;

import static dev.mtls.core.TestCertificates.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.PeerVerdict;
import dev.mtls.core.finding.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decided about a peer can be asked for, by its cause, on every surface. */
class PeerVerdictTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHER = new TestCertificates("CN=Other CA");
    private static final Attack NONE = new Attack("nothing", s -> {});

    private static Request clientRequest() {
        return new Request("CN=alice", keys("EC")).usage(KeyPurposeId.id_kp_clientAuth);
    }

    private static MtlsContext server(TlsVersion version) {
        return MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .versions(TlsVersions.only(version))
                .build();
    }

    private static ClientBuilder client(Identity identity) {
        return MtlsContext.client()
                .trust(PKI.trust())
                .identity(identity)
                .alwaysSendIdentity()
                .dangerous()
                .acceptAllFindings();
    }

    private static Request dated(Request request, int fromDays, int untilDays) {
        return request.valid(
                Instant.now().plus(Duration.ofDays(fromDays)), Instant.now().plus(Duration.ofDays(untilDays)));
    }

    private static void ofClient(TlsVersion version, Identity identity, String cause, String says) throws Exception {
        MtlsContext server = server(version);
        MtlsContext client = client(identity).build();
        TalkingPair pair = TalkingPair.of(client, server);
        PeerVerdict onEngine = server.peerVerdictOf(pair.server()).orElseThrow();
        assertThat(onEngine.cause()).contains(cause);
        assertThat(onEngine.reason()).contains(says);
        assertThat(onEngine.received().get(0))
                .isEqualTo(Names.subject(identity.chain().get(0)));
        assertThat(pair.completed()).isFalse();
        SocketHandshake.Result result = SocketHandshake.run(
                client.sslContext(),
                SocketHandshake.ClientSurface.CONNECTED,
                NONE,
                server.sslContext(),
                SocketHandshake.ServerSurface.ACCEPTED,
                NONE);
        assertThat(server.peerVerdictOf(result.server()).orElseThrow().cause()).contains(cause);
        assertThat(server.peerVerdicts()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void eachReasonAgainstAClientHasItsCause(TlsVersion version) throws Exception {
        ofClient(version, OTHER.client("CN=alice"), "client-certificate-untrusted", "certification path");
        ofClient(version, PKI.identity(dated(clientRequest(), -9, -1)), "client-certificate-expired", "CN=alice");
        ofClient(version, PKI.identity(dated(clientRequest(), 1, 9)), "client-certificate-not-yet-valid", "CN=alice");
        Request ofServer = new Request("CN=alice", keys("EC")).usage(KeyPurposeId.id_kp_serverAuth);
        ofClient(version, PKI.identity(ofServer), "client-certificate-unfit-for-role", "CN=alice");
    }

    private static void ofServer(Identity identity, String cause) {
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).noIdentity().build();
        MtlsContext server = MtlsContext.server()
                .identity(identity)
                .trust(Trust.noClients())
                .dangerous()
                .acceptAllFindings()
                .build();
        TalkingPair pair = TalkingPair.of(client, server);
        assertThat(pair.completed()).isFalse();
        assertThat(client.peerVerdictOf(pair.client()).orElseThrow().cause()).contains(cause);
        assertThat(server.peerVerdicts()).isEmpty();
    }

    @Test
    void eachReasonAgainstAServerHasItsCause() {
        ofServer(OTHER.server(), "server-certificate-untrusted");
        Request host = new Request("CN=localhost", keys("EC")).hosts("localhost");
        ofServer(PKI.identity(dated(host, -9, -1)), "server-certificate-expired");
        ofServer(
                PKI.identity(dated(new Request("CN=localhost", keys("EC")).hosts("localhost"), 1, 9)),
                "server-certificate-not-yet-valid");
        ofServer(
                PKI.identity(new Request("CN=localhost", keys("EC"))
                        .hosts("localhost")
                        .usage(KeyPurposeId.id_kp_clientAuth)),
                "server-certificate-unfit-for-role");
        ofServer(PKI.identity(new Request("CN=x", keys("EC")).hosts("other.example")), "server-host-not-matched");
    }

    @Test
    void whoIsBelievedHasAVerdictToo() {
        MtlsContext server = server(TlsVersion.TLS_1_3);
        TalkingPair pair = TalkingPair.of(client(PKI.client("CN=alice")).build(), server);
        PeerVerdict verdict = server.peerVerdictOf(pair.server()).orElseThrow();
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.cause()).isEmpty();
        assertThat(verdict.toString()).isEqualTo("accepted: verified");
        MtlsContext any = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .clientAuth(ClientAuth.ANY)
                .build();
        TalkingPair unverified = TalkingPair.of(client(OTHER.client("CN=bob")).build(), any);
        assertThat(any.peerVerdictOf(unverified.server()).orElseThrow().reason())
                .contains("not verified");
    }

    @Test
    void whoShowsNothingHasNone() {
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
        TalkingPair pair = TalkingPair.of(
                MtlsContext.client().trust(PKI.trust()).noIdentity().build(), server);
        assertThat(pair.completed()).isTrue();
        assertThat(server.peerVerdictOf(pair.server())).isEmpty();
    }

    @Test
    void aConnectionThatWasWeakenedIsJudgedByThat() {
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).noIdentity().build();
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        SSLParameters weak = calling.getSSLParameters();
        weak.setEndpointIdentificationAlgorithm("");
        calling.setSSLParameters(weak);
        SSLEngine serving = server(TlsVersion.TLS_1_3).sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        new EngineHandshake(calling, serving).run();
        assertThat(client.peerVerdictOf(calling).orElseThrow().cause()).contains(Refusal.POLICY_REFUSED);
    }

    @Test
    void aConnectionWithConstraintsOfItsOwnIsRemembered() {
        MtlsContext server = server(TlsVersion.TLS_1_3);
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        SSLParameters own = serving.getSSLParameters();
        own.setAlgorithmConstraints(Attack.NOTHING_FORBIDDEN);
        serving.setSSLParameters(own);
        SSLEngine calling = client(PKI.client("CN=alice")).build().sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        new EngineHandshake(calling, serving).run();
        assertThat(server.peerVerdictOf(serving)).isPresent();
    }

    @Test
    void atMostAHundredAreKeptAndWhatPeersWroteIsEscaped() {
        MtlsContext server = server(TlsVersion.TLS_1_3);
        X509Certificate hostile = OTHER.issue(new Request("CN=a\u001b[31m\\0AFAKE", keys("EC")));
        assertThat(Names.subject(hostile)).doesNotContain("\u001b");
        MtlsContext client = client(OTHER.identity(new Request("CN=a\u001b[31mb", keys("EC"))))
                .build();
        for (int i = 0; i < 101; i++) {
            TalkingPair.of(client, server);
        }
        assertThat(server.peerVerdicts()).hasSize(100);
        assertThat(server.peerVerdicts().get(0).toString())
                .doesNotContain("\u001b")
                .contains("\\u001b");
        assertThat(server.peerVerdicts().get(0).received().toString()).doesNotContain("\u001b");
    }
}
