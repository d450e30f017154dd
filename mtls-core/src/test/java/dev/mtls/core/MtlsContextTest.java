package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

class MtlsContextTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates STRANGERS = new TestCertificates("CN=Strangers");
    private static final Identity SERVER = PKI.server();
    private static final Identity ALICE = PKI.client("CN=alice");
    private static final Identity MALLORY = STRANGERS.client("CN=mallory");

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    private static MtlsContext server(ClientAuth auth) {
        return MtlsContext.server()
                .identity(SERVER)
                .trust(PKI.trust())
                .clientAuth(auth)
                .build();
    }

    private static ClientBuilder client(Identity identity) {
        return MtlsContext.client().trust(PKI.trust()).identity(identity);
    }

    private static EngineHandshake.Result shake(MtlsContext client, MtlsContext server) throws Exception {
        return shake(client.sslContext().createSSLEngine("localhost", 443), server);
    }

    private static EngineHandshake.Result shake(SSLEngine calling, MtlsContext server) throws Exception {
        calling.setUseClientMode(true);
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        return new EngineHandshake(calling, serving).run();
    }

    @Test
    void aSoundPairHasNothingToReport() throws Exception {
        MtlsContext client = client(ALICE).build();
        MtlsContext server = server(ClientAuth.REQUIRED);
        assertThat(client.findings()).isEmpty();
        assertThat(server.findings()).isEmpty();
        assertThat(shake(client, server).completed()).isTrue();
    }

    @Test
    void clientsOfAnotherAuthorityAreRefusedUnlessAnyoneIsTaken() throws Exception {
        MtlsContext mallory = client(MALLORY).alwaysSendIdentity().build();
        assertThat(shake(mallory, server(ClientAuth.REQUIRED)).completed()).isFalse();
        assertThat(shake(mallory, server(ClientAuth.OPTIONAL)).completed()).isFalse();
        assertThat(shake(mallory, server(ClientAuth.ANY)).completed()).isTrue();
        assertThat(shake(mallory, server(ClientAuth.NONE)).completed()).isTrue();
    }

    @Test
    void aClientIsSilentWhereTheServerDoesNotNameItsIssuer() throws Exception {
        MtlsContext silent = client(MALLORY).build();
        assertThat(shake(silent, server(ClientAuth.OPTIONAL)).completed()).isTrue();
        assertThat(shake(silent, server(ClientAuth.REQUIRED)).serverError())
                .hasMessageContaining("Empty client certificate chain");
    }

    @Test
    void aServerThatTrustsNobodyAsksNobody() throws Exception {
        MtlsContext server =
                MtlsContext.server().identity(SERVER).trust(Trust.noClients()).build();
        assertThat(shake(client(ALICE).build(), server).completed()).isTrue();
        assertThat(server.describe()).contains("client authentication: NONE");
    }

    @Test
    void aServerThatTrustsSomebodyRequiresClientsUnlessToldOtherwise() {
        MtlsContext server =
                MtlsContext.server().identity(SERVER).trust(PKI.trust()).build();
        assertThat(server.describe()).contains("client authentication: REQUIRED");
        assertThat(server.sslContext().getDefaultSSLParameters().getNeedClientAuth())
                .isTrue();
        assertThat(server.sslContext().getSupportedSSLParameters().getNeedClientAuth())
                .isTrue();
    }

    @Test
    void theHostIsChecked() throws Exception {
        MtlsContext server = server(ClientAuth.REQUIRED);
        SSLEngine elsewhere = client(ALICE).build().sslContext().createSSLEngine("wrong.example", 443);
        assertThat(shake(elsewhere, server).clientError())
                .hasRootCauseMessage("No subject alternative DNS name matching wrong.example found.");
        SSLEngine nowhere = client(ALICE).build().sslContext().createSSLEngine();
        assertThat(shake(nowhere, server).clientError()).hasStackTraceContaining("createSSLEngine(host, port)");
        SSLEngine unchecked =
                client(ALICE).dangerous().skipHostCheck().build().sslContext().createSSLEngine("wrong.example", 443);
        assertThat(shake(unchecked, server).completed()).isTrue();
    }

    @Test
    void anUnknownServerIsRefusedUnlessNothingIsVerified() throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(STRANGERS.server())
                .trust(PKI.trust())
                .build();
        assertThat(shake(client(ALICE).build(), server).completed()).isFalse();
        MtlsContext insecure =
                MtlsContext.client().dangerous().verifyNothing().identity(ALICE).build();
        assertThat(shake(insecure.sslContext().createSSLEngine("wrong.example", 443), server)
                        .completed())
                .isTrue();
        assertThat(ids(insecure.findings())).containsExactly("dangerous-option");
    }

    @Test
    void aContextOfOneRoleIsNotUsedInTheOther() throws Exception {
        assertThat(shake(client(ALICE).build(), client(ALICE).build()).completed())
                .isFalse();
        SSLEngine calling = server(ClientAuth.REQUIRED).sslContext().createSSLEngine("localhost", 443);
        assertThat(shake(calling, server(ClientAuth.NONE)).clientError())
                .hasStackTraceContaining("this context was built for servers");
    }

    @Test
    void whatElseACallerSetsIsKept() throws Exception {
        SSLEngine calling = client(ALICE).build().sslContext().createSSLEngine("localhost", 443);
        SSLParameters parameters = calling.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        parameters.setUseCipherSuitesOrder(false);
        calling.setSSLParameters(parameters);
        assertThat(calling.getSSLParameters().getApplicationProtocols()).containsExactly("h2");
        assertThat(calling.getSSLParameters().getServerNames()).containsExactly(new SNIHostName("localhost"));
        assertThat(calling.getSSLParameters().getUseCipherSuitesOrder()).isFalse();
        assertThat(calling.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(shake(calling, server(ClientAuth.REQUIRED)).completed()).isTrue();
    }

    @Test
    void theHookMakesTheContextThatWorks() throws Exception {
        List<Object> given = new ArrayList<>();
        MtlsContext client = client(ALICE)
                .contextFactory((KeyManager[] keys, TrustManager[] trust) -> {
                    Collections.addAll(given, keys[0], trust[0]);
                    try {
                        SSLContext context = SSLContext.getInstance("TLS");
                        context.init(keys, trust, null);
                        return context;
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .build();
        assertThat(given).hasSize(2);
        assertThat(shake(client, server(ClientAuth.REQUIRED)).completed()).isTrue();
    }

    @Test
    void aBuilderOfAContextBuildsOneLikeItWithSessionsOfItsOwn() {
        MtlsContext before = client(ALICE)
                .versions(TlsVersions.only(TlsVersion.TLS_1_3))
                .dangerous()
                .skipHostCheck()
                .build();
        MtlsContext after = before.toBuilder().build();
        assertThat(after.describe()).isEqualTo(before.describe());
        assertThat(after.findings()).isEqualTo(before.findings());
        assertThat(after.sslContext().getClientSessionContext())
                .isNotSameAs(before.sslContext().getClientSessionContext());
        assertThat(before.toBuilder().versions(TlsVersions.defaults()).build().describe())
                .contains("versions: TLSv1.2, TLSv1.3");
    }

    @Test
    void describesWhatIsInEffect() {
        MtlsContext client =
                client(ALICE).versions(TlsVersions.only(TlsVersion.TLS_1_3)).build();
        assertThat(client.describe()).startsWith("""
                client
                identity: CN=alice (EC key, 1 certificate)
                trust: 1 authority, CN=Test CA
                host check: yes
                versions: TLSv1.3
                resumption: yes
                enforcement: default
                suite: TLS_""").doesNotContain("_WITH_");
        assertThat(client(ALICE)
                        .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                        .build()
                        .describe())
                .contains("suite: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
                .doesNotContain("TLS_AES_", "SCSV");
    }

    @Test
    void cannotBeInitialisedAgain() {
        assertThatThrownBy(() -> client(ALICE).build().sslContext().init(null, null, null))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodyToTrustIsAnError() {
        Trust nobody = Trust.of(List.of());
        assertThat(catchThrowableOfType(
                                MtlsConfigurationException.class,
                                () -> MtlsContext.client()
                                        .trust(nobody)
                                        .noIdentity()
                                        .build())
                        .id())
                .isEqualTo("trust-empty");
        assertThat(catchThrowableOfType(
                                MtlsConfigurationException.class,
                                () -> MtlsContext.server()
                                        .identity(SERVER)
                                        .trust(nobody)
                                        .build())
                        .id())
                .isEqualTo("trust-empty");
    }

    /** A self-signed server certificate with a CN only, which is the authority of the clients too. */
    @Test
    void thePkiOfTheArticleBuildsWithWarnings() throws Exception {
        TestCertificates article = new TestCertificates("CN=localhost");
        MtlsContext server = MtlsContext.server()
                .identity(Identity.of(article.caKey.getPrivate(), List.of(article.ca)))
                .trust(Trust.of(article.ca))
                .dangerous()
                .accept("certificate-unfit-for-role")
                .build();
        assertThat(ids(server.findings())).contains("san-missing", "leaf-is-ca");
        KeyPair keys = TestCertificates.keys("EC");
        Request plain = new Request("CN=localhost", keys);
        X509Certificate selfSigned = plain.issuedBy("CN=localhost", keys);
        MtlsContext plainServer = MtlsContext.server()
                .identity(Identity.of(keys.getPrivate(), List.of(selfSigned)))
                .trust(Trust.of(selfSigned))
                .build();
        assertThat(ids(plainServer.findings())).containsExactly("san-missing", "anchor-not-ca");
        assertThat(plainServer.findings()).allMatch(f -> f.severity() == Severity.WARNING);
        Identity client =
                Identity.of(TestCertificates.keys("EC").getPrivate(), List.of(plain.issuedBy("CN=localhost", keys)));
        assertThat(client.findings()).hasSize(1);
    }

    @Test
    void aHookThatMakesNoContextIsNamed() {
        assertThatThrownBy(() -> MtlsContext.client()
                        .trust(PKI.trust())
                        .noIdentity()
                        .contextFactory((keys, trust) -> null)
                        .build())
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("context-unusable")
                .hasMessageContaining("contextFactory(...) returned null");
    }
}
