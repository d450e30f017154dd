package dev.mtls.examples.httpclient;

import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.Trust;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe: a client with a certificate, from PEM files, for the JDK's {@link HttpClient}; and the server it talks to. */
class HttpClientTest {
    @TempDir
    Path pem;

    @Test
    void aClientFromPemFiles() throws Exception {
        TestPki pki = TestPki.create();
        pki.writeTo(pem);
        pki.client("alice").writeTo(pem, "client");
        try (EchoServer server =
                EchoServer.on(pki).clientAuth(ClientAuth.REQUIRED).http(true).start()) {
            // snippet: core
            MtlsContext client = MtlsContext.client()
                    .trust(Trust.pem(pem.resolve("ca.pem")))
                    .identity(Identity.pem(pem.resolve("client.pem"), pem.resolve("client-key.pem")))
                    .versions(TlsVersions.only(TLS_1_3))
                    .build();
            client.findings().forEach(System.out::println);

            HttpClient http =
                    HttpClient.newBuilder().sslContext(client.sslContext()).build();
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(server.uri()).build(), BodyHandlers.ofString());
            // end

            assertThat(answer.body()).isEqualTo("Welcome alice");
            assertThat(client.findings()).isEmpty();
        }
    }

    @Test
    void aServerFromPemFiles() throws Exception {
        TestPki pki = TestPki.create();
        pki.writeTo(pem);
        pki.server().writeTo(pem, "server");

        // snippet: server
        MtlsContext server = MtlsContext.server()
                .identity(Identity.pem(pem.resolve("server.pem"), pem.resolve("server-key.pem")))
                .trust(Trust.pem(pem.resolve("ca.pem")))
                .clientAuth(ClientAuth.REQUIRED)
                .build();
        // end

        assertThat(server.sslContext().createSSLEngine().getNeedClientAuth()).isTrue();
    }
}
