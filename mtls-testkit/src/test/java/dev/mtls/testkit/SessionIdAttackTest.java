package dev.mtls.testkit;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Enforcement;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.AttackTableTest.Stage;
import dev.mtls.testkit.Play.Attack;
import dev.mtls.testkit.Play.Line;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions that a server keeps and gives an id (RFC 5246, section 7.4.1.2), resumed on connections that were weakened, with a recorder in
 * the hook. JSSE asks nobody before it resumes one, so what counts is that only whom the policy takes ever has one.
 */
@Timeout(120)
class SessionIdAttackTest {

    private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";

    record Cell(Enforcement enforcement, Attack attack) {}

    static Stream<Cell> onClientAuth() {
        return Stream.of(Enforcement.values())
                .flatMap(enforcement ->
                        AttackTableTest.ON_CLIENT_AUTH.stream().map(attack -> new Cell(enforcement, attack)));
    }

    /** A server of JSSE that writes no tickets remembers. */
    private static Play remembering(
            Stage stage, boolean withCertificate, TlsVersions ofClient, TlsVersions ofServer, Enforcement enforcement) {
        String before = System.getProperty(TICKETS);
        System.setProperty(TICKETS, "false");
        try {
            return stage.play(withCertificate, ofClient, ofServer, ClientAuth.REQUIRED, enforcement);
        } finally {
            if (before == null) {
                System.clearProperty(TICKETS);
            } else {
                System.setProperty(TICKETS, before);
            }
        }
    }

    private record Connection(SSLEngine calling, SSLEngine serving, boolean completed) {}

    private static Connection connect(Play play, Attack attack) {
        SSLEngine serving = play.server().sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        attack.on(serving);
        SSLEngine calling = play.client().sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        boolean completed;
        try {
            calling.beginHandshake();
            serving.beginHandshake();
            completed = new Line(calling, serving).talk(true);
        } catch (SSLException refused) {
            completed = false;
        }
        return new Connection(calling, serving, completed);
    }

    private static List<byte[]> remembered(MtlsContext server) {
        return Collections.list(server.sslContext().getServerSessionContext().getIds());
    }

    /** It was made when everything was kept, so there is a peer to resume. */
    @ParameterizedTest
    @MethodSource("onClientAuth")
    void onAWeakenedConnectionItHasItsOldPeer(Cell cell) throws Exception {
        Stage stage = new Stage(true);
        Play play = remembering(stage, true, TlsVersions.defaults(), TlsVersions.only(TLS_1_2), cell.enforcement);
        Connection first = connect(play, Play.NONE);
        assertThat(remembered(play.server()))
                .containsExactly(first.serving.getSession().getId());
        first.calling.getSession().putValue("mark", "first");

        Connection second = connect(play, cell.attack);
        assertThat(second.completed).isTrue();
        assertThat(second.calling.getSession().getValue("mark")).as("resumed").isEqualTo("first");
        assertThat(second.serving.getSession().getPeerPrincipal())
                .isEqualTo(AttackTableTest.ALICE.certificate().getSubjectX500Principal());
        stage.assertRecorded(2);
    }

    @ParameterizedTest
    @MethodSource("onClientAuth")
    void nobodyWithoutACertificateGetsOne(Cell cell) {
        Stage stage = new Stage(true);
        Play play = remembering(stage, false, TlsVersions.defaults(), TlsVersions.only(TLS_1_2), cell.enforcement);
        for (int i = 0; i < 2; i++) {
            assertThat(connect(play, cell.attack).completed).isFalse();
        }
        assertThat(remembered(play.server())).isEmpty();
        assertThat(play.server().refusals()).isNotEmpty();
        stage.assertRecorded(2);
    }

    @ParameterizedTest
    @EnumSource(Enforcement.class)
    void noneBringsAVersionOffThePin(Enforcement enforcement) {
        for (Attack attack : AttackTableTest.ON_VERSIONS) {
            Stage stage = new Stage(true);
            Play play = remembering(stage, true, TlsVersions.only(TLS_1_2), TlsVersions.only(TLS_1_3), enforcement);
            for (int i = 0; i < 2; i++) {
                assertThat(connect(play, attack).completed).as(attack.name()).isFalse();
            }
            assertThat(remembered(play.server())).as(attack.name()).isEmpty();
            stage.assertRecorded(2);
        }
    }
}
