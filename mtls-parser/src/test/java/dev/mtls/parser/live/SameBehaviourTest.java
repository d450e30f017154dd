package dev.mtls.parser.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A socket behaves with the tap as it does without. */
@Timeout(60)
class SameBehaviourTest {
    private static final UnaryOperator<SSLContext> PLAIN = context -> context;
    private static final UnaryOperator<SSLContext> TAPPED =
            context -> Recorder.create().record(context);

    static Stream<Ways.ClientWay> clients() {
        return Ways.clients().stream();
    }

    static Stream<Arguments> servers() {
        return Ways.servers().stream()
                .flatMap(server -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(server, version)));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void theSameIsAnsweredDuringAConnection(Ways.ClientWay way) throws Exception {
        assertThat(Answers.differences(answersOfAConnection(TAPPED, way), answersOfAConnection(PLAIN, way)))
                .isEmpty();
    }

    private static List<Map<String, String>> answersOfAConnection(UnaryOperator<SSLContext> tap, Ways.ClientWay way)
            throws Exception {
        List<Map<String, String>> answers = new ArrayList<>();
        try (Ways.Server server = Ways.LISTENING.listen(tap.apply(Material.server()))) {
            CompletableFuture<List<Map<String, String>>> serving = Threads.start(() -> {
                try (Ways.Open served = server.accept()) {
                    SSLParameters parameters = served.tls().getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"other", "mtls"});
                    served.tls().setSSLParameters(parameters);
                    List<Map<String, String>> mine = new ArrayList<>();
                    mine.add(Answers.withoutHandshake(served.tls()));
                    served.tls().startHandshake();
                    mine.add(Answers.of(served.tls()));
                    assertThat(served.tls().getInputStream().read()).isEqualTo(-1);
                    return mine;
                }
            });
            Ways.Open client = way.connect(tap.apply(Material.client()), server.port());
            SSLSocket tls = client.tls();
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(new String[] {"mtls"});
            tls.setSSLParameters(parameters);
            tls.setTcpNoDelay(true);
            tls.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            answers.add(Answers.withoutHandshake(tls));
            tls.startHandshake();
            answers.add(Answers.of(tls));
            assertThat(tls.getApplicationProtocol()).isEqualTo("mtls");
            assertThatThrownBy(() -> tls.connect(new InetSocketAddress(Ways.LOOPBACK, 1)))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("lready connected");
            assertThatThrownBy(() -> tls.bind(null)).isInstanceOf(IOException.class);
            client.close();
            answers.add(Answers.of(tls));
            answers.add(Map.of(
                    "startHandshake", failure(tls::startHandshake),
                    "getInputStream", failure(tls::getInputStream),
                    "getOutputStream", failure(tls::getOutputStream),
                    "setSoTimeout", failure(() -> tls.setSoTimeout(1)),
                    "shutdownOutput", failure(tls::shutdownOutput),
                    "sendUrgentData", failure(() -> tls.sendUrgentData(1))));
            answers.addAll(Threads.await(serving));
        }
        return answers;
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static String failure(Attempt attempt) {
        try {
            attempt.run();
            return "none";
        } catch (Exception e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aWrongHostIsRefused(Ways.ClientWay way) throws Exception {
        assertThat(wrongHost(TAPPED, way)).isEqualTo(wrongHost(PLAIN, way)).contains("localhost");
    }

    private static String wrongHost(UnaryOperator<SSLContext> tap, Ways.ClientWay way) throws Exception {
        try (Ways.Server server = Ways.LISTENING.listen(tap.apply(Material.serverElsewhere()))) {
            CompletableFuture<String> serving = Threads.start(() -> {
                try (Ways.Open served = server.accept()) {
                    return failure(served.tls()::startHandshake);
                }
            });
            try (Ways.Open client = way.connect(tap.apply(Material.client()), server.port())) {
                SSLParameters parameters = client.tls().getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.tls().setSSLParameters(parameters);
                String seen = failure(client.tls()::startHandshake);
                assertThat(seen).startsWith(SSLHandshakeException.class.getName());
                Threads.await(serving);
                return seen;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aClientWithoutCertificateIsRefusedWhereNeededAndTakenWhereWanted(Ways.ServerWay way, String version)
            throws Exception {
        for (boolean need : new boolean[] {true, false}) {
            String tapped = withoutCertificate(TAPPED, way, version, need);
            assertThat(tapped).isEqualTo(withoutCertificate(PLAIN, way, version, need));
            assertThat(tapped.startsWith("none")).isEqualTo(!need);
        }
    }

    /** What the server saw. It closes only once the client has: otherwise a reset may overtake the alert. */
    private static String withoutCertificate(
            UnaryOperator<SSLContext> tap, Ways.ServerWay way, String version, boolean need) throws Exception {
        try (Ways.Server server = way.listen(tap.apply(Material.server()))) {
            CompletableFuture<String> serving = Threads.start(() -> {
                try (Ways.Open served = server.accept()) {
                    assertThat(served.tls().getNeedClientAuth()).isTrue();
                    if (!need) {
                        served.tls().setWantClientAuth(true);
                    }
                    String seen = failure(served.tls()::startHandshake);
                    return seen + failure(() -> served.tls().getSession().getPeerCertificates());
                }
            });
            try (Ways.Open client = Ways.DEFERRED.connect(tap.apply(Material.anonymousClient()), server.port())) {
                client.tls().setEnabledProtocols(new String[] {version});
                failure(client.tls()::startHandshake);
                failure(() -> client.tls().getInputStream().read());
            }
            return Threads.await(serving);
        }
    }

    @Test
    void anUnconnectedSocketAnswersTheSame() throws Exception {
        SSLSocket plain = (SSLSocket) Material.client().getSocketFactory().createSocket();
        SSLSocket tapped =
                (SSLSocket) TAPPED.apply(Material.client()).getSocketFactory().createSocket();
        for (SSLSocket socket : List.of(plain, tapped)) {
            socket.bind(new InetSocketAddress(Ways.LOOPBACK, 0));
        }
        assertThat(Answers.of(tapped)).isEqualTo(Answers.of(plain));
        assertThat(failures(tapped)).isEqualTo(failures(plain));
        plain.close();
        tapped.close();
        assertThat(Answers.of(tapped)).isEqualTo(Answers.of(plain));
        assertThat(failures(tapped)).isEqualTo(failures(plain));
        assertThat(tapped.isClosed()).isTrue();
    }

    private static Map<String, String> failures(SSLSocket socket) {
        SocketAddress unknownKind = new SocketAddress() {};
        return Map.of(
                "startHandshake", failure(socket::startHandshake),
                "getInputStream", failure(socket::getInputStream),
                "shutdownOutput", failure(socket::shutdownOutput),
                "connect(null)", failure(() -> socket.connect(null)),
                "connect(other kind)", failure(() -> socket.connect(unknownKind, 10)),
                "bind", failure(() -> socket.bind(new InetSocketAddress(Ways.LOOPBACK, 0))),
                "protocols", failure(() -> socket.setEnabledProtocols(new String[] {"nonsense"})),
                "listener", failure(() -> socket.addHandshakeCompletedListener(null)),
                "unknown listener", failure(() -> socket.removeHandshakeCompletedListener(event -> {})),
                "urgent", failure(() -> socket.sendUrgentData(1)));
    }

    @Test
    void aClosedSocketDoesNotConnect() throws Exception {
        try (Ways.Server server = Ways.LISTENING.listen(Material.server())) {
            for (UnaryOperator<SSLContext> tap : List.of(PLAIN, TAPPED)) {
                Socket socket = tap.apply(Material.client()).getSocketFactory().createSocket();
                socket.close();
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(Ways.LOOPBACK, server.port())))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("closed");
            }
        }
    }

    @Test
    void whatWasSetBeforeConnectHoldsAfterwards() throws Exception {
        assertThat(Answers.differences(setBeforeConnect(TAPPED), setBeforeConnect(PLAIN)))
                .isEmpty();
    }

    private static List<Map<String, String>> setBeforeConnect(UnaryOperator<SSLContext> tap) throws Exception {
        AlgorithmConstraints constraints = new Anything();
        try (Ways.Server server = Ways.LISTENING.listen(Material.server())) {
            CompletableFuture<Map<String, String>> serving = Threads.start(() -> {
                try (Ways.Open served = server.accept()) {
                    SSLParameters alpn = served.tls().getSSLParameters();
                    alpn.setApplicationProtocols(new String[] {"b", "a"});
                    served.tls().setSSLParameters(alpn);
                    served.tls().startHandshake();
                    served.tls().getInputStream().read();
                    ExtendedSSLSession session =
                            (ExtendedSSLSession) served.tls().getSession();
                    return Map.of(
                            "names",
                            session.getRequestedServerNames().toString(),
                            "alpn",
                            served.tls().getApplicationProtocol(),
                            "suite",
                            session.getCipherSuite());
                }
            });
            SSLSocket socket =
                    (SSLSocket) tap.apply(Material.client()).getSocketFactory().createSocket();
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"a", "b"});
            parameters.setCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"});
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setServerNames(List.of(new SNIHostName("server.mtls.test")));
            parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher(".*")));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setUseCipherSuitesOrder(false);
            parameters.setMaximumPacketSize(9_000);
            parameters.setNeedClientAuth(true);
            parameters.setAlgorithmConstraints(constraints);
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            socket.setSoLinger(true, 3);
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 30_000);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(Ways.LOOPBACK, 0));
            CompletableFuture<HandshakeCompletedEvent> told = new CompletableFuture<>();
            socket.addHandshakeCompletedListener(told::complete);
            HandshakeCompletedListener removed =
                    event -> told.completeExceptionally(new IllegalStateException("removed"));
            socket.addHandshakeCompletedListener(removed);
            socket.removeHandshakeCompletedListener(removed);
            socket.setHandshakeApplicationProtocolSelector((s, names) -> null);
            Map<String, String> before = Answers.of(socket);
            int port = socket.getLocalPort();

            socket.connect(new InetSocketAddress(Ways.HOST, server.port()), 10_000);
            assertThat(socket.getLocalPort()).isEqualTo(port);
            assertThat(socket.getSSLParameters().getAlgorithmConstraints()).isSameAs(constraints);
            assertThat(socket.getHandshakeApplicationProtocolSelector()).isNotNull();
            Map<String, String> connected = Answers.withoutHandshake(socket);
            socket.startHandshake();
            assertThat(Threads.await(told).getSocket()).isSameAs(socket);
            Map<String, String> after = Answers.of(socket);
            socket.close();
            return List.of(before, connected, after, Threads.await(serving));
        }
    }

    private static final class Anything implements AlgorithmConstraints {
        @Override
        public boolean permits(Set<CryptoPrimitive> uses, String name, AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> uses, Key key) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> uses, String name, Key key, AlgorithmParameters parameters) {
            return true;
        }
    }

    @Test
    void sessionCreationAndServerModeSetBeforeConnectHoldAfterwards() throws Exception {
        try (Ways.Server server = Ways.LISTENING.listen(Material.server())) {
            for (UnaryOperator<SSLContext> tap : List.of(PLAIN, TAPPED)) {
                SSLSocket socket = (SSLSocket)
                        tap.apply(Material.client()).getSocketFactory().createSocket();
                socket.setUseClientMode(false);
                socket.setWantClientAuth(true);
                socket.setEnableSessionCreation(false);
                socket.connect(new InetSocketAddress(Ways.LOOPBACK, server.port()));
                assertThat(socket.getUseClientMode()).isFalse();
                assertThat(socket.getWantClientAuth()).isTrue();
                assertThat(socket.getEnableSessionCreation()).isFalse();
                socket.close();
            }
        }
    }

    @Test
    void aListeningSocketAnswersTheSameAndHandsOnAllItWasTold() throws Exception {
        List<List<Map<String, String>>> seen = new ArrayList<>();
        for (UnaryOperator<SSLContext> tap : List.of(PLAIN, TAPPED)) {
            AlgorithmConstraints constraints = new Anything();
            SSLServerSocket listener = (SSLServerSocket)
                    tap.apply(Material.server()).getServerSocketFactory().createServerSocket(0, 5, Ways.LOOPBACK);
            Map<String, String> untouched = Answers.of(listener);
            SSLParameters parameters = listener.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"x"});
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setUseCipherSuitesOrder(false);
            parameters.setAlgorithmConstraints(constraints);
            parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("server\\.mtls\\.test")));
            listener.setSSLParameters(parameters);
            listener.setWantClientAuth(true);
            listener.setEnableSessionCreation(false);
            try (listener;
                    Socket client = new Socket(Ways.LOOPBACK, listener.getLocalPort());
                    SSLSocket accepted = (SSLSocket) listener.accept()) {
                assertThat(client.isConnected()).isTrue();
                SSLParameters got = accepted.getSSLParameters();
                assertThat(got.getAlgorithmConstraints()).isSameAs(constraints);
                assertThat(got.getSNIMatchers()).hasSize(1);
                assertThat(accepted.getEnableSessionCreation()).isFalse();
                assertThat(accepted.getWantClientAuth()).isTrue();
                seen.add(List.of(untouched, Answers.of(listener), Answers.withoutHandshake(accepted)));
                listener.setUseClientMode(true);
                try (Socket second = new Socket(Ways.LOOPBACK, listener.getLocalPort());
                        SSLSocket turned = (SSLSocket) listener.accept()) {
                    assertThat(second.isConnected()).isTrue();
                    assertThat(turned.getUseClientMode()).isTrue();
                }
            }
        }
        assertThat(Answers.differences(seen.get(1), seen.get(0))).isEmpty();
    }

    @Test
    void settingTheParametersThatWereGotChangesNothing() throws Exception {
        SSLContext context = TAPPED.apply(Material.client());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        Map<String, String> before = Answers.of(socket);
        socket.setSSLParameters(socket.getSSLParameters());
        assertThat(Answers.of(socket)).isEqualTo(before);

        try (SSLServerSocket listener =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket()) {
            Map<String, String> listening = Answers.of(listener);
            listener.setSSLParameters(listener.getSSLParameters());
            assertThat(Answers.of(listener)).isEqualTo(listening);
        }
    }

    @Test
    void layeringFailsAsWithoutRecording() {
        for (UnaryOperator<SSLContext> tap : List.of(PLAIN, TAPPED)) {
            var factory = tap.apply(Material.client()).getSocketFactory();
            assertThatThrownBy(() -> factory.createSocket(new Socket(), "localhost", 1, true))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("not connected");
            assertThatThrownBy(() -> factory.createSocket(null, "localhost", 1, true))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> factory.createSocket(null, (InputStream) null, true))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> factory.createSocket("no-such-host.invalid", 1))
                    .isInstanceOf(java.net.UnknownHostException.class);
        }
    }

    @Test
    void theContextAnswersTheSame() throws Exception {
        SSLContext plain = Material.client();
        SSLContext tapped = TAPPED.apply(plain);
        assertThat(tapped.getProtocol()).isEqualTo(plain.getProtocol());
        assertThat(tapped.getProvider()).isSameAs(plain.getProvider());
        assertThat(tapped.getClientSessionContext()).isSameAs(plain.getClientSessionContext());
        assertThat(tapped.getServerSessionContext()).isSameAs(plain.getServerSessionContext());
        assertThat(Answers.text(tapped.getDefaultSSLParameters()))
                .isEqualTo(Answers.text(plain.getDefaultSSLParameters()));
        assertThat(Answers.text(tapped.getSupportedSSLParameters()))
                .isEqualTo(Answers.text(plain.getSupportedSSLParameters()));
        assertThat(tapped.getSocketFactory().getDefaultCipherSuites())
                .isEqualTo(plain.getSocketFactory().getDefaultCipherSuites());
        assertThat(tapped.getServerSocketFactory().getSupportedCipherSuites())
                .isEqualTo(plain.getServerSocketFactory().getSupportedCipherSuites());

        SSLContext later = TAPPED.apply(SSLContext.getInstance("TLS"));
        assertThatThrownBy(later::getSocketFactory).isInstanceOf(IllegalStateException.class);
        later.init(null, null, null);
        assertThat(later.getSocketFactory()).isNotNull();
        assertThatThrownBy(() -> Recorder.create().record(SSLContext.getInstance("DTLS")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DTLS");
    }
}
