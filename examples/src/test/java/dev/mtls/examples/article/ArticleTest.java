package dev.mtls.examples.article;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.ClientAuthFacts;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.ServedConnection;
import dev.mtls.testkit.TestPki;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Recipe: the setup of many a tutorial. One self-signed certificate is the server's own and the CA of its clients; a
 * client certificate is asked for but not insisted on; the application greets by name whoever has one.
 */
class ArticleTest {
    private final TestPki pki = TestPki.selfSigned("localhost");

    @Test
    void aClientWithACertificateIsWelcome() {
        try (EchoServer server = server()) {
            assertThat(server.connect(pki.client("alice")).reply()).contains("Welcome alice");

            ClientAuthFacts onTheWire = clientAuth(server.awaitConnection());
            assertThat(onTheWire.requested()).contains(true);
            assertThat(onTheWire.authorities()).contains(List.of("CN=localhost"));
            assertThat(onTheWire
                            .certificate()
                            .orElseThrow()
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=alice");
        }
    }

    @Test
    void aClientWithoutOneIsServedAndToldSo() {
        try (EchoServer server = server()) {
            assertThat(server.connect().reply()).contains("SSL client verification failed");

            ClientAuthFacts onTheWire = clientAuth(server.awaitConnection());
            assertThat(onTheWire.requested()).contains(true);
            assertThat(onTheWire.presented()).contains(false);
        }
    }

    private EchoServer server() {
        return EchoServer.on(pki)
                .clientAuth(ClientAuth.OPTIONAL)
                .versions(TlsVersions.only(TLS_1_2))
                .http(true)
                .start();
    }

    private static ClientAuthFacts clientAuth(ServedConnection connection) {
        return connection
                .awaitClosed(Duration.ofSeconds(30))
                .conversation()
                .orElseThrow()
                .clientAuth();
    }
}
