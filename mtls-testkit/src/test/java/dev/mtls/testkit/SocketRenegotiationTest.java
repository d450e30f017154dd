package dev.mtls.testkit;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Enforcement;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.AttackTableTest.Stage;
import dev.mtls.testkit.Play.Attack;
import java.io.IOException;
import java.net.InetAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Another handshake on an open socket, which TLS 1.2 allows (RFC 5246, section 7.4.1.1), after the socket was weakened: the peer
 * stays who it was, or the connection ends. Of engines: {@link StrictAttackTableTest}.
 */
@Timeout(120)
class SocketRenegotiationTest {

    private static final int PATIENCE = 20_000;
    /** JSSE takes part in such a handshake while it reads: enough turns for all of its messages, HelloRequest included. */
    private static final int ROUNDS = 4;

    record Cell(boolean recorded, Enforcement enforcement, boolean byClient, Attack attack) {}

    static Stream<Cell> cells() {
        return Stream.of(true, false)
                .flatMap(recorded -> Stream.of(Enforcement.values())
                        .flatMap(enforcement -> Stream.of(true, false)
                                .flatMap(byClient -> AttackTableTest.ON_CLIENT_AUTH.stream()
                                        .map(attack -> new Cell(recorded, enforcement, byClient, attack)))));
    }

    /** How the second handshake went for the server: the peer that it then has, none where it failed, and whether the session is new. */
    private record Served(Optional<Principal> peer, boolean anotherSession, boolean refused) {}

    @ParameterizedTest
    @MethodSource("cells")
    void anotherHandshakeNeverTurnsAPeerAnonymous(Cell cell) throws Exception {
        Stage stage = new Stage(cell.recorded);
        Play play = stage.play(
                true, TlsVersions.defaults(), TlsVersions.only(TLS_1_2), ClientAuth.REQUIRED, cell.enforcement);
        try (SSLServerSocket listening = (SSLServerSocket)
                play.server().sslServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(PATIENCE);
            CompletableFuture<Served> serving = CompletableFuture.supplyAsync(() -> serve(play, listening, cell));
            boolean completed = call(play, listening.getLocalPort(), cell.byClient);
            Served served = serving.get(PATIENCE, TimeUnit.MILLISECONDS);

            assertThat(served.refused).isTrue();
            if (cell.enforcement == Enforcement.STRICT) {
                assertThat(served.peer)
                        .contains(AttackTableTest.ALICE.certificate().getSubjectX500Principal());
                assertThat(served.anotherSession).isTrue();
                assertThat(completed).isTrue();
            } else {
                assertThat(served.peer).isEmpty();
                assertThat(completed).isFalse();
            }
        }
        stage.assertRecorded(1);
    }

    private static Served serve(Play play, SSLServerSocket listening, Cell cell) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(PATIENCE);
            socket.setTcpNoDelay(true); // or single bytes wait for what acknowledges them late
            socket.startHandshake();
            byte[] first = socket.getSession().getId();
            assertThat(socket.getSession().getPeerCertificates()).isNotEmpty();
            cell.attack.on(socket);
            socket.getSession().invalidate();
            Optional<Principal> peer = Optional.empty();
            boolean another = false;
            try {
                if (!cell.byClient) {
                    socket.startHandshake();
                }
                for (int i = 0; i < ROUNDS; i++) {
                    socket.getOutputStream().write('!');
                    assertThat(socket.getInputStream().read()).isEqualTo('?');
                }
                peer = Optional.of(socket.getSession().getPeerPrincipal());
                another = !Arrays.equals(first, socket.getSession().getId());
            } catch (SSLException refused) {
                // told by the policy
            }
            return new Served(peer, another, play.server().refusalOf(socket).isPresent());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean call(Play play, int port, boolean byClient) throws IOException {
        try (SSLSocket socket = (SSLSocket) play.client().sslSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(PATIENCE);
            socket.setTcpNoDelay(true); // or single bytes wait for what acknowledges them late
            socket.startHandshake();
            socket.getSession().invalidate();
            if (byClient) {
                socket.startHandshake();
            }
            for (int i = 0; i < ROUNDS; i++) {
                if (socket.getInputStream().read() != '!') {
                    return false;
                }
                socket.getOutputStream().write('?');
            }
            return true;
        } catch (SSLException refused) {
            return false;
        }
    }
}
