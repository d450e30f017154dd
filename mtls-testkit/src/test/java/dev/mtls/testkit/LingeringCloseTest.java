package dev.mtls.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refused client sees why it was refused, every time, whatever it does meanwhile. */
class LingeringCloseTest {
    private static final int ATTEMPTS = 300;
    private static final TestPki PKI = TestPki.create();

    @ParameterizedTest(name = "{0}, client writes after {1} ms")
    @CsvSource({"TLS_1_2, 0", "TLS_1_2, 5", "TLS_1_3, 0", "TLS_1_3, 5"})
    void clientWithoutCertificateSeesTheAlertInEveryAttempt(TlsVersion version, int delay) throws Exception {
        try (EchoServer server =
                EchoServer.on(PKI).versions(TlsVersions.only(version)).start()) {
            MtlsContext client = PKI.clientContext();
            List<String> seen = inParallel(() -> attempt(server, client, delay));
            assertThat(seen)
                    .hasSize(ATTEMPTS)
                    .allSatisfy(text -> assertThat(text).contains("Received fatal alert: "));
            assertThat(server.connections())
                    .hasSize(ATTEMPTS)
                    .allSatisfy(connection -> assertThat(connection.cause())
                            .as(connection.toString())
                            .contains("client-certificate-missing"));
        }
    }

    /** Two at a time: the delays overlap, and the machine is as busy as machines are. */
    private static List<String> inParallel(java.util.concurrent.Callable<String> attempt) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < ATTEMPTS; i++) {
                running.add(threads.submit(attempt));
            }
            var seen = new ArrayList<String>();
            for (Future<String> one : running) {
                seen.add(one.get());
            }
            return seen;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String attempt(EchoServer server, MtlsContext client, int delay) throws Exception {
        try (SSLSocket socket = (SSLSocket) client.sslContext()
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            if (delay > 0) {
                // What the client is to do, not what the test waits for.
                Thread.sleep(delay);
            }
            socket.getOutputStream().write("hello\n".getBytes(UTF_8));
            return "answered " + socket.getInputStream().read();
        } catch (SSLException e) {
            return e.toString();
        } catch (IOException e) {
            return "lost: " + e;
        }
    }

    @Test
    void aClientThatNeverClosesIsNotWaitedForLonger() throws Exception {
        try (var listener = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            Socket accepted = listener.accept();
            client.getOutputStream().write(1);
            LingeringClose.close(accepted, Duration.ofMillis(50));
            assertThat(accepted.isClosed()).isTrue();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }
}
