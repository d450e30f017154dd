package dev.mtls.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpModeTest {
    private final TestPki pki = TestPki.create();
    private final EchoServer server =
            EchoServer.on(pki).clientAuth(ClientAuth.OPTIONAL).http(true).start();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(MtlsContext context, String path) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(context.sslContext())
                .build()
                .send(request(path).build(), BodyHandlers.ofString());
    }

    private java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create(server.uri() + path));
    }

    @Test
    void verifiedClientIsWelcome() throws Exception {
        HttpResponse<String> answer = get(pki.clientContext(pki.client("alice")), "any/path");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("Welcome alice");
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void clientWithoutCertificateIsToldSo() throws Exception {
        HttpResponse<String> answer = get(pki.clientContext(), "");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("SSL client verification failed");
    }

    @Test
    void clientOfAServerThatVerifiesNobodyIsNotWelcome() throws Exception {
        try (EchoServer any =
                EchoServer.on(pki).clientAuth(ClientAuth.ANY).http(true).start()) {
            ClientResult answer = any.connect(pki.untrusted().client("mallory"));
            assertThat(answer.reply()).contains("403 Forbidden", "SSL client verification failed");
            assertThat(any.awaitConnection().peerCertificates()).hasSize(1);
        }
    }

    @Test
    void jsonTellsAllThatWasSeen() throws Exception {
        TestIdentity alice = pki.leaf()
                .commonName("a\"\\\u0001lice")
                .names("alice.example", "spiffe://example/alice")
                .clientAuth()
                .sign();
        HttpResponse<String> answer = get(pki.clientContext(alice), "json?x=1");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(answer.body())
                .startsWith("{\"schema\":1,\"tls\":{\"version_name\":\"TLSv1.3\",\"cipher_suite_name\":\"TLS_")
                .contains("\"group_name\":\"x25519\"", "\"resumed\":false")
                .contains("\"client\":{\"verified\":true,\"subject\":\"CN=a")
                .contains("\"issuer\":\"CN=mtls test CA\"")
                .contains(
                        "\"serial\":\"" + alice.certificate().getSerialNumber().toString(16) + "\"")
                .contains("\"subject_alt_names\":[\"DNS:alice.example\",\"URI:spiffe://example/alice\"],\"chain\":1}")
                .contains("\"http\":{\"method\":\"GET\",\"path\":\"/json\",\"headers\":[{\"name\":")
                .doesNotContain("null", "\u0001");
    }

    @Test
    void jsonLeavesOutWhatIsNotKnown() throws Exception {
        assertThat(get(pki.clientContext(), "json").body())
                .contains("\"client\":{\"verified\":false},\"http\":")
                .doesNotContain("null", "alpn", "subject");
    }

    @Test
    void aConnectionServesManyRequestsWithBodies() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(pki.clientContext(pki.client("alice")).sslContext())
                .build();
        List<java.net.http.HttpRequest> requests = List.of(
                request("").build(),
                request("").POST(BodyPublishers.ofString("x".repeat(100_000))).build(),
                request("")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[50_000])))
                        .build(),
                request("")
                        .expectContinue(true)
                        .PUT(BodyPublishers.ofString("x"))
                        .build(),
                request("").method("HEAD", BodyPublishers.noBody()).build(),
                request("").build());
        var bodies = new ArrayList<String>();
        for (java.net.http.HttpRequest request : requests) {
            bodies.add(client.send(request, BodyHandlers.ofString()).body());
        }
        assertThat(bodies)
                .containsExactly(
                        "Welcome alice", "Welcome alice", "Welcome alice", "Welcome alice", "", "Welcome alice");
        assertThat(server.connections()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n | 403 Forbidden",
                "GET / HTTP/1.0\\r\\n\\r\\n | 403 Forbidden",
                "\\r\\nGET / HTTP/1.0\\n\\n | 403 Forbidden",
                "GET /\\r\\n\\r\\n | 400 Bad Request",
                "GET / HTTP/2.0\\r\\n\\r\\n | 400 Bad Request",
                "GET / HTTP/1.1\\r\\nno colon\\r\\n\\r\\n | 400 Bad Request",
                "POST / HTTP/1.1\\r\\nContent-Length: -1\\r\\n\\r\\n | 400 Bad Request",
                "POST / HTTP/1.1\\r\\nContent-Length: +1\\r\\n\\r\\n | 400 Bad Request",
                "POST / HTTP/1.1\\r\\nContent-Length: 99999999999\\r\\n\\r\\n | 413 Content Too Large",
                "POST / HTTP/1.1\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n | 501 Not Implemented",
                "POST / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400 Bad Request",
                "POST / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nffffffff\\r\\n | 413 Content Too Large",
            })
    void rawRequestsAreAnsweredAndTheConnectionClosed(String request, String status) throws Exception {
        assertThat(say(request.replace("\\r", "\r").replace("\\n", "\n"))).startsWith("HTTP/1.1 " + status + "\r\n");
    }

    @Test
    void aHeadWithoutEndIsCutOff() throws Exception {
        assertThat(say("GET / HTTP/1.1\r\nX: " + "x".repeat(HttpRequest.MAX_HEAD)))
                .startsWith("HTTP/1.1 431 ");
    }

    /** Everything that the server answers until it closes. */
    private String say(String request) throws Exception {
        try (SSLSocket socket = (SSLSocket) pki.clientContext()
                .sslContext()
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void curlIsWelcomeWithItsCertificateOnly(String version) throws Exception {
        Command.assumeInstalled("curl");
        TestIdentity.PemFiles files = pki.client("curl").writeTo(folder, "client");
        List<String> plain = List.of(
                "curl",
                "-sS",
                "--noproxy",
                "*",
                "--tlsv" + version,
                "--tls-max",
                version,
                "--cacert",
                pki.writeTo(folder).toString(),
                "-w",
                " %{http_code}",
                server.uri().toString());
        assertThat(Command.run(plain, "")).isEqualTo(new Command(0, "SSL client verification failed 403"));
        var withCertificate = new ArrayList<>(plain);
        withCertificate.addAll(List.of(
                "--cert", files.certificates().toString(), "--key", files.key().toString()));
        assertThat(Command.run(withCertificate, "")).isEqualTo(new Command(0, "Welcome curl 200"));
        assertThat(server.connections())
                .extracting(connection -> connection.version().orElse(""))
                .containsExactly("TLSv" + version, "TLSv" + version);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void opensslIsWelcomeOrRefused(TlsVersion version) throws Exception {
        Command.assumeInstalled("openssl");
        String ca = pki.writeTo(folder).toString();
        TestIdentity.PemFiles files = pki.client("openssl").writeTo(folder, "client");
        try (EchoServer strict = EchoServer.on(pki)
                .versions(TlsVersions.only(version))
                .clientAuth(ClientAuth.REQUIRED)
                .http(true)
                .start()) {
            List<String> plain = List.of(
                    "openssl",
                    "s_client",
                    "-quiet",
                    "-verify_return_error",
                    "-CAfile",
                    ca,
                    "-connect",
                    "127.0.0.1:" + strict.port());
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            Command refused = Command.run(plain, request);
            assertThat(refused.output()).contains("alert").doesNotContain("Welcome");
            ServedConnection first = strict.awaitConnection();
            assertThat(first.cause()).as(first.toString()).contains("client-certificate-missing");
            var withCertificate = new ArrayList<>(plain);
            withCertificate.addAll(List.of(
                    "-cert",
                    files.certificates().toString(),
                    "-key",
                    files.key().toString()));
            Command welcome = Command.run(withCertificate, request);
            assertThat(welcome.output()).contains("200 OK", "Welcome openssl");
            assertThat(strict.awaitConnection().verified()).isTrue();
        }
    }

    @Test
    void opensslSaysThatItDoesNotTrustTheServer() throws Exception {
        Command.assumeInstalled("openssl");
        Command.run(
                "openssl",
                "s_client",
                "-verify_return_error",
                "-CAfile",
                pki.untrusted().writeTo(folder).toString(),
                "-connect",
                "127.0.0.1:" + server.port());
        ServedConnection seen = server.awaitConnection();
        assertThat(seen.cause()).as(seen.toString()).contains("server-certificate-untrusted");
    }
}
