package dev.mtls.testkit;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Enforcement;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.finding.Refusal;
import dev.mtls.parser.live.Recorder;
import dev.mtls.testkit.AttackTableTest.PermitsAll;
import dev.mtls.testkit.AttackTableTest.Stage;
import dev.mtls.testkit.Play.Attack;
import dev.mtls.testkit.Play.ClientSurface;
import dev.mtls.testkit.Play.Line;
import dev.mtls.testkit.Play.Outcome;
import dev.mtls.testkit.Play.ServerSurface;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.AlgorithmConstraints;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The attacks of {@link AttackTableTest} on strict contexts, and those that take a sequence, with a recorder in the hook: what is
 * wrapped is an engine or socket that is tapped already.
 */
@Timeout(120)
class StrictAttackTableTest {

    record ServerCell(TlsVersion version, ServerSurface surface) {}

    static Stream<ServerCell> servers() {
        return Stream.of(TLS_1_2, TLS_1_3)
                .flatMap(version ->
                        Arrays.stream(ServerSurface.values()).map(surface -> new ServerCell(version, surface)));
    }

    record ClientCell(TlsVersion version, ClientSurface surface) {}

    static Stream<ClientCell> clients() {
        return Stream.of(TLS_1_2, TLS_1_3)
                .flatMap(version ->
                        Arrays.stream(ClientSurface.values()).map(surface -> new ClientCell(version, surface)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void requiredClientAuthIsRepaired(ServerCell cell) throws Exception {
        for (Attack attack : AttackTableTest.ON_CLIENT_AUTH) {
            for (boolean withCertificate : new boolean[] {true, false}) {
                Stage stage = new Stage(true);
                Play play = stage.play(
                        withCertificate,
                        TlsVersions.defaults(),
                        TlsVersions.only(cell.version),
                        ClientAuth.REQUIRED,
                        Enforcement.STRICT);
                Outcome outcome = play.run(ClientSurface.CONNECTED, Play.NONE, cell.surface, attack);
                assertThat(outcome.version().isPresent())
                        .as("%s, certificate %s", attack, withCertificate)
                        .isEqualTo(withCertificate);
                assertThat(outcome.certificateSeen()).isEqualTo(withCertificate);
                assertThat(play.server().refusals()).singleElement().matches(Refusal::overruled);
                stage.assertRecorded(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void thePinOfAServerWins(ServerCell cell) throws Exception {
        for (Attack attack : AttackTableTest.ON_VERSIONS) {
            Stage stage = new Stage(true);
            Play play = stage.play(
                    true,
                    TlsVersions.defaults(),
                    TlsVersions.only(cell.version),
                    ClientAuth.REQUIRED,
                    Enforcement.STRICT);
            Outcome outcome = play.run(ClientSurface.CONNECTED, Play.NONE, cell.surface, attack);
            assertThat(outcome.version()).as(attack.name()).contains(cell.version.protocol());
            assertThat(outcome.certificateSeen()).isTrue();
            stage.assertRecorded(1);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void thePinOfAClientWins(ClientCell cell) throws Exception {
        for (Attack attack : AttackTableTest.ON_VERSIONS) {
            Stage stage = new Stage(true);
            Play play = stage.play(
                    true,
                    TlsVersions.only(cell.version),
                    TlsVersions.defaults(),
                    ClientAuth.REQUIRED,
                    Enforcement.STRICT);
            Outcome outcome = play.run(cell.surface, attack, ServerSurface.ACCEPTED, Play.NONE);
            assertThat(outcome.version()).as(attack.name()).contains(cell.version.protocol());
            stage.assertRecorded(1);
        }
    }

    record Sequence(Enforcement enforcement, TlsVersion version) {}

    static Stream<Sequence> sequences() {
        return Stream.of(Enforcement.values())
                .flatMap(e -> Stream.of(TLS_1_2, TLS_1_3).map(version -> new Sequence(e, version)));
    }

    /** JSSE copies the setting when the handshake begins; what looks later sees it switched on. */
    @ParameterizedTest
    @MethodSource("sequences")
    void offBeginOnIsStoppedByStrictAlone(Sequence cell) throws Exception {
        Stage stage = new Stage(true);
        Play play = stage.play(
                false, TlsVersions.defaults(), TlsVersions.only(cell.version), ClientAuth.REQUIRED, cell.enforcement);
        SSLEngine serving = engine(play.server(), false);
        serving.setNeedClientAuth(false);
        serving.beginHandshake();
        serving.setNeedClientAuth(true);
        SSLEngine calling = engine(play.client(), true);
        calling.beginHandshake();
        Line line = new Line(calling, serving);
        if (cell.enforcement == Enforcement.STRICT) {
            assertThatThrownBy(() -> line.talk(true)).isInstanceOf(SSLException.class);
        } else {
            assertThat(line.talk(true)).isTrue();
        }
        stage.assertRecorded(1);
    }

    private static SSLEngine engine(MtlsContext context, boolean client) {
        SSLEngine engine = context.sslContext().createSSLEngine("localhost", 443);
        engine.setUseClientMode(client);
        return engine;
    }

    record Renegotiation(Enforcement enforcement, boolean byClient, Attack attack) {}

    static Stream<Renegotiation> renegotiations() {
        return Stream.of(Enforcement.values())
                .flatMap(enforcement -> Stream.of(true, false)
                        .flatMap(byClient -> AttackTableTest.ON_CLIENT_AUTH.stream()
                                .map(attack -> new Renegotiation(enforcement, byClient, attack))));
    }

    @ParameterizedTest
    @MethodSource("renegotiations")
    void anotherHandshakeNeverTurnsAPeerAnonymous(Renegotiation cell) throws Exception {
        Stage stage = new Stage(true);
        Play play = stage.play(
                true, TlsVersions.defaults(), TlsVersions.only(TLS_1_2), ClientAuth.REQUIRED, cell.enforcement);
        SSLEngine calling = engine(play.client(), true);
        SSLEngine serving = engine(play.server(), false);
        calling.beginHandshake();
        Line line = new Line(calling, serving);
        assertThat(line.talk(true)).isTrue();
        byte[] first = serving.getSession().getId();

        cell.attack.on(serving);
        calling.getSession().invalidate();
        serving.getSession().invalidate();
        (cell.byClient ? calling : serving).beginHandshake();

        if (cell.enforcement == Enforcement.STRICT) {
            assertThat(line.talk(cell.byClient)).isTrue();
            assertThat(serving.getSession().getId()).as("another session").isNotEqualTo(first);
        } else {
            assertThatThrownBy(() -> line.talk(cell.byClient)).isInstanceOf(SSLException.class);
        }
        assertThat(play.server().refusalOf(serving)).isPresent();
        assertThat(serving.getSession().getPeerPrincipal())
                .isEqualTo(AttackTableTest.ALICE.certificate().getSubjectX500Principal());
        stage.assertRecorded(1);
    }

    /** What is left of the parameters of an HttpClient counts; where nothing is left it is told so. */
    @ParameterizedTest
    @EnumSource(
            value = TlsVersion.class,
            names = {"TLS_1_2", "TLS_1_3"})
    void thePinWinsOverTheParametersOfAnHttpClient(TlsVersion pin) throws Exception {
        TlsVersion other = pin == TLS_1_2 ? TLS_1_3 : TLS_1_2;
        Recorder recorder = Recorder.create();
        MtlsContext context = MtlsContext.client()
                .trust(AttackTableTest.PKI.trust())
                .identity(AttackTableTest.ALICE.identity())
                .versions(TlsVersions.only(pin))
                .enforcement(Enforcement.STRICT)
                .contextFactory(recorder::newContext)
                .build();
        for (AlgorithmConstraints constraints : new AlgorithmConstraints[] {null, new PermitsAll()}) {
            SSLParameters parameters = new SSLParameters(AttackTableTest.SUITES, AttackTableTest.BOTH);
            parameters.setAlgorithmConstraints(constraints);
            try (EchoServer server =
                    EchoServer.on(AttackTableTest.PKI).http(true).start()) {
                HttpRequest request = HttpRequest.newBuilder(server.uri()).build();
                HttpClient.Builder http = HttpClient.newBuilder().sslContext(context.sslContext());
                HttpClient both = http.sslParameters(parameters).build();
                assertThat(both.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
                assertThat(server.awaitConnection().version()).contains(pin.protocol());

                parameters.setProtocols(new String[] {other.protocol()});
                HttpClient off = http.sslParameters(parameters).build();
                assertThatThrownBy(() -> off.send(request, BodyHandlers.ofString()))
                        .hasStackTraceContaining("no versions would be left");
            }
        }
        assertThat(recorder.conversations()).hasSizeGreaterThanOrEqualTo(2);
    }
}
