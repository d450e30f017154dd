package dev.mtls.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.Trust;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.testkit.ServedConnection.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EchoServerTest {
    private static final TestPki PKI = TestPki.create();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static SSLSocket connect(EchoServer server, MtlsContext client) throws IOException {
        return (SSLSocket) client.sslContext()
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.port());
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void saysBackWhatItIsToldAndKeepsWhatItSaw(TlsVersion version) throws Exception {
        TestIdentity alice = PKI.client("alice");
        try (EchoServer server = EchoServer.on(PKI)
                .identity(PKI.server("localhost", "127.0.0.1", "echo.example"))
                .versions(TlsVersions.only(version))
                .alpn("echo")
                .start()) {
            ServedConnection seen;
            try (SSLSocket socket = connect(server, PKI.clientContext(alice))) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"other", "echo"});
                parameters.setServerNames(List.of(new SNIHostName("echo.example")));
                socket.setSSLParameters(parameters);
                byte[] said = "x".repeat(50_000).getBytes(UTF_8);
                socket.getOutputStream().write(said);
                assertThat(socket.getInputStream().readNBytes(said.length)).isEqualTo(said);
                seen = server.awaitConnection();
                assertThat(seen.isOpen()).isTrue();
                assertThat(seen.remote().getPort()).isEqualTo(socket.getLocalPort());
                assertThat(seen.cipherSuite()).contains(socket.getSession().getCipherSuite());
            }
            seen.awaitClosed(LIMIT);
            assertThat(seen.isOpen()).isFalse();
            assertThat(seen.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(seen.version()).contains(version.protocol());
            assertThat(seen.group()).contains("x25519");
            assertThat(seen.alpn()).contains("echo");
            assertThat(seen.serverName()).contains("echo.example");
            assertThat(seen.peerCertificates()).containsExactly(alice.certificate());
            assertThat(seen.verified()).isTrue();
            assertThat(seen.resumed()).contains(false);
            assertThat(seen.conversation()).isPresent();
            assertThat(seen.conversation().orElseThrow().events())
                    .first()
                    .isInstanceOfSatisfying(
                            HandshakeEvent.class,
                            hello -> assertThat(hello.type().name()).isEqualTo("client_hello"));
            assertThat(seen.toString()).startsWith("accepted, 127.0.0.1:").contains("echo.example", "CN=alice");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aClosedOutputEndsTheConnectionInOrder(TlsVersion version) throws Exception {
        try (EchoServer server =
                        EchoServer.on(PKI).versions(TlsVersions.only(version)).start();
                SSLSocket socket = connect(server, PKI.clientContext(PKI.client("alice")))) {
            socket.getOutputStream().write("last words".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(10), UTF_8))
                    .isEqualTo("last words");
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aResumedConnectionIsSeenAsSuch(TlsVersion version) throws Exception {
        try (EchoServer server =
                EchoServer.on(PKI).versions(TlsVersions.only(version)).start()) {
            MtlsContext client = PKI.clientContext(PKI.client("alice"));
            assertThat(server.connect(client).accepted()).isTrue();
            assertThat(server.connect(client).accepted()).isTrue();
            assertThat(server.awaitConnection().resumed()).contains(false);
            ServedConnection second = server.awaitConnection();
            assertThat(second.resumed()).contains(true);
            assertThat(second.verified()).isTrue();
            assertThat(second.peerCertificates()
                            .get(0)
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=alice");
        }
    }

    @Test
    void servesManyAtOnce() throws Exception {
        int clients = 12;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try (EchoServer server = EchoServer.on(PKI).start()) {
            var allConnected = new CountDownLatch(clients);
            var results = new ArrayList<Future<String>>();
            for (int i = 0; i < clients; i++) {
                String text = "client " + (100 + i);
                results.add(threads.submit(() -> {
                    try (SSLSocket socket = connect(server, PKI.clientContext(PKI.client(text)))) {
                        socket.startHandshake();
                        allConnected.countDown();
                        // Nobody speaks before everybody is served.
                        assertThat(allConnected.await(30, TimeUnit.SECONDS)).isTrue();
                        socket.getOutputStream().write(text.getBytes(UTF_8));
                        return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
                    }
                }));
            }
            for (int i = 0; i < clients; i++) {
                assertThat(results.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("client " + (100 + i));
            }
            assertThat(server.connections()).hasSize(clients);
            assertThat(server.connections())
                    .extracting(ServedConnection::number)
                    .doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closesAtOnceAndLeavesNoThread() throws Exception {
        EchoServer server = EchoServer.on(PKI).start();
        int port = server.port();
        try (SSLSocket established = connect(server, PKI.clientContext(PKI.client("alice")));
                Socket silent = new Socket(server.address().getAddress(), port)) {
            established.startHandshake();
            server.awaitConnection();
            assertThat(threadsOf(port)).isNotEmpty();
            server.close();
            assertThat(threadsOf(port)).isEmpty();
            // Both clients learn of it, each in the way of TCP that it happens to be.
            assertThatThrownBy(() -> {
                        established.getInputStream().readAllBytes();
                        silent.getInputStream().readAllBytes();
                        throw new IOException("end");
                    })
                    .isInstanceOf(IOException.class);
        }
        server.close();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
    }

    private static List<String> threadsOf(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mtls-echo-" + port + "-"))
                .toList();
    }

    @Test
    void waitingHasAnEnd() {
        try (EchoServer server = EchoServer.on(PKI).start()) {
            assertThatThrownBy(() -> server.awaitConnection(Duration.ofMillis(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("waited PT0.001S");
            server.connect();
            ServedConnection seen = server.awaitConnection();
            assertThatThrownBy(() -> server.awaitConnection(Duration.ZERO)).hasMessageContaining("handed out 1 before");
            assertThat(server.connections()).containsExactly(seen);
        }
    }

    @Test
    void interruptedWaitingEndsToo() {
        try (EchoServer server = EchoServer.on(PKI).start()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(server::awaitConnection).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void listenersHearOfEachConnectionTwice() {
        var heard = new CopyOnWriteArrayList<String>();
        try (EchoServer server = EchoServer.on(PKI)
                .onConnection(connection -> heard.add("decided " + connection.isOpen()))
                .onClosed(connection -> heard.add("closed " + connection.isOpen()))
                .start()) {
            server.connect();
        }
        assertThat(heard).containsExactly("decided true", "closed false");
    }

    @Test
    void withoutRecorderThereIsNoConversation() {
        try (EchoServer server = EchoServer.on(PKI).recording(false).start()) {
            server.connect(PKI.client("alice"));
            ServedConnection seen = server.awaitConnection();
            assertThat(seen.conversation()).isEmpty();
            assertThat(seen.resumed()).isEmpty();
            assertThat(seen.verified()).isTrue();
        }
    }

    @Test
    void viewsShowWhatIsTheirs() throws Exception {
        try (EchoServer server = EchoServer.on(PKI).start()) {
            server.connect();
            try (EchoServer first = server.newView();
                    EchoServer second = server.newView()) {
                TestIdentity alice = first.pki().client("alice");
                TestIdentity mallory = first.pki().untrusted().client("mallory");
                // By port, by certificate, and by nothing.
                first.connect();
                server.connect(alice);
                server.connect(mallory);
                second.connect(PKI.client("bob"));
                server.connect(PKI.client("stray"));
                for (int i = 0; i < 6; i++) {
                    server.awaitConnection();
                }
                assertThat(names(first)).containsExactly("nobody", "CN=alice", "CN=mallory", "CN=stray");
                assertThat(names(second)).containsExactly("CN=bob", "CN=stray");
                assertThat(names(server)).hasSize(6);
                assertThat(names(server.newView())).isEmpty();
            }
            assertThat(server.connect(PKI.client("alice")).accepted()).isTrue();
        }
    }

    private static List<String> names(EchoServer view) {
        return view.connections().stream()
                .map(seen -> seen.peerCertificates().stream()
                        .map(leaf -> leaf.getSubjectX500Principal().getName())
                        .findFirst()
                        .orElse("nobody"))
                .toList();
    }

    @Test
    void thePkiOfTutorialsWorks() {
        TestPki article = TestPki.selfSigned("localhost");
        try (EchoServer server = EchoServer.on(article).http(true).start()) {
            assertThat(server.connect(article.client("alice")).reply()).endsWith("Welcome alice");
        }
    }

    @Test
    void listensWhereItIsTold() throws Exception {
        InetAddress six = InetAddress.getByName("::1");
        try (EchoServer server = EchoServer.builder()
                .identity(PKI.server().identity())
                .trust(Trust.noClients())
                .bind(six)
                .start()) {
            assertThat(server.address().getAddress()).isEqualTo(six);
            assertThat(server.uri().toString()).isEqualTo("https://[0:0:0:0:0:0:0:1]:" + server.port() + "/");
            assertThat(server.connect().accepted()).isTrue();
            assertThat(server.awaitConnection().verified()).isFalse();
            assertThatThrownBy(server::pki).isInstanceOf(IllegalStateException.class);
        }
        try (EchoServer server = EchoServer.on(PKI).clientAuth(ClientAuth.NONE).start()) {
            assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(server.uri().toString()).isEqualTo("https://localhost:" + server.port() + "/");
            assertThatThrownBy(() -> EchoServer.on(PKI).port(server.port()).start())
                    .isInstanceOf(java.io.UncheckedIOException.class)
                    .hasMessageContaining("port " + server.port());
        }
    }
}
