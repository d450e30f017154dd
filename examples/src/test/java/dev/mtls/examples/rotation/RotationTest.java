package dev.mtls.examples.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.core.reload.Reload;
import dev.mtls.core.reload.ReloadEvent;
import dev.mtls.core.reload.ReloadEvent.Outcome;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recipe: certificates are renewed as Kubernetes does it, by a swap of the folder behind a link, while clients come and go. Nobody fails,
 * and the next connection sees the new certificate.
 */
class RotationTest {

    private static final int CLIENTS = 4;
    private static final int PATIENCE_SECONDS = 60;

    private final TestPki pki = TestPki.create();
    private final BlockingQueue<ReloadEvent> events = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean over;

    @TempDir
    private Path secret;

    @Test
    void certificatesAreRenewedUnderTraffic() throws Exception {
        swap("..2026_01", pki.server());
        // snippet: reload
        MtlsContext server = MtlsContext.server()
                .identity(Identity.pem(secret.resolve("tls.crt"), secret.resolve("tls.key")))
                .trust(Trust.pem(secret.resolve("ca.crt")))
                .reload(Reload.every(Duration.ofMillis(20))
                        .settle(Duration.ofMillis(20))
                        .listener(events::add))
                .build();
        // end
        try (server;
                SSLServerSocket listening = (SSLServerSocket) server.sslContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            threads.submit(() -> serve(listening));
            List<Future<Integer>> traffic = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                MtlsContext client = pki.clientContext(pki.client("client " + i));
                traffic.add(threads.submit(() -> callUntilOver(client, listening.getLocalPort())));
            }
            MtlsContext observer = pki.clientContext(pki.client("observer"));
            for (String version : List.of("..2026_02", "..2026_03", "..2026_04")) {
                TestIdentity renewed = pki.server();
                swap(version, renewed);
                assertThat(nextEvent().outcome()).isEqualTo(Outcome.LOADED);
                assertThat(call(observer, listening.getLocalPort()))
                        .isEqualTo(renewed.certificate().getSerialNumber());
                // What a health check may look at, before a renewal that never came is an outage.
                assertThat(server.validUntil()).isPresent();
            }
            over = true;
            for (Future<Integer> calls : traffic) {
                assertThat(calls.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("calls of one client, none of which failed")
                        .isPositive();
            }
            assertThat(server.generation()).isEqualTo(4);
        } finally {
            over = true;
            threads.shutdownNow();
        }
    }

    private ReloadEvent nextEvent() throws InterruptedException {
        ReloadEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event of the reload").isNotNull();
        return event;
    }

    /** As the kubelet does it: the files are links into {@code ..data}, which is a link itself, and is renamed over. */
    private void swap(String version, TestIdentity identity) throws IOException {
        Path next = Files.createDirectory(secret.resolve(version));
        Files.writeString(next.resolve("tls.crt"), identity.certificatePem());
        Files.writeString(next.resolve("tls.key"), identity.keyPem());
        Files.writeString(next.resolve("ca.crt"), pki.caPem());
        Path link = Files.createSymbolicLink(secret.resolve("..data_tmp"), Path.of(version));
        Files.move(link, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String name : List.of("tls.crt", "tls.key", "ca.crt")) {
            if (!Files.exists(secret.resolve(name))) {
                Files.createSymbolicLink(secret.resolve(name), Path.of("..data", name));
            }
        }
    }

    /** A server that says one byte to each client that it lets in. */
    private Void serve(SSLServerSocket listening) throws IOException {
        while (!over) {
            SSLSocket socket = (SSLSocket) listening.accept();
            threads.submit(() -> {
                try (socket) {
                    socket.getOutputStream().write('+');
                    return socket.getInputStream().read();
                }
            });
        }
        return null;
    }

    private Integer callUntilOver(MtlsContext client, int port) throws IOException {
        int calls = 0;
        while (!over) {
            call(client, port);
            calls++;
        }
        return calls;
    }

    /** The serial number of the certificate that the server showed. */
    private static BigInteger call(MtlsContext client, int port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) client.sslContext().getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_SECONDS * 1000);
            if (socket.getInputStream().read() != '+') {
                throw new IOException("the server did not answer");
            }
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
