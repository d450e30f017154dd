package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.policy.NewerParameters;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Suites, groups, signature schemes and application protocols: what was chosen is what is negotiated, or the build stops. */
class OfferTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Identity SERVER = PKI.server();
    private static final Identity ALICE = PKI.client("CN=alice");
    private static final String GCM_13 = "TLS_AES_128_GCM_SHA256";
    private static final String CHACHA_13 = "TLS_CHACHA20_POLY1305_SHA256";
    private static final String GCM_12 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final String CHACHA_12 = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";

    private static ClientBuilder client() {
        return MtlsContext.client().trust(PKI.trust()).identity(ALICE);
    }

    private static ServerBuilder server() {
        return MtlsContext.server().identity(SERVER).trust(PKI.trust());
    }

    private record Played(SSLEngine calling, SSLEngine serving, EngineHandshake.Result result) {

        String suite() {
            assertThat(result.completed()).isTrue();
            return calling.getSession().getCipherSuite();
        }
    }

    private static Played play(
            MtlsContext client, Consumer<SSLEngine> onClient, MtlsContext server, Consumer<SSLEngine> onServer)
            throws Exception {
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        onClient.accept(calling);
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        onServer.accept(serving);
        return new Played(calling, serving, new EngineHandshake(calling, serving).run());
    }

    private static Played play(MtlsContext client, MtlsContext server) throws Exception {
        return play(client, e -> {}, server, e -> {});
    }

    private static List<String> errors(ContextBuilder<?> builder) {
        return catchThrowableOfType(MtlsConfigurationException.class, builder::build).findings().stream()
                .map(Finding::id)
                .toList();
    }

    @Test
    void theOrderOfSuitesIsTheirPreference() throws Exception {
        for (List<String> order : List.of(List.of(GCM_13, CHACHA_13), List.of(CHACHA_13, GCM_13))) {
            MtlsContext server = server().cipherSuites(order.get(0), order.get(1))
                    .versions(TlsVersions.only(TlsVersion.TLS_1_3))
                    .build();
            assertThat(play(client().build(), server).suite()).isEqualTo(order.get(0));
        }
        MtlsContext server = server().cipherSuites(GCM_12, CHACHA_12)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .build();
        MtlsContext polite = server().cipherSuites(GCM_12, CHACHA_12)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .preferClientSuites()
                .build();
        MtlsContext client = client().cipherSuites(CHACHA_12, GCM_12)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .build();
        assertThat(play(client, server).suite()).isEqualTo(GCM_12);
        assertThat(play(client, polite).suite()).isEqualTo(CHACHA_12);
        assertThat(server.describe()).contains("order of suites: of the server");
        assertThat(polite.describe()).contains("order of suites: of the client");
    }

    private static void widen(SSLEngine engine, boolean ownConstraints) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setCipherSuites(engine.getSupportedCipherSuites());
        if (ownConstraints) {
            parameters.setAlgorithmConstraints(Attack.NOTHING_FORBIDDEN);
        }
        engine.setSSLParameters(parameters);
    }

    /** Under constraints of the caller the managers refuse; on a server without a client's certificate too. */
    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void suitesAreNotLostToSetters(TlsVersion version) throws Exception {
        TlsVersions pin = TlsVersions.only(version);
        String mine = version == TlsVersion.TLS_1_2 ? GCM_12 : GCM_13;
        String theirs = version == TlsVersion.TLS_1_2 ? CHACHA_12 : CHACHA_13;
        for (boolean own : new boolean[] {false, true}) {
            for (ClientAuth auth : new ClientAuth[] {ClientAuth.NONE, ClientAuth.REQUIRED}) {
                MtlsContext server = server().cipherSuites(mine)
                        .versions(pin)
                        .clientAuth(auth)
                        .build();
                MtlsContext other = client().cipherSuites(theirs).versions(pin).build();
                Played onServer = play(other, e -> {}, server, e -> widen(e, own));
                assertThat(onServer.result.completed()).isFalse();
                if (own) {
                    assertThat(server.refusalOf(onServer.serving))
                            .hasValueSatisfying(r -> assertThat(r.reason())
                                    .containsPattern("cipher suites beyond .*" + mine + "|but only .*" + mine));
                }
            }
            MtlsContext client = client().cipherSuites(mine).versions(pin).build();
            MtlsContext otherServer =
                    server().cipherSuites(theirs).versions(pin).build();
            Played onClient = play(client, e -> widen(e, own), otherServer, e -> {});
            assertThat(onClient.result.completed()).isFalse();
            assertThat(play(client, e -> widen(e, false), server().build(), e -> {})
                            .suite())
                    .isEqualTo(mine);
        }
    }

    @Test
    void aSuiteThatCannotBeUsedIsAnError() {
        assertThat(errors(client().cipherSuites("TLS_AES_128_GCM_SHA265"))).containsExactly("suite-unknown");
        assertThat(errors(client().cipherSuites(""))).containsExactly("suite-unknown");
        assertThat(errors(client().cipherSuites("TLS_ECDH_anon_WITH_AES_128_CBC_SHA", GCM_13)))
                .containsExactly("suite-disabled");
        assertThat(errors(client().cipherSuites("SSL_RSA_WITH_RC4_128_MD5", GCM_13)))
                .containsExactly("suite-disabled");
        assertThat(errors(client().cipherSuites(GCM_12, GCM_13).versions(TlsVersions.only(TlsVersion.TLS_1_3))))
                .containsExactly("suite-version-mismatch");
        assertThat(errors(client().cipherSuites(GCM_12))).containsExactly("version-without-suite");
        assertThat(errors(server().cipherSuites(GCM_13))).containsExactly("version-without-suite");
        assertThat(errors(client().cipherSuites("one", "two", GCM_13)))
                .containsExactly("suite-unknown", "suite-unknown");
        assertThat(client().cipherSuites("one").findings())
                .extracting(Finding::id)
                .contains("suite-unknown");
        assertThatIllegalArgumentException().isThrownBy(() -> client().cipherSuites());
    }

    @Test
    void noErrorOfAnOfferIsAcceptedWithAllOthers() {
        assertThat(errors(client().cipherSuites("one").dangerous().acceptAllFindings()))
                .containsExactly("suite-unknown");
    }

    @Test
    void groupsAndSchemesThatCannotBeHadAreErrors() {
        boolean groups = NewerParameters.haveNamedGroups();
        boolean schemes = NewerParameters.haveSignatureSchemes();
        assertThat(groups).isEqualTo(Runtime.version().feature() >= 20);
        assertThat(schemes).isEqualTo(Runtime.version().feature() >= 19);
        assertThat(errors(client().namedGroups("x25591")))
                .containsExactly(groups ? "named-group-unknown" : "named-groups-unsupported");
        assertThat(errors(client().signatureSchemes("rsa_pkcs1_sha265")))
                .containsExactly(schemes ? "signature-scheme-unknown" : "signature-schemes-unsupported");
        if (!groups) {
            assertThat(catchThrowableOfType(MtlsConfigurationException.class, client().namedGroups("x25519")::build))
                    .hasMessageContaining("-Djdk.tls.namedGroups=x25519");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, x25519, secp384r1", "TLS_1_3, x25519, secp384r1", "TLS_1_3, secp384r1, x25519"})
    void groupsAreNotLostToSetters(TlsVersion version, String mine, String theirs) throws Exception {
        assumeTrue(NewerParameters.haveNamedGroups(), "this JDK cannot be told which named groups to use");
        TlsVersions pin = TlsVersions.only(version);
        // The curve of the certificates is among them: JSSE wants that in TLS 1.2.
        String[] wide = {theirs, mine, "secp256r1"};
        for (boolean own : new boolean[] {false, true}) {
            Consumer<SSLEngine> attack = engine -> {
                SSLParameters parameters = engine.getSSLParameters();
                Newer.setNamedGroups(parameters, wide);
                if (own) {
                    parameters.setAlgorithmConstraints(Attack.NOTHING_FORBIDDEN);
                }
                engine.setSSLParameters(parameters);
            };
            Identity rsa = PKI.rsaServer();
            MtlsContext server = MtlsContext.server()
                    .identity(rsa)
                    .trust(Trust.noClients())
                    .namedGroups(mine)
                    .versions(pin)
                    .build();
            MtlsContext other = MtlsContext.client()
                    .trust(PKI.trust())
                    .noIdentity()
                    .namedGroups(theirs)
                    .build();
            assertThat(play(other, e -> {}, server, attack).result.completed()).isFalse();
            MtlsContext same = MtlsContext.client()
                    .trust(PKI.trust())
                    .noIdentity()
                    .namedGroups(mine, theirs)
                    .build();
            assertThat(play(same, server).result.completed()).isTrue();
            MtlsContext client = MtlsContext.client()
                    .trust(PKI.trust())
                    .noIdentity()
                    .namedGroups(mine)
                    .versions(pin)
                    .build();
            MtlsContext otherServer = MtlsContext.server()
                    .identity(rsa)
                    .trust(Trust.noClients())
                    .namedGroups(theirs)
                    .build();
            assertThat(play(client, attack, otherServer, e -> {}).result.completed())
                    .isFalse();
            assertThat(client.describe()).contains("group: " + mine).doesNotContain("group: " + theirs);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void signatureSchemesAreNotLostToSetters(TlsVersion version) throws Exception {
        assumeTrue(NewerParameters.haveSignatureSchemes(), "this JDK cannot be told which signature schemes to use");
        TlsVersions pin = TlsVersions.only(version);
        MtlsContext onlyRsa =
                client().signatureSchemes("rsa_pss_rsae_sha256").versions(pin).build();
        MtlsContext ecdsa = client().signatureSchemes("ecdsa_secp256r1_sha256")
                .versions(pin)
                .build();
        assertThat(play(onlyRsa, server().build()).result.completed()).isFalse();
        assertThat(play(ecdsa, server().build()).result.completed()).isTrue();
        for (boolean own : new boolean[] {false, true}) {
            Played widened = play(
                    onlyRsa,
                    engine -> {
                        SSLParameters parameters = engine.getSSLParameters();
                        Newer.setSignatureSchemes(
                                parameters, new String[] {"rsa_pss_rsae_sha256", "ecdsa_secp256r1_sha256"});
                        if (own) {
                            parameters.setAlgorithmConstraints(Attack.NOTHING_FORBIDDEN);
                        }
                        engine.setSSLParameters(parameters);
                    },
                    server().build(),
                    e -> {});
            assertThat(widened.result.completed()).isFalse();
        }
        assertThat(ecdsa.describe()).contains("signature scheme: ecdsa_secp256r1_sha256");
    }

    @Test
    void describesWhatTheJdkTells() {
        String text = client().build().describe();
        if (NewerParameters.haveNamedGroups()) {
            assertThat(text).contains("group: x25519\n").contains("signature schemes: JDK default\n");
        } else {
            assertThat(text).contains("groups: JDK default\n").contains("signature schemes: JDK default\n");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void applicationProtocolsAreAgreedOn(TlsVersion version) throws Exception {
        TlsVersions pin = TlsVersions.only(version);
        MtlsContext server = server().alpn("h2", "http/1.1").versions(pin).build();
        Played agreed = play(client().alpn("http/1.1", "h2").build(), server);
        assertThat(agreed.result.completed()).isTrue();
        assertThat(agreed.calling.getApplicationProtocol()).isEqualTo("h2");
        assertThat(agreed.serving.getApplicationProtocol()).isEqualTo("h2");
        Played none = play(client().alpn("imap").build(), server);
        assertThat(none.result.completed()).isFalse();
        assertThat(none.result.serverError()).hasMessageContaining("No matching application layer protocol values");
        Played silent = play(client().build(), server);
        assertThat(silent.result.completed()).isTrue();
        assertThat(silent.serving.getApplicationProtocol()).isEmpty();
        Played unanswered =
                play(client().alpn("h2").build(), server().versions(pin).build());
        assertThat(unanswered.result.completed()).isTrue();
        assertThat(unanswered.calling.getApplicationProtocol()).isEmpty();
        Played selected = play(
                client().alpn("imap", "pop3").build(),
                e -> {},
                server,
                e -> e.setHandshakeApplicationProtocolSelector((engine, offered) -> offered.get(1)));
        assertThat(selected.calling.getApplicationProtocol()).isEqualTo("pop3");
        assertThat(server.describe()).contains("application protocols: h2, http/1.1");
    }

    @Test
    void optionsOutOfTheirBoundsAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> client().alpn(""));
        assertThatIllegalArgumentException().isThrownBy(() -> client().alpn("x".repeat(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> client().sessionCacheSize(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().sessionTimeout(java.time.Duration.ofMillis(999)));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        client().sessionTimeout(java.time.Duration.ofDays(7).plusSeconds(1)));
    }
}
