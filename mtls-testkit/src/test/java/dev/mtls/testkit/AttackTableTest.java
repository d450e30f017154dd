package dev.mtls.testkit;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.ContextBuilder;
import dev.mtls.core.Enforcement;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.live.Recorder;
import dev.mtls.testkit.Play.Attack;
import dev.mtls.testkit.Play.ClientSurface;
import dev.mtls.testkit.Play.Outcome;
import dev.mtls.testkit.Play.ServerSurface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A version pin and required client authentication survive what callers do to connections, on every surface of a
 * context, with a recorder in its hook as without one.
 */
class AttackTableTest {
    static final TestPki PKI = TestPki.create();
    static final TestIdentity SERVER = PKI.server();
    static final TestIdentity ALICE = PKI.client("alice");
    static final String[] BOTH = {"TLSv1.3", "TLSv1.2"};
    static final String[] SUITES = {"TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"};

    static final List<Attack> ON_CLIENT_AUTH = List.of(
            new Attack("setNeedClientAuth(false)", s -> s.need().accept(false)),
            new Attack("setWantClientAuth(true)", s -> s.want().accept(true)),
            new Attack("setSSLParameters(new SSLParameters())", s -> s.set().accept(new SSLParameters())),
            new Attack("get, setWantClientAuth(false), set", s -> {
                SSLParameters parameters = s.get().get();
                parameters.setWantClientAuth(false);
                s.set().accept(parameters);
            }));

    private static final Attack OWN_CONSTRAINTS = modify("own constraints", new PermitsAll());

    static final List<Attack> ON_VERSIONS = List.of(
            new Attack("setEnabledProtocols", s -> {
                s.protocols().accept(BOTH);
                s.suites().accept(SUITES);
            }),
            new Attack("setSSLParameters(new SSLParameters(suites, protocols))", s -> {
                SSLParameters parameters = new SSLParameters(SUITES, BOTH);
                parameters.setNeedClientAuth(s.get().get().getNeedClientAuth());
                s.set().accept(parameters);
            }),
            modify("get, modify, set, without constraints", null),
            OWN_CONSTRAINTS);

    private static Attack modify(String name, AlgorithmConstraints constraints) {
        return new Attack(name, s -> {
            SSLParameters parameters = s.get().get();
            parameters.setAlgorithmConstraints(constraints);
            parameters.setProtocols(BOTH);
            parameters.setCipherSuites(SUITES);
            s.set().accept(parameters);
        });
    }

    static final class PermitsAll implements AlgorithmConstraints {
        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String name, Key key, AlgorithmParameters parameters) {
            return true;
        }
    }

    /** The two contexts of one play, recorded or not. */
    static final class Stage {
        private final ClientWatch watch = new ClientWatch();
        private final Optional<Recorder> byClient;
        private final Optional<Recorder> byServer;

        Stage(boolean recorded) {
            byClient = recorded ? Optional.of(Recorder.create()) : Optional.empty();
            byServer = recorded ? Optional.of(Recorder.create()) : Optional.empty();
        }

        Play play(boolean withCertificate, TlsVersions ofClient, TlsVersions ofServer, ClientAuth auth) {
            return play(withCertificate, ofClient, ofServer, auth, Enforcement.DEFAULT);
        }

        Play play(
                boolean withCertificate,
                TlsVersions ofClient,
                TlsVersions ofServer,
                ClientAuth auth,
                Enforcement enforcement) {
            var trusting = MtlsContext.client().trust(PKI.trust());
            ContextBuilder<?> client = withCertificate ? trusting.identity(ALICE.identity()) : trusting.noIdentity();
            return new Play(
                    client.versions(ofClient)
                            .enforcement(enforcement)
                            .contextFactory((keys, trusts) -> EchoListener.inner(byClient, keys, trusts))
                            .build(),
                    MtlsContext.server()
                            .identity(SERVER.identity())
                            .trust(PKI.trust())
                            .clientAuth(auth)
                            .versions(ofServer)
                            .enforcement(enforcement)
                            .contextFactory(
                                    (keys, trusts) -> EchoListener.inner(byServer, keys, watch.watching(trusts)))
                            .build(),
                    watch);
        }

        /** The tap was there, and heard what was said. */
        void assertRecorded(int connections) {
            byClient.ifPresent(recorder -> assertThat(recorder.conversations()).hasSize(connections));
            byServer.ifPresent(recorder -> assertThat(recorder.conversations()).hasSize(connections));
        }
    }

    /** What was logged of refusals while it was open. */
    private static final class Warnings implements AutoCloseable {
        private final PrintStream before = System.err;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Warnings() {
            System.setErr(new PrintStream(written, true));
        }

        void assertOne() {
            assertThat(written.toString().lines().filter(line -> line.contains("policy-refused")))
                    .hasSize(1);
        }

        @Override
        public void close() {
            System.setErr(before);
        }
    }

    record ServerCell(boolean recorded, TlsVersion version, ServerSurface surface) {
        TlsVersion other() {
            return version == TLS_1_3 ? TLS_1_2 : TLS_1_3;
        }
    }

    static Stream<ServerCell> servers() {
        return Stream.of(true, false)
                .flatMap(recorded -> Stream.of(TLS_1_2, TLS_1_3)
                        .flatMap(version -> Arrays.stream(ServerSurface.values())
                                .map(surface -> new ServerCell(recorded, version, surface))));
    }

    record ClientCell(boolean recorded, TlsVersion version, ClientSurface surface) {
        TlsVersion other() {
            return version == TLS_1_3 ? TLS_1_2 : TLS_1_3;
        }
    }

    static Stream<ClientCell> clients() {
        return Stream.of(true, false)
                .flatMap(recorded -> Stream.of(TLS_1_2, TLS_1_3)
                        .flatMap(version -> Arrays.stream(ClientSurface.values())
                                .map(surface -> new ClientCell(recorded, version, surface))));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void requiredClientAuthIsNotLost(ServerCell cell) throws Exception {
        for (Attack attack : ON_CLIENT_AUTH) {
            for (boolean withCertificate : new boolean[] {true, false}) {
                Stage stage = new Stage(cell.recorded());
                Play play = stage.play(
                        withCertificate, TlsVersions.defaults(), TlsVersions.only(cell.version()), ClientAuth.REQUIRED);
                try (Warnings warnings = new Warnings()) {
                    Outcome outcome = play.run(ClientSurface.CONNECTED, Play.NONE, cell.surface(), attack);
                    // What was set on a listening socket is overruled; elsewhere nobody gets in.
                    boolean repaired = cell.surface() == ServerSurface.LISTENING;
                    assertThat(outcome.version().isPresent())
                            .as("%s, certificate %s", attack, withCertificate)
                            .isEqualTo(repaired && withCertificate);
                    assertThat(outcome.byServer())
                            .as(attack.name())
                            .hasValueSatisfying(refusal -> assertThat(refusal.reason())
                                    .contains("client authentication is required", "switched off"));
                    assertThat(play.server().refusals())
                            .containsExactly(outcome.byServer().orElseThrow());
                    warnings.assertOne();
                }
                stage.assertRecorded(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aPinOfAServerIsNotLost(ServerCell cell) throws Exception {
        for (Attack attack : ON_VERSIONS) {
            for (ClientAuth auth : new ClientAuth[] {ClientAuth.REQUIRED, ClientAuth.NONE}) {
                Stage stage = new Stage(cell.recorded());
                Play play = stage.play(true, TlsVersions.only(cell.other()), TlsVersions.only(cell.version()), auth);
                try (Warnings warnings = new Warnings()) {
                    Outcome outcome = play.run(ClientSurface.CONNECTED, Play.NONE, cell.surface(), attack);
                    assertThat(outcome.version()).as("%s, %s", attack, auth).isEmpty();
                    if (attack == OWN_CONSTRAINTS && cell.surface() != ServerSurface.LISTENING) {
                        // Only the key manager is left to refuse; of a wrapped engine only the list knows.
                        assertThat(play.server().refusals())
                                .singleElement()
                                .satisfies(refusal -> assertThat(refusal.reason())
                                        .contains("negotiated " + cell.other().protocol() + " but pinned to ["
                                                + cell.version().protocol()));
                        warnings.assertOne();
                    }
                }
                stage.assertRecorded(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aPinOfAClientIsNotLost(ClientCell cell) throws Exception {
        for (Attack attack : ON_VERSIONS) {
            Stage stage = new Stage(cell.recorded());
            Play play = stage.play(
                    true, TlsVersions.only(cell.version()), TlsVersions.only(cell.other()), ClientAuth.REQUIRED);
            try (Warnings warnings = new Warnings()) {
                Outcome outcome = play.run(cell.surface(), attack, ServerSurface.ACCEPTED, Play.NONE);
                assertThat(outcome.version()).as(attack.name()).isEmpty();
                if (attack == OWN_CONSTRAINTS) {
                    assertThat(play.client().refusals())
                            .singleElement()
                            .satisfies(refusal -> assertThat(refusal.reason())
                                    .isEqualTo("negotiated " + cell.other().protocol() + " but pinned to ["
                                            + cell.version().protocol() + "]"));
                    warnings.assertOne();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void soundConnectionsAreServedAndResumed(ServerCell cell) throws Exception {
        Stage stage = new Stage(cell.recorded());
        Play play = stage.play(true, TlsVersions.defaults(), TlsVersions.only(cell.version()), ClientAuth.REQUIRED);
        List<Outcome> both = play.run(2, ClientSurface.CONNECTED, Play.NONE, cell.surface(), Play.NONE);
        Outcome first = both.get(0);
        Outcome second = both.get(1);
        assertThat(first.version()).contains(cell.version().protocol());
        assertThat(first.certificateSeen()).isTrue();
        assertThat(second.version()).contains(cell.version().protocol());
        assertThat(second.certificateSeen())
                .as("asked for a certificate, so not resumed")
                .isFalse();
        assertThat(play.server().refusals()).isEmpty();
        assertThat(play.client().refusals()).isEmpty();
        stage.assertRecorded(2);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void soundClientsAreServed(ClientCell cell) throws Exception {
        Stage stage = new Stage(cell.recorded());
        Play play = stage.play(true, TlsVersions.only(cell.version()), TlsVersions.defaults(), ClientAuth.REQUIRED);
        Outcome outcome = play.run(cell.surface(), Play.NONE, ServerSurface.ACCEPTED, Play.NONE);
        assertThat(outcome.version()).contains(cell.version().protocol());
        assertThat(outcome.certificateSeen()).isTrue();
        stage.assertRecorded(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPinIsNotLostToTheParametersOfAnHttpClient(boolean recorded) throws Exception {
        for (TlsVersion pin : new TlsVersion[] {TLS_1_2, TLS_1_3}) {
            TlsVersion other = pin == TLS_1_2 ? TLS_1_3 : TLS_1_2;
            Optional<Recorder> tap = recorded ? Optional.of(Recorder.create()) : Optional.empty();
            MtlsContext context = MtlsContext.client()
                    .trust(PKI.trust())
                    .identity(ALICE.identity())
                    .versions(TlsVersions.only(pin))
                    .contextFactory((keys, trusts) -> EchoListener.inner(tap, keys, trusts))
                    .build();
            for (AlgorithmConstraints constraints : new AlgorithmConstraints[] {null, new PermitsAll()}) {
                SSLParameters parameters = new SSLParameters();
                parameters.setProtocols(new String[] {other.protocol()});
                parameters.setCipherSuites(SUITES);
                parameters.setAlgorithmConstraints(constraints);
                try (EchoServer server = EchoServer.on(PKI)
                        .versions(TlsVersions.only(other))
                        .http(true)
                        .start()) {
                    HttpClient http = HttpClient.newBuilder()
                            .sslContext(context.sslContext())
                            .sslParameters(parameters)
                            .build();
                    HttpRequest request = HttpRequest.newBuilder(server.uri()).build();
                    assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
                            .isInstanceOf(IOException.class);
                    assertThat(server.connections()).noneMatch(ServedConnection::wasAccepted);
                }
            }
        }
    }
}
