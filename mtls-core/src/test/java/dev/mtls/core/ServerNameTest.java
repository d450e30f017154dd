package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.IdentityChoice;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with many identities shows the one for the name that its client asks for, with a key that the client takes. */
class ServerNameTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final KeyPair KEY = TestCertificates.keys("EC");
    private static final MtlsContext CLIENT =
            MtlsContext.client().trust(PKI.trust()).noIdentity().build();

    private static Identity of(String name, String... hosts) {
        return PKI.identity(new Request("CN=" + name, KEY).hosts(hosts));
    }

    private static ServerBuilder server(Identity first, Identity... more) {
        return MtlsContext.server().identity(first).trust(Trust.noClients()).moreIdentities(more);
    }

    /** Asks for a name, whatever host is called; JSSE itself asks for none that has no dot. */
    private static Consumer<SSLEngine> asking(String name) {
        return engine -> {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        };
    }

    private static String served(MtlsContext server, String host, Consumer<SSLEngine> onClient) throws Exception {
        MtlsContext client =
                MtlsContext.client().dangerous().verifyNothing().noIdentity().build();
        EnginePair pair = EnginePair.connect(client.sslContext(), host, onClient, server.sslContext(), none -> {});
        return pair.completed() ? pair.serverName() : "nothing";
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsVersion.class,
            names = {"TLS_1_2", "TLS_1_3"})
    void eachOfHundredsOfNamesGetsItsOwn(TlsVersion version) throws Exception {
        List<Identity> more = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            more.add(of("host " + i, "h" + i + ".example", "also-" + i + ".example.org"));
        }
        MtlsContext server = MtlsContext.server()
                .identity(of("default", "default.example"))
                .trust(Trust.noClients())
                .moreIdentities(more)
                .versions(TlsVersions.only(version))
                .build();
        for (int i = 0; i < 300; i += 7) {
            String host = i % 2 == 0 ? "h" + i + ".example" : "also-" + i + ".example.org";
            EnginePair pair = EnginePair.connect(CLIENT, host, server);
            assertThat(pair.completed()).as(host).isTrue();
            assertThat(pair.serverName()).isEqualTo("CN=host " + i);
            IdentityChoice choice = server.identityChoiceOf(pair.server()).orElseThrow();
            assertThat(choice.host()).contains(host);
            assertThat(choice.chosen()).contains("CN=host " + i);
            assertThat(choice.reason()).isEqualTo("it names " + host);
            assertThat(choice.rejected()).isEmpty();
        }
        assertThat(EnginePair.connect(CLIENT, "default.example", server).serverName())
                .isEqualTo("CN=default");
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.com, CN=exact",
        "A.Example.COM, CN=exact",
        "b.example.com, CN=wildcard",
        "www.b.example.com, CN=default",
        "example.com, CN=default",
        "xn--bcher-kva.example.com, CN=wildcard",
        "only-in-the-cn.example, CN=default",
        "127.0.0.1, CN=default"
    })
    void aNameIsMatchedByWholeLabels(String name, String expected) throws Exception {
        MtlsContext server = server(
                        of("default", "default.example"),
                        of("wildcard", "*.example.com", "ba*.example.net"),
                        of("exact", "a.example.com"),
                        of("only-in-the-cn.example", "other.example"))
                .build();
        assertThat(served(server, "anything", asking(name))).isEqualTo(expected);
    }

    @Test
    void whoAsksForNoNameGetsTheDefault() throws Exception {
        MtlsContext server = server(of("default", "default.example"), of("other", "localhost", "127.0.0.1"))
                .build();
        assertThat(served(server, "localhost", none -> {})).isEqualTo("CN=default");
        assertThat(served(server, "127.0.0.1", none -> {})).isEqualTo("CN=default");
        assertThat(server.identityChoices())
                .hasSize(2)
                .allSatisfy(choice -> assertThat(choice.reason()).contains("named no host"));
    }

    /** A client that takes only some signatures says so; it goes on offering all suites. */
    static Consumer<SSLEngine> taking(Predicate<String> signature) {
        return engine -> {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setAlgorithmConstraints(new AlgorithmConstraints() {
                @Override
                public boolean permits(Set<CryptoPrimitive> on, String algorithm, AlgorithmParameters with) {
                    boolean one =
                            algorithm.contains("with") || algorithm.equals("RSASSA-PSS") || algorithm.startsWith("Ed");
                    return !one || signature.test(algorithm);
                }

                @Override
                public boolean permits(Set<CryptoPrimitive> on, Key key) {
                    return true;
                }

                @Override
                public boolean permits(Set<CryptoPrimitive> on, String algorithm, Key key, AlgorithmParameters with) {
                    return permits(on, algorithm, with);
                }
            });
            engine.setSSLParameters(parameters);
        };
    }

    private static Identity withKey(String name, KeyPair key) {
        return PKI.identity(new Request("CN=" + name, key).hosts("a.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_1_2, RSA,        CN=rsa",
        "TLS_1_3, RSA,        CN=rsa",
        "TLS_1_2, ECDSA,      CN=ec",
        "TLS_1_3, ECDSA,      CN=ec",
        "TLS_1_2, Ed25519,    CN=edwards",
        "TLS_1_3, Ed25519,    CN=edwards"
    })
    void amongThoseOfANameTheKeyIsOneThatTheClientTakes(TlsVersion version, String takes, String expected)
            throws Exception {
        for (String host : List.of("a.example", "localhost")) { // by name, and by default
            MtlsContext server = server(
                            withKey("ec", KEY),
                            withKey("rsa", TestCertificates.keys("RSA")),
                            withKey("edwards", TestCertificates.keys("Ed25519")))
                    .versions(TlsVersions.only(version))
                    .build();
            String served = served(
                    server,
                    host,
                    taking(name -> takes.equals("Ed25519") ? name.startsWith("Ed") : name.contains(takes)));
            assertThat(served).as(host).isEqualTo(expected);
        }
    }

    /**
     * JSSE offers RSASSA-PSS for plain RSA keys (rsa_pss_rsae) before that for RSASSA-PSS keys (rsa_pss_pss), and its server goes by that
     * order; so the latter are shown where no plain one stands beside them. DSA ended with TLS 1.2.
     */
    @ParameterizedTest
    @CsvSource({
        "TLS_1_2, a.example,     RSASSA-PSS, CN=rsa",
        "TLS_1_3, a.example,     RSASSA-PSS, CN=rsa",
        "TLS_1_2, other.example, RSASSA-PSS, CN=pss",
        "TLS_1_3, other.example, RSASSA-PSS, CN=pss",
        "TLS_1_2, a.example,     withRSA,    CN=rsa",
        "TLS_1_2, a.example,     withDSA,    CN=dsa",
        "TLS_1_2, a.example,     withECDSA,  CN=ec",
        "TLS_1_3, a.example,     withECDSA,  CN=ec",
        "TLS_1_3, a.example,     withDSA,    nothing"
    })
    void everyKindOfKeyStandsBesideTheOthers(TlsVersion version, String host, String takes, String expected)
            throws Exception {
        MtlsContext server = server(
                        withKey("dsa", TestCertificates.keys("DSA")),
                        PKI.identity(new Request("CN=pss", TestCertificates.keys("RSASSA-PSS"))
                                .hosts("a.example", "other.example")),
                        withKey("rsa", TestCertificates.keys("RSA")),
                        PKI.identity(new Request("CN=ec", KEY).hosts("a.example", "other.example")))
                .dangerous()
                .acceptAllFindings()
                .versions(TlsVersions.only(version))
                .build();
        assertThat(served(server, host, taking(name -> name.contains(takes)))).isEqualTo(expected);
    }

    @Test
    void theTypesThatWereAskedForInTurnAreToldTogether() throws Exception {
        MtlsContext server = server(withKey("rsa", TestCertificates.keys("RSA")), of("ec", "other.example"))
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .build();
        assertThat(served(server, "a.example", taking(name -> name.contains("ECDSA"))))
                .isEqualTo("nothing");
        IdentityChoice choice = server.identityChoices().get(0);
        assertThat(choice.keyTypes()).contains("EC");
        assertThat(choice.keyTypes()).contains("RSA");
        assertThat(choice.toString())
                .startsWith(
                        "CN=rsa: the only one that may do, though its key makes none of the signatures that the client takes:")
                .contains("SHA256withECDSA");
    }

    /** In TLS 1.3 a scheme is bound to a curve: a key on another one would be taken by JSSE and fail when it is to sign. */
    @Test
    void aCurveThatTheClientDoesNotTakeIsPassedOver() throws Exception {
        MtlsContext server = server(withKey("p384", TestCertificates.keys("EC", "secp384r1")), withKey("p256", KEY))
                .versions(TlsVersions.only(TlsVersion.TLS_1_3))
                .build();
        assertThat(served(server, "a.example", none -> {})).isEqualTo("CN=p384");
        assertThat(served(server, "a.example", taking(name -> name.equals("SHA256withECDSA"))))
                .isEqualTo("CN=p256");
        assertThat(server.identityChoices().get(1).rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason())
                        .isEqualTo("its EC key makes none of the signatures that the peer takes: SHA256withECDSA"));
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, 0", "TLS_1_2, 1", "TLS_1_2, 2", "TLS_1_3, 0", "TLS_1_3, 1", "TLS_1_3, 2"})
    void sessionsAreResumed(TlsVersion version, int which) throws Exception {
        MtlsContext server = server(of("0", "h0.example"), of("1", "h1.example"), of("2", "*.wild.example"))
                .versions(TlsVersions.only(version))
                .build();
        String host = which == 2 ? "h2.wild.example" : "h" + which + ".example";
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).noIdentity().build();
        EnginePair.connect(client, host, server).marked();
        // JSSE of JDK 25 asks for the chain of a ticket before the name is known; in TLS 1.2 there is no way round.
        boolean resumable =
                which == 0 || version == TlsVersion.TLS_1_3 || Runtime.version().feature() < 25;
        for (int n = 0; n < 3; n++) {
            EnginePair next = EnginePair.connect(client, host, server);
            assertThat(next.completed()).isTrue();
            assertThat(next.serverName()).isEqualTo("CN=" + which);
            assertThat(next.resumed()).isEqualTo(resumable);
            assertThat(server.identityChoiceOf(next.server()).isPresent()).isEqualTo(!resumable);
        }
    }

    @Test
    void anUpdateEndsTheResumptionOfAllNames() throws Exception {
        MtlsContext server =
                server(of("0", "h0.example"), of("1", "h1.example")).build();
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).noIdentity().build();
        EnginePair.connect(client, "h1.example", server).marked();
        assertThat(EnginePair.connect(client, "h1.example", server).resumed()).isTrue();
        server.update(of("new", "h0.example"));
        EnginePair next = EnginePair.connect(client, "h1.example", server);
        assertThat(next.completed()).isTrue();
        assertThat(next.resumed()).isFalse();
        assertThat(next.serverName()).isEqualTo("CN=1");
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsVersion.class,
            names = {"TLS_1_2", "TLS_1_3"})
    void unknownNamesAreRefusedWhereThatIsSaid(TlsVersion version) throws Exception {
        MtlsContext server = server(of("default", "h0.example"), of("wildcard", "*.wild.example"))
                .refuseUnknownServerNames()
                .versions(TlsVersions.only(version))
                .build();
        assertThat(EnginePair.connect(CLIENT, "h0.example", server).completed()).isTrue();
        assertThat(EnginePair.connect(CLIENT, "a.wild.example", server).completed())
                .isTrue();
        assertThat(served(server, "localhost", none -> {})).isEqualTo("CN=default");
        assertThat(served(server, "localhost", asking("10.0.0.1"))).isEqualTo("CN=default");
        for (String unknown : List.of("h1.example", "wild.example", "a.b.wild.example")) {
            EnginePair refused = EnginePair.connect(CLIENT, unknown, server);
            assertThat(refused.result().clientError()).as(unknown).hasMessageContaining("unrecognized_name");
            assertThat(refused.result().serverError()).hasMessageContaining("Unrecognized server name indication");
        }
        // A new generation knows other names, also for engines that were made before.
        server.update(of("default", "h1.example"));
        assertThat(EnginePair.connect(CLIENT, "h1.example", server).completed()).isTrue();
        assertThat(EnginePair.connect(CLIENT, "h0.example", server).completed()).isFalse();
    }

    @Test
    void thatNamesAreRefusedIsDescribed() {
        ServerBuilder builder = server(of("only", "h0.example"));
        assertThat(builder.build().describe()).doesNotContain("unknown server names");
        assertThat(builder.refuseUnknownServerNames().build().toBuilder()
                        .build()
                        .describe())
                .contains("unknown server names: refused");
    }

    @Test
    void aSoleIdentityRefusesOtherNamesToo() {
        MtlsContext server =
                server(of("only", "h0.example")).refuseUnknownServerNames().build();
        assertThat(EnginePair.connect(CLIENT, "h0.example", server).completed()).isTrue();
        assertThat(EnginePair.connect(CLIENT, "h1.example", server).completed()).isFalse();
    }

    @Test
    void aMatcherOfAFrameworkDoesNotOpenIt() {
        MtlsContext server =
                server(of("only", "h0.example")).refuseUnknownServerNames().build();
        EnginePair refused =
                EnginePair.connect(CLIENT.sslContext(), "h1.example", none -> {}, server.sslContext(), engine -> {
                    SSLParameters parameters = engine.getSSLParameters();
                    parameters.setSNIMatchers(List.of(new SNIMatcher(0) {
                        @Override
                        public boolean matches(SNIServerName name) {
                            return true;
                        }
                    }));
                    engine.setSSLParameters(parameters);
                });
        assertThat(refused.result().clientError()).hasMessageContaining("handshake_failure");
        assertThat(server.identityChoiceOf(refused.server()).orElseThrow().reason())
                .isEqualTo("none names h1.example, and such clients are refused");
    }

    /** Parameters without a matcher, which frameworks set on engines, leave the one that is there. */
    @Test
    void parametersOfAFrameworkDoNotOpenIt() {
        MtlsContext server =
                server(of("only", "h0.example")).refuseUnknownServerNames().build();
        for (Consumer<SSLEngine> framework : List.<Consumer<SSLEngine>>of(
                engine -> engine.setSSLParameters(new SSLParameters()),
                engine -> engine.setSSLParameters(server.sslContext().getDefaultSSLParameters()),
                engine -> engine.setSSLParameters(server.sslContext().getSupportedSSLParameters()))) {
            EnginePair refused =
                    EnginePair.connect(CLIENT.sslContext(), "h1.example", none -> {}, server.sslContext(), framework);
            assertThat(refused.completed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketHandshake.ServerSurface.class)
    void socketsOfEveryKindGoByTheName(SocketHandshake.ServerSurface surface) throws Exception {
        MtlsContext server = server(of("default", "h0.example"), of("other", "h1.example"))
                .refuseUnknownServerNames()
                .build();
        for (String name : List.of("h0.example", "h1.example", "h2.example")) {
            MtlsContext client =
                    MtlsContext.client().trust(PKI.trust()).noIdentity().build();
            SocketHandshake.Result result = SocketHandshake.run(
                    client.sslContext(),
                    SocketHandshake.ClientSurface.CONNECTED,
                    new Attack("asks for " + name, settings -> {
                        SSLParameters parameters = settings.get();
                        parameters.setServerNames(List.of(new SNIHostName(name)));
                        settings.set(parameters);
                    }),
                    server.sslContext(),
                    surface,
                    new Attack("nothing", settings -> {}));
            if (name.equals("h2.example")) {
                assertThat(result.clientError()).hasMessageContaining("unrecognized_name");
            } else {
                assertThat(result.completed()).isTrue();
                assertThat(server.identityChoiceOf(result.server())
                                .orElseThrow()
                                .chosen())
                        .contains(name.equals("h0.example") ? "CN=default" : "CN=other");
            }
        }
    }

    @Test
    void aHundredChoicesAreKept() {
        MtlsContext server =
                server(of("default", "h0.example"), of("other", "h1.example")).build();
        for (int i = 0; i < 103; i++) { // each time another client, so that none is resumed
            MtlsContext client =
                    MtlsContext.client().trust(PKI.trust()).noIdentity().build();
            EnginePair.connect(client, "h" + (i < 3 ? 0 : 1) + ".example", server);
        }
        assertThat(server.identityChoices())
                .hasSize(100)
                .allSatisfy(choice -> assertThat(choice.chosen()).contains("CN=other"));
    }
}
