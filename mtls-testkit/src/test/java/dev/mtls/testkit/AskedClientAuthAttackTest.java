package dev.mtls.testkit;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Enforcement;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.finding.Refusal;
import dev.mtls.testkit.AttackTableTest.Stage;
import dev.mtls.testkit.Play.Attack;
import dev.mtls.testkit.Play.ClientSurface;
import dev.mtls.testkit.Play.Outcome;
import dev.mtls.testkit.Play.ServerSurface;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that asks for certificates without demanding them goes on asking, on every surface, with a recorder in its hook. */
@Timeout(120)
class AskedClientAuthAttackTest {

    /** Asking is all that these servers do, so setting it is no attack. */
    private static final List<Attack> ATTACKS = List.of(
            new Attack("setWantClientAuth(false)", s -> s.want().accept(false)),
            new Attack("setNeedClientAuth(false)", s -> s.need().accept(false)),
            new Attack("setSSLParameters(new SSLParameters())", s -> s.set().accept(new SSLParameters())),
            new Attack("get, setWantClientAuth(false), set", s -> {
                SSLParameters parameters = s.get().get();
                parameters.setWantClientAuth(false);
                s.set().accept(parameters);
            }));

    record Cell(Enforcement enforcement, ClientAuth auth, TlsVersion version, ServerSurface surface) {}

    static Stream<Cell> cells() {
        return Stream.of(Enforcement.values())
                .flatMap(enforcement -> Stream.of(ClientAuth.OPTIONAL, ClientAuth.ANY)
                        .flatMap(auth -> Stream.of(TLS_1_2, TLS_1_3)
                                .flatMap(version -> Arrays.stream(ServerSurface.values())
                                        .map(surface -> new Cell(enforcement, auth, version, surface)))));
    }

    /** By default only a listening socket is repaired; on a connection itself nobody is served who was not asked. */
    @ParameterizedTest
    @MethodSource("cells")
    void whatIsAskedForStaysAskedFor(Cell cell) throws Exception {
        boolean repaired = cell.enforcement == Enforcement.STRICT || cell.surface == ServerSurface.LISTENING;
        for (Attack attack : ATTACKS) {
            for (boolean withCertificate : new boolean[] {true, false}) {
                Stage stage = new Stage(true);
                Play play = stage.play(
                        withCertificate,
                        TlsVersions.defaults(),
                        TlsVersions.only(cell.version),
                        cell.auth,
                        cell.enforcement);
                Outcome outcome = play.run(ClientSurface.CONNECTED, Play.NONE, cell.surface, attack);
                assertThat(outcome.version().isPresent())
                        .as("served, %s, certificate %s", attack, withCertificate)
                        .isEqualTo(repaired);
                assertThat(outcome.certificateSeen()).as("seen, %s", attack).isEqualTo(repaired && withCertificate);
                assertThat(play.server().refusals())
                        .as(attack.name())
                        .singleElement()
                        .returns(repaired, Refusal::overruled)
                        .satisfies(refusal -> assertThat(refusal.reason()).contains("asked for", "switched off"));
                stage.assertRecorded(1);
            }
        }
    }
}
