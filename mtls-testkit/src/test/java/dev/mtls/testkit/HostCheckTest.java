package dev.mtls.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.parser.live.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of core calls nobody whose certificate is another host's, however it comes to its socket, recorded or not. */
class HostCheckTest {
    private static final TestPki PKI = TestPki.create();
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Calls a host by a name, or by nothing but an address where that is how the socket is made. */
    private interface Way {
        SSLSocket call(SSLSocketFactory factory, String host, int port) throws IOException;
    }

    /** Each may be given the name of the host. */
    private static final Map<String, Way> BY_NAME = new LinkedHashMap<>();

    /** None of these knows a name: the address is compared, or nothing can be. */
    private static final Map<String, Way> NAMELESS = new LinkedHashMap<>();

    private static SSLSocket tls(Socket socket) {
        return (SSLSocket) socket;
    }

    static {
        BY_NAME.put("createSocket(host, port)", (f, host, port) -> tls(f.createSocket(host, port)));
        BY_NAME.put(
                "createSocket(host, port, local, port)",
                (f, host, port) -> tls(f.createSocket(host, port, InetAddress.getByAddress(LOOPBACK), 0)));
        BY_NAME.put("createSocket(), connect", (f, host, port) -> {
            SSLSocket socket = tls(f.createSocket());
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(host, LOOPBACK), port), 10_000);
            return socket;
        });
        BY_NAME.put(
                "createSocket(address with name, port)",
                (f, host, port) -> tls(f.createSocket(InetAddress.getByAddress(host, LOOPBACK), port)));
        BY_NAME.put(
                "createSocket(socket, host, port, true)",
                (f, host, port) ->
                        tls(f.createSocket(new Socket(InetAddress.getByAddress(LOOPBACK), port), host, port, true)));
        NAMELESS.put("createSocket(), connect to an address", (f, host, port) -> {
            SSLSocket socket = tls(f.createSocket());
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 10_000);
            return socket;
        });
        NAMELESS.put(
                "createSocket(address, port)",
                (f, host, port) -> tls(f.createSocket(InetAddress.getByAddress(LOOPBACK), port)));
        NAMELESS.put(
                "createSocket(socket, null, port, true)",
                (f, host, port) ->
                        tls(f.createSocket(new Socket(InetAddress.getByAddress(LOOPBACK), port), null, port, true)));
        NAMELESS.put("createSocket(socket, stream, true)", (f, host, port) -> {
            SSLSocket socket =
                    tls(f.createSocket(new Socket(InetAddress.getByAddress(LOOPBACK), port), (InputStream) null, true));
            socket.setUseClientMode(true);
            return socket;
        });
    }

    record Cell(String way, boolean recorded, boolean named) {
        SSLSocket call(MtlsContext client, String host, int port) throws IOException {
            SSLSocket socket = (named ? BY_NAME : NAMELESS)
                    .get(way)
                    .call(client.sslContext().getSocketFactory(), host, port);
            socket.setSoTimeout(10_000);
            return socket;
        }

        /** An address where the way would look a name up. */
        String anotherHost() {
            return way.startsWith("createSocket(host, ") ? "127.0.0.1" : "wrong.example";
        }
    }

    static Stream<Cell> cells() {
        return Stream.of(false, true)
                .flatMap(recorded -> Stream.concat(
                        BY_NAME.keySet().stream().map(way -> new Cell(way, recorded, true)),
                        NAMELESS.keySet().stream().map(way -> new Cell(way, recorded, false))));
    }

    private static EchoServer server(boolean http) {
        return EchoServer.builder()
                .identity(PKI.server("localhost").identity())
                .clientAuth(ClientAuth.NONE)
                .http(http)
                .start();
    }

    private static MtlsContext client(boolean recorded) {
        var builder = MtlsContext.client().trust(PKI.trust()).noIdentity();
        return recorded ? builder.contextFactory(Recorder.create()::newContext).build() : builder.build();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void anotherHostIsRefused(Cell cell) throws Exception {
        try (EchoServer server = server(false);
                SSLSocket socket = cell.call(client(cell.recorded()), cell.anotherHost(), server.port())) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void emptyParametersDoNotSwitchTheCheckOff(Cell cell) throws Exception {
        try (EchoServer server = server(false);
                SSLSocket socket = cell.call(client(cell.recorded()), "127.0.0.1", server.port())) {
            socket.setSSLParameters(new SSLParameters());
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theCheckCannotBeSwitchedOff(Cell cell) throws Exception {
        MtlsContext client = client(cell.recorded());
        try (EchoServer server = server(false);
                SSLSocket socket = cell.call(client, "127.0.0.1", server.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("");
            socket.setSSLParameters(parameters);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            assertThat(client.refusalOf(socket))
                    .hasValueSatisfying(refusal -> assertThat(refusal.reason()).contains("host check"));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theRightHostIsCalledWhereItsNameIsKnown(Cell cell) throws Exception {
        try (EchoServer server = server(false);
                SSLSocket socket = cell.call(client(cell.recorded()), "localhost", server.port())) {
            if (cell.named()) {
                socket.startHandshake();
                assertThat(server.awaitConnection().wasAccepted()).isTrue();
            } else {
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void httpClientsRefuseAnotherHost(boolean recorded) throws Exception {
        try (EchoServer server = server(true)) {
            MtlsContext client = client(recorded);
            URI right = URI.create("https://localhost:" + server.port() + "/");
            URI wrong = URI.create("https://127.0.0.1:" + server.port() + "/");
            SSLParameters empty = new SSLParameters();
            HttpClient http = HttpClient.newBuilder()
                    .sslContext(client.sslContext())
                    .sslParameters(empty)
                    .build();
            assertThat(http.send(HttpRequest.newBuilder(right).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(403);
            assertThatThrownBy(() -> http.send(HttpRequest.newBuilder(wrong).build(), BodyHandlers.discarding()))
                    .isInstanceOf(SSLException.class);
            assertThat(get(client, right)).isEqualTo(403);
            assertThatThrownBy(() -> get(client, wrong)).isInstanceOf(SSLException.class);
        }
    }

    /** With a verifier that says yes to all: it is not asked, the check was made before. */
    private static int get(MtlsContext client, URI uri) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(client.sslContext().getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true);
        connection.setReadTimeout(10_000);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
