package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A reload that loses what was promised is the mistake that others made most, and some made it at the second reload only. So every option
 * is compared before the first update and after two, by what a context says of itself, by its engines, and by handshakes.
 */
class PolicySurvivesUpdatesTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHERS = new TestCertificates("CN=Other CA");

    /** An option that is not the default. */
    record Option<B>(String name, Function<B, B> set) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Option<ServerBuilder>> ofServers() {
        return Stream.of(
                new Option<>("defaults", server -> server),
                new Option<>("optional", server -> server.clientAuth(ClientAuth.OPTIONAL)),
                new Option<>("any", server -> server.clientAuth(ClientAuth.ANY)),
                new Option<>("none", server -> server.clientAuth(ClientAuth.NONE)),
                new Option<>("names of authorities", server -> server.clientAuthorities(List.of(OTHERS.ca))),
                new Option<>("order of clients", ServerBuilder::preferClientSuites),
                new Option<>("unknown server names", ServerBuilder::refuseUnknownServerNames),
                new Option<>("1.3 alone", server -> server.versions(TlsVersions.only(TlsVersion.TLS_1_3))),
                new Option<>("1.2 alone", server -> server.versions(TlsVersions.only(TlsVersion.TLS_1_2))),
                new Option<>("depth", server -> server.verifyDepth(0)),
                new Option<>("strict path", ServerBuilder::strictPath),
                new Option<>("strict enforcement", server -> server.enforcement(Enforcement.STRICT)),
                new Option<>(
                        "suites",
                        server -> server.cipherSuites(
                                "TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")),
                new Option<>("application protocols", server -> server.alpn("h2", "http/1.1")),
                new Option<>("cache", server -> server.sessionCacheSize(7)),
                new Option<>("timeout", server -> server.sessionTimeout(Duration.ofSeconds(77))),
                new Option<>("no resumption", ServerBuilder::noResumption));
    }

    static Stream<Option<ClientBuilder>> ofClients() {
        return Stream.of(
                new Option<>("defaults", client -> client),
                new Option<>("always sends", ClientBuilder::alwaysSendIdentity),
                new Option<>("no host check", client -> client.dangerous().skipHostCheck()),
                new Option<>("nothing verified", client -> client.dangerous().verifyNothing()),
                new Option<>("1.3 alone", client -> client.versions(TlsVersions.only(TlsVersion.TLS_1_3))),
                new Option<>("1.2 alone", client -> client.versions(TlsVersions.only(TlsVersion.TLS_1_2))),
                new Option<>("depth", client -> client.verifyDepth(0)),
                new Option<>("strict enforcement", client -> client.enforcement(Enforcement.STRICT)),
                new Option<>(
                        "suites",
                        client -> client.cipherSuites(
                                "TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")),
                new Option<>("application protocols", client -> client.alpn("http/1.1")),
                new Option<>("cache", client -> client.sessionCacheSize(7)),
                new Option<>("timeout", client -> client.sessionTimeout(Duration.ofSeconds(77))),
                new Option<>("no resumption", ClientBuilder::noResumption));
    }

    @ParameterizedTest
    @MethodSource("ofServers")
    void ofAServer(Option<ServerBuilder> option) {
        MtlsContext server = option.set
                .apply(MtlsContext.server().identity(PKI.server()).trust(PKI.trust()))
                .build();
        String before = promisesOf(server, false) + outcomesOf(server);
        for (int n = 0; n < 2; n++) {
            server.update(PKI.identity(new Request("CN=localhost", TestCertificates.keys("EC")).hosts("localhost")));
            server.update(PKI.trust());
            assertThat(promisesOf(server, false) + outcomesOf(server)).isEqualTo(before);
        }
        assertThat(server.generation()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("ofClients")
    void ofAClient(Option<ClientBuilder> option) {
        MtlsContext client = option.set
                .apply(MtlsContext.client().trust(PKI.trust()).identity(PKI.client("CN=alice")))
                .build();
        String before = promisesOf(client, true) + callsOf(client);
        for (int n = 0; n < 2; n++) {
            client.update(PKI.client("CN=alice"));
            client.update(PKI.trust());
            assertThat(promisesOf(client, true) + callsOf(client)).isEqualTo(before);
        }
    }

    /** What it says of itself, what its engines are set to, and what it remembers. */
    private static String promisesOf(MtlsContext context, boolean client) {
        SSLEngine engine = context.sslContext().createSSLEngine("localhost", 443);
        engine.setUseClientMode(client);
        return context.describe()
                + told(engine.getSSLParameters())
                + told(context.sslContext().getDefaultSSLParameters())
                + told(context.sslContext().getSupportedSSLParameters())
                + told(context.sslContext().getServerSessionContext())
                + told(context.sslContext().getClientSessionContext());
    }

    private static String told(SSLParameters of) {
        return String.join(
                ";",
                Arrays.toString(of.getProtocols()),
                Arrays.toString(of.getCipherSuites()),
                Arrays.toString(of.getApplicationProtocols()),
                "need " + of.getNeedClientAuth(),
                "want " + of.getWantClientAuth(),
                "order " + of.getUseCipherSuitesOrder(),
                "host " + of.getEndpointIdentificationAlgorithm(),
                of.getAlgorithmConstraints() + "\n");
    }

    private static String told(SSLSessionContext of) {
        return of.getSessionCacheSize() + " for " + of.getSessionTimeout() + "\n";
    }

    /** Who is let in, at which version, by an untouched engine and by each that was weakened; and whether it resumes. */
    private static String outcomesOf(MtlsContext server) {
        List<MtlsContext> clients = List.of(
                MtlsContext.client()
                        .trust(PKI.trust())
                        .identity(PKI.client("CN=alice"))
                        .alwaysSendIdentity()
                        .build(),
                MtlsContext.client()
                        .trust(PKI.trust())
                        .identity(OTHERS.client("CN=mallory"))
                        .alwaysSendIdentity()
                        .build(),
                MtlsContext.client().trust(PKI.trust()).noIdentity().build());
        return clients.stream()
                .map(client -> outcome(client, server) + outcome(client, server) + weakened(client, server))
                .collect(Collectors.joining("\n"));
    }

    private static String weakened(MtlsContext client, MtlsContext server) {
        return Attack.ON_CLIENT_AUTH.stream()
                .map(attack -> {
                    MtlsContext fresh = client.toBuilder().build();
                    SSLEngine serving = server.sslContext().createSSLEngine();
                    serving.setUseClientMode(false);
                    try {
                        attack.on().accept(Settings.of(serving));
                    } catch (IllegalArgumentException e) {
                        return "refused to be set;";
                    }
                    SSLEngine calling = fresh.sslContext().createSSLEngine("localhost", 443);
                    calling.setUseClientMode(true);
                    return new EngineHandshake(calling, serving).run().completed() + ";";
                })
                .collect(Collectors.joining());
    }

    private static String callsOf(MtlsContext client) {
        MtlsContext good =
                MtlsContext.server().identity(PKI.server()).trust(PKI.trust()).build();
        MtlsContext elsewhere = MtlsContext.server()
                .identity(PKI.identity(new Request("CN=elsewhere", TestCertificates.keys("EC")).hosts("elsewhere")))
                .trust(PKI.trust())
                .build();
        MtlsContext stranger = MtlsContext.server()
                .identity(OTHERS.server())
                .trust(PKI.trust())
                .build();
        MtlsContext naming = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .clientAuthorities(List.of(OTHERS.ca))
                .build();
        return Stream.of(good, elsewhere, stranger, naming)
                .map(server -> outcome(client, server) + outcome(client, server))
                .collect(Collectors.joining("\n"));
    }

    private static String outcome(MtlsContext client, MtlsContext server) {
        EnginePair pair = EnginePair.connect(client, server);
        String outcome = !pair.completed()
                ? "refused;"
                : pair.protocol() + (pair.resumed() ? " resumed" : " full") + " "
                        + pair.client().getApplicationProtocol() + ";";
        if (pair.completed()) {
            pair.marked();
        }
        return outcome;
    }
}
