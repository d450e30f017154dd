package dev.mtls.parser.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's two HTTP clients: recorded as they are. */
@Timeout(60)
class RecordedHttpTest {

    /** An HTTP server for one connection, that leaves the end of it to nobody's luck. */
    private static final class OneRequest implements AutoCloseable {
        final Recorder recorder = Recorder.create();
        final SSLServerSocket listener;
        final CompletableFuture<SSLSocket> served;

        OneRequest(SSLContext context, InetAddress address, String version) throws IOException {
            listener = (SSLServerSocket)
                    recorder.record(context).getServerSocketFactory().createServerSocket(0, 5, address);
            SSLParameters parameters = listener.getSSLParameters();
            parameters.setNeedClientAuth(true);
            parameters.setProtocols(new String[] {version});
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            listener.setSSLParameters(parameters);
            served = Threads.start(this::serve);
        }

        private SSLSocket serve() throws IOException {
            SSLSocket socket = (SSLSocket) listener.accept();
            try (socket) {
                socket.startHandshake();
                if (socket.getApplicationProtocol().equals("h2")) {
                    new Http2(socket.getInputStream(), socket.getOutputStream()).answer();
                } else {
                    answer(socket.getInputStream(), socket.getOutputStream());
                }
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
            return socket;
        }

        private static void answer(InputStream in, OutputStream out) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwelcome".getBytes(StandardCharsets.US_ASCII));
        }

        int port() {
            return listener.getLocalPort();
        }

        Conversation conversation() throws Exception {
            return recorder.conversation(Threads.await(served)).orElseThrow();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /** Just enough of HTTP/2 to answer one request with status 200. */
    private record Http2(InputStream in, OutputStream out) {
        void answer() throws IOException {
            in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
            frame(4, 0, 0);
            for (; ; ) {
                byte[] header = in.readNBytes(9);
                if (header.length < 9) {
                    return;
                }
                int length = (header[0] & 0xFF) << 16 | (header[1] & 0xFF) << 8 | header[2] & 0xFF;
                in.readNBytes(length);
                if (header[3] == 4 && header[4] == 0) {
                    frame(4, 1, 0); // the acknowledgement of SETTINGS
                } else if (header[3] == 1) {
                    frame(1, 5, 1, (byte) 0x88); // HEADERS, :status 200, the end of headers and of the stream
                    return;
                }
            }
        }

        private void frame(int type, int flags, int stream, byte... payload) throws IOException {
            byte[] frame = new byte[9 + payload.length];
            frame[2] = (byte) payload.length;
            frame[3] = (byte) type;
            frame[4] = (byte) flags;
            frame[8] = (byte) stream;
            System.arraycopy(payload, 0, frame, 9, payload.length);
            out.write(frame);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, localhost", "TLSv1.3, localhost", "TLSv1.2, 127.0.0.1", "TLSv1.3, 127.0.0.1"})
    void httpsUrlConnection(String version, String host) throws Exception {
        Recorder clients = Recorder.create();
        try (OneRequest server = new OneRequest(Material.server(), Ways.LOOPBACK, version);
                Relay relay = new Relay(server.port())) {
            HttpsURLConnection connection =
                    open(clients.record(Material.client()), "https://" + host + ":" + relay.port() + "/");
            assertThat(body(connection)).isEqualTo("welcome");

            Conversation atClient = same(clients, server, relay);
            assertThat(Said.by(Sender.CLIENT, atClient)).isEqualTo(relay.fromClient());
            assertThat(atClient).isEqualTo(relay.conversation());
        }
    }

    private static String body(HttpsURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } finally {
            connection.disconnect();
        }
    }

    private static HttpsURLConnection open(SSLContext context, String uri) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) URI.create(uri).toURL().openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(context.getSocketFactory());
        return connection;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, HTTP_1_1", "TLSv1.3, HTTP_1_1", "TLSv1.2, HTTP_2", "TLSv1.3, HTTP_2"})
    void httpClient(String version, HttpClient.Version http) throws Exception {
        Recorder clients = Recorder.create();
        try (OneRequest server = new OneRequest(Material.server(), Ways.LOOPBACK, version);
                Relay relay = new Relay(server.port())) {
            HttpClient client = HttpClient.newBuilder()
                    .version(http)
                    .sslContext(clients.record(Material.client()))
                    .build();
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + relay.port() + "/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(http);

            // The client may give up the connection without sending the last record of its engine, the close_notify.
            Bytes produced = Said.by(Sender.CLIENT, same(clients, server, relay));
            Bytes sent = relay.fromClient();
            assertThat(produced.slice(0, sent.size())).isEqualTo(sent);
            assertThat(produced.size() - sent.size()).isBetween(0, 64);
        }
    }

    private static Conversation same(Recorder clients, OneRequest server, Relay relay) throws Exception {
        Conversation atServer = server.conversation();
        relay.await();
        assertThat(Said.by(Sender.CLIENT, atServer)).isEqualTo(relay.fromClient());
        assertThat(Said.by(Sender.SERVER, atServer)).isEqualTo(relay.fromServer());
        assertThat(atServer).isEqualTo(relay.conversation());
        assertThat(clients.conversations()).hasSize(1);
        Conversation atClient = clients.conversations().get(0);
        assertThat(Said.by(Sender.SERVER, atClient)).isEqualTo(relay.fromServer());
        return atClient;
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    void httpsUrlConnectionNamesTheServerAsWithoutRecording(String host) throws Exception {
        InetAddress address = InetAddress.getByName(host.replaceAll("[\\[\\]]", ""));
        assumeThat(NetworkInterface.getByInetAddress(address))
                .as("this machine has the loopback address " + host)
                .isNotNull();
        List<String> names = new ArrayList<>();
        for (boolean tapped : new boolean[] {false, true}) {
            try (OneRequest server = new OneRequest(Material.server(), address, "TLSv1.3")) {
                SSLContext context = Material.client();
                HttpsURLConnection connection = open(
                        tapped ? Recorder.create().record(context) : context, "https://" + host + ":" + server.port());
                assertThat(body(connection)).isEqualTo("welcome");
                ExtendedSSLSession session =
                        (ExtendedSSLSession) Threads.await(server.served).getSession();
                names.add(session.getRequestedServerNames().toString());
            }
        }
        assertThat(names.get(1)).isEqualTo(names.get(0));
    }

    @Test
    void httpsUrlConnectionThroughATunnel() throws Exception {
        Recorder clients = Recorder.create();
        try (OneRequest server = new OneRequest(Material.server(), Ways.LOOPBACK, "TLSv1.3");
                ServerSocket proxy = new ServerSocket(0, 5, Ways.LOOPBACK)) {
            Threads.start(() -> tunnel(proxy, server.port()));
            HttpsURLConnection connection = (HttpsURLConnection) URI.create("https://server.mtls.test/")
                    .toURL()
                    .openConnection(
                            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(Ways.LOOPBACK, proxy.getLocalPort())));
            connection.setSSLSocketFactory(clients.record(Material.client()).getSocketFactory());
            assertThat(body(connection)).isEqualTo("welcome");

            assertThat(clients.conversations()).containsExactly(server.conversation());
            assertThat(clients.conversations().get(0).serverName()).contains("server.mtls.test");
        }
    }

    private static Object tunnel(ServerSocket proxy, int port) throws IOException {
        Socket client = proxy.accept();
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        Socket server = new Socket(Ways.LOOPBACK, port);
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Threads.start(() -> {
            server.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
            return null;
        });
        in.transferTo(server.getOutputStream());
        server.shutdownOutput();
        return null;
    }

    @Test
    void aWrongHostIsRefused() throws Exception {
        for (boolean tapped : new boolean[] {false, true}) {
            SSLContext context = tapped ? Recorder.create().record(Material.client()) : Material.client();
            try (OneRequest server = new OneRequest(Material.serverElsewhere(), Ways.LOOPBACK, "TLSv1.3")) {
                HttpsURLConnection connection = open(context, "https://localhost:" + server.port());
                assertThatThrownBy(connection::getInputStream)
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("localhost");
                assertThatThrownBy(server.served::join).isInstanceOf(CompletionException.class);
            }
            try (OneRequest server = new OneRequest(Material.serverElsewhere(), Ways.LOOPBACK, "TLSv1.3")) {
                HttpClient client = HttpClient.newBuilder().sslContext(context).build();
                HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port()))
                        .build();
                assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("localhost");
            }
        }
    }
}
