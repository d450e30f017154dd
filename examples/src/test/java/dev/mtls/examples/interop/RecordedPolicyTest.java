package dev.mtls.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.live.Recorder;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a context was told holds under the recorder as without it: the order is policy, tap, JSSE. */
@Timeout(60)
class RecordedPolicyTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final TestPki pki = TestPki.create();
    private final Recorder recorder = Recorder.create();

    /** What users do to a socket, knowing or not. */
    private enum Attack {
        NONE(socket -> {}),
        NEED_OFF(socket -> socket.setNeedClientAuth(false)),
        WANT(socket -> socket.setWantClientAuth(true)),
        EMPTY_PARAMETERS(socket -> socket.setSSLParameters(new SSLParameters())),
        GET_MODIFY_SET(socket -> {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setWantClientAuth(false);
            socket.setSSLParameters(parameters);
        }),
        OTHER_VERSION(socket -> {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(socket.getSupportedCipherSuites());
        });

        private final Consumer<SSLSocket> doing;

        Attack(Consumer<SSLSocket> doing) {
            this.doing = doing;
        }
    }

    private enum Surface {
        ACCEPTED,
        LAYERED_BY_HOST,
        LAYERED_BY_STREAM
    }

    static Stream<Arguments> attacks() {
        return Arrays.stream(Surface.values())
                .flatMap(surface -> Arrays.stream(Attack.values()).map(attack -> Arguments.of(surface, attack)));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aRecordedServerIsNotWeakened(Surface surface, Attack attack) throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(pki.server().identity())
                .trust(pki.trust())
                .clientAuth(ClientAuth.REQUIRED)
                .versions(TlsVersions.only(TlsVersion.TLS_1_3))
                .contextFactory(recorder::newContext)
                .build();
        boolean anonymousGetsIn = tryOut(server, surface, attack, pki.clientContext());
        assertThat(anonymousGetsIn).isFalse();
        if (attack == Attack.NONE) {
            assertThat(tryOut(server, surface, attack, pki.clientContext(pki.client("alice"))))
                    .isTrue();
        }
        if (attack != Attack.OTHER_VERSION) { // there JSSE gives up before it reads or writes
            assertThat(recorder.conversations()).hasSize(attack == Attack.NONE ? 2 : 1);
        }
    }

    /** Whether the client gets a byte back from the server. */
    private boolean tryOut(MtlsContext server, Surface surface, Attack attack, MtlsContext client) throws Exception {
        try (ServerSocket listener = surface == Surface.ACCEPTED
                ? server.sslContext().getServerSocketFactory().createServerSocket(0, 5, LOOPBACK)
                : new ServerSocket(0, 5, LOOPBACK)) {
            CompletableFuture<Boolean> serving = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket socket = serverSocket(server, surface, listener)) {
                    attack.doing.accept(socket);
                    boolean in = echo(socket);
                    Optional<Conversation> said = recorder.conversation(socket);
                    assertThat(said).isPresent();
                    boolean lost = attack != Attack.NONE;
                    assertThat(server.refusalOf(socket).isPresent()).isEqualTo(lost);
                    return in;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            SSLSocketFactory factory = client.sslContext().getSocketFactory();
            boolean answered;
            try (SSLSocket socket = (SSLSocket) factory.createSocket()) {
                socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()));
                socket.getOutputStream().write(42);
                answered = socket.getInputStream().read() == 42;
            } catch (IOException refused) {
                answered = false;
            }
            assertThat(serving.get(20, TimeUnit.SECONDS)).isEqualTo(answered);
            return answered;
        }
    }

    private static SSLSocket serverSocket(MtlsContext server, Surface surface, ServerSocket listener)
            throws IOException {
        Socket socket = listener.accept();
        SSLSocketFactory factory = server.sslContext().getSocketFactory();
        if (surface == Surface.LAYERED_BY_HOST) {
            socket = factory.createSocket(socket, null, socket.getPort(), true);
        } else if (surface == Surface.LAYERED_BY_STREAM) {
            socket = factory.createSocket(socket, (InputStream) null, true);
        }
        SSLSocket tls = (SSLSocket) socket;
        tls.setUseClientMode(false);
        return tls;
    }

    private static boolean echo(SSLSocket socket) {
        try {
            int read = socket.getInputStream().read();
            socket.getOutputStream().write(read);
            socket.getOutputStream().flush();
            return read == 42;
        } catch (IOException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("listeningAttacks")
    void aRecordedListeningSocketIsNotWeakened(Consumer<SSLServerSocket> attack) throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(pki.server().identity())
                .trust(pki.trust())
                .clientAuth(ClientAuth.REQUIRED)
                .contextFactory(recorder::newContext)
                .build();
        try (SSLServerSocket listener =
                (SSLServerSocket) server.sslContext().getServerSocketFactory().createServerSocket(0, 5, LOOPBACK)) {
            attack.accept(listener);
            CompletableFuture<Boolean> serving = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    return echo(socket);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (SSLSocket socket = (SSLSocket) pki.clientContext()
                    .sslContext()
                    .getSocketFactory()
                    .createSocket("localhost", listener.getLocalPort())) {
                socket.getOutputStream().write(42);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
            assertThat(serving.get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(recorder.conversations()).hasSize(1);
        }
    }

    static Stream<Consumer<SSLServerSocket>> listeningAttacks() {
        return Stream.of(
                listener -> listener.setNeedClientAuth(false),
                listener -> listener.setWantClientAuth(true),
                listener -> listener.setSSLParameters(new SSLParameters()));
    }
}
