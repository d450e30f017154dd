package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.core.SocketHandshake.ClientSurface;
import dev.mtls.core.SocketHandshake.ServerSurface;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** The switch that turns resumption off, for both roles, engines and sockets, JSSE and OpenSSL; each beside the same without it. */
class NoResumptionTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Identity ALICE = PKI.client("CN=alice");
    private static final Attack NOTHING = new Attack("nothing", s -> {});
    private static final int CONNECTIONS = 3;

    private static ServerBuilder server(TlsVersion version) {
        return MtlsContext.server().identity(PKI.server()).trust(PKI.trust()).versions(TlsVersions.only(version));
    }

    private static ClientBuilder client() {
        return MtlsContext.client().trust(PKI.trust()).identity(ALICE);
    }

    /** A session that is resumed keeps the values that were put into it. */
    private static int resumedOf(List<SSLSession> sessions) {
        int resumed = 0;
        for (int i = 0; i < sessions.size(); i++) {
            resumed += sessions.get(i).getValue("mark") == null ? 0 : 1;
            sessions.get(i).putValue("mark", i);
        }
        return resumed;
    }

    private static int resumedByEngines(MtlsContext client, MtlsContext server) throws Exception {
        int resumed = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
            calling.setUseClientMode(true);
            SSLEngine serving = server.sslContext().createSSLEngine();
            serving.setUseClientMode(false);
            assertThat(new EngineHandshake(calling, serving).run().completed()).isTrue();
            resumed += resumedOf(List.of(calling.getSession()));
        }
        return resumed;
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void noEngineResumes(TlsVersion version) throws Exception {
        assertThat(resumedByEngines(client().build(), server(version).build())).isEqualTo(CONNECTIONS - 1);
        assertThat(resumedByEngines(
                        client().build(), server(version).noResumption().build()))
                .isZero();
        assertThat(resumedByEngines(
                        client().noResumption().build(), server(version).build()))
                .isZero();
    }

    @Test
    void aLongTimeoutOfItsCallerDoesNotSwitchItOn() throws Exception {
        MtlsContext server = server(TlsVersion.TLS_1_2).noResumption().build();
        server.sslContext().getServerSessionContext().setSessionTimeout(3600);
        assertThat(resumedByEngines(client().build(), server)).isZero();
    }

    static Stream<ServerSurface> surfaces() {
        return Stream.of(ServerSurface.LISTENING, ServerSurface.LAYERED_AFTER_MODE, ServerSurface.LAYERED_WITH_STREAM);
    }

    private static int resumedBySockets(MtlsContext client, MtlsContext server, ServerSurface surface)
            throws Exception {
        int resumed = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            SocketHandshake.Result result = SocketHandshake.run(
                    client.sslContext(), ClientSurface.CONNECTED, NOTHING, server.sslContext(), surface, NOTHING);
            assertThat(result.completed()).isTrue();
            resumed += resumedOf(List.of(result.client().getSession()));
        }
        return resumed;
    }

    /** JSSE remembers a session by host and port of its server, and each of these listens on another port: see the next test. */
    @ParameterizedTest
    @MethodSource("surfaces")
    void everySocketIsServed(ServerSurface surface) throws Exception {
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            assertThat(resumedBySockets(
                            client().noResumption().build(),
                            server(version).noResumption().build(),
                            surface))
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, false", "TLS_1_3, false", "TLS_1_2, true", "TLS_1_3, true"})
    void noAcceptedSocketResumes(TlsVersion version, boolean off) throws Exception {
        ServerBuilder builder = server(version);
        try (Listening server = new Listening((off ? builder.noResumption() : builder).build())) {
            SSLContext client = client().build().sslContext();
            List<SSLSession> sessions = new ArrayList<>();
            int resumed = 0;
            for (int i = 0; i < CONNECTIONS; i++) {
                try (SSLSocket socket =
                        (SSLSocket) client.getSocketFactory().createSocket("localhost", server.port())) {
                    socket.getOutputStream().write('x');
                    assertThat(socket.getInputStream().read()).isEqualTo('x');
                    sessions.add(socket.getSession());
                    resumed += resumedOf(List.of(socket.getSession()));
                }
            }
            assertThat(sessions).hasSize(CONNECTIONS);
            assertThat(resumed).isEqualTo(off ? 0 : CONNECTIONS - 1);
        }
    }

    /** The hook makes each of the contexts, from the same managers. */
    @Test
    void theHookMakesEachContext() throws Exception {
        List<TrustManager> managers = new ArrayList<>();
        MtlsContext server = server(TlsVersion.TLS_1_3)
                .noResumption()
                .contextFactory((KeyManager[] keys, TrustManager[] trust) -> {
                    managers.add(trust[0]);
                    try {
                        SSLContext context = SSLContext.getInstance("TLS");
                        context.init(keys, trust, null);
                        return context;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .build();
        assertThat(resumedByEngines(client().build(), server)).isZero();
        assertThat(managers).hasSize(1 + CONNECTIONS).containsOnly(managers.get(0));
    }

    @Test
    void sizeAndTimeoutOfTheCacheHoldInEveryGeneration() {
        MtlsContext server = server(TlsVersion.TLS_1_3)
                .sessionCacheSize(7)
                .sessionTimeout(Duration.ofMinutes(5))
                .build();
        assertThat(server.describe()).contains("resumption: yes, of 7 sessions, for 300 seconds");
        for (int i = 0; i < 3; i++) {
            assertThat(server.sslContext().getServerSessionContext().getSessionCacheSize())
                    .isEqualTo(7);
            assertThat(server.sslContext().getServerSessionContext().getSessionTimeout())
                    .isEqualTo(300);
            assertThat(server.sslContext().getClientSessionContext().getSessionTimeout())
                    .isEqualTo(300);
            server.update(PKI.trust());
        }
    }

    /** JSSE answers a session id, or a ticket, of OpenSSL 1.2 in ways of its own, which a long timeout breaks. */
    @ParameterizedTest
    @CsvSource({
        "-tls1_2, false, true",
        "-tls1_2, true, true",
        "-tls1_2 -no_ticket, false, true",
        "-tls1_2 -no_ticket, true, true",
        "-tls1_3, false, false",
        "-tls1_3, true, false"
    })
    void noOpensslClientResumes(String flags, boolean off, boolean reconnect, @TempDir Path folder) throws Exception {
        assumeTrue(Openssl.present(), "openssl is not installed");
        TlsVersion version = flags.contains("1_3") ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
        MtlsContext server = (off ? server(version).noResumption() : server(version)).build();
        Path session = folder.resolve("session.pem");
        Files.writeString(folder.resolve("alice.pem"), Openssl.pem(ALICE));
        try (Listening listening = new Listening(server)) {
            List<String> connect = new ArrayList<>(List.of("s_client", "-connect", "localhost:" + listening.port()));
            connect.addAll(List.of(flags.split(" ")));
            connect.addAll(List.of("-cert", "alice.pem", "-key", "alice.pem"));
            if (reconnect) {
                connect.add("-reconnect");
                String said = Openssl.run(folder, "Q\n", connect);
                assertThat(said.lines().filter(l -> l.startsWith("New, ")).count() + "new")
                        .isEqualTo((off ? 6 : 1) + "new");
                assertThat(said.lines().filter(l -> l.startsWith("Reused, ")).count())
                        .isEqualTo(off ? 0 : 5);
                assertThat(said).doesNotContain("unexpected message");
            } else {
                // The ticket comes with the first answer, so that is waited for.
                List<String> first = new ArrayList<>(connect);
                first.addAll(List.of("-sess_out", session.toString()));
                assertThat(Openssl.echo(folder, first)).contains("New, TLSv1.3");
                List<String> second = new ArrayList<>(connect);
                second.addAll(List.of("-sess_in", session.toString()));
                assertThat(Openssl.echo(folder, second)).contains(off ? "New, TLSv1.3" : "Reused, TLSv1.3");
            }
        }
    }

    /** Accepts, and answers with what it hears, until it is closed. */
    private static final class Listening implements AutoCloseable {
        private final SSLServerSocket socket;
        private final CompletableFuture<Void> done;

        Listening(MtlsContext server) throws IOException {
            socket = (SSLServerSocket) server.sslContext()
                    .getServerSocketFactory()
                    .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
            done = CompletableFuture.runAsync(this::serve, run -> new Thread(run, "listening").start());
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (SSLSocket accepted = (SSLSocket) socket.accept()) {
                    accepted.setSoTimeout(10_000);
                    OutputStream out = accepted.getOutputStream();
                    for (int read = accepted.getInputStream().read();
                            read >= 0;
                            read = accepted.getInputStream().read()) {
                        out.write(read);
                        out.flush();
                    }
                } catch (IOException e) {
                    // A client that was refused, or the end.
                }
            }
        }

        @Override
        public void close() throws Exception {
            socket.close();
            done.get(10, TimeUnit.SECONDS);
        }
    }
}
