package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code mtls connect} against a server of this process, of which everything is known. */
class ConnectCommandTest {
    @TempDir
    Path folder;

    private final TestPki pki = TestPki.create();

    @BeforeEach
    void writeFiles() {
        pki.writeTo(folder);
        pki.client("alice").writeTo(folder, "client");
        pki.untrusted().client("mallory").writeTo(folder, "mallory");
    }

    private Program connect(EchoServer server, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "connect",
                "localhost:" + server.port(),
                "--ca",
                folder.resolve("ca.pem").toString()));
        for (String each : more) {
            arguments.add(
                    each.startsWith("@") ? folder.resolve(each.substring(1)).toString() : each);
        }
        return Program.run(arguments.toArray(String[]::new));
    }

    private EchoServer serve(ClientAuth clientAuth) {
        return EchoServer.on(pki).clientAuth(clientAuth).start();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aRefusalIsHeardEvenAfterTheHandshake(TlsVersion version) {
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.REQUIRED)
                .versions(TlsVersions.only(version))
                .start()) {
            Program refused = connect(server);

            assertThat(refused.exitCode()).isEqualTo(Exit.FOUND);
            assertThat(refused.out())
                    .contains("Verdict: refused by the server, alert ")
                    .contains("It had asked for a certificate and was sent none.");
            assertThat(server.awaitConnection().cause()).contains("client-certificate-missing");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aCertificateThatTheServerDoesNotNameIsSentAllTheSame(TlsVersion version) {
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.REQUIRED)
                .versions(TlsVersions.only(version))
                .start()) {
            Program refused = connect(server, "--cert", "@mallory.pem", "--key", "@mallory-key.pem");

            assertThat(server.awaitConnection().cause()).contains("client-certificate-untrusted");
            assertThat(refused.exitCode()).isEqualTo(Exit.FOUND);
            assertThat(refused.out())
                    .contains("It was sent CN=mallory.")
                    .contains("ca-list-silences-client")
                    .contains("none of them issued CN=mallory (issued by CN=mtls unknown CA)");
        }
    }

    @Test
    void aCertificateThatNobodyAskedForIsNotSent() {
        try (EchoServer server = serve(ClientAuth.NONE)) {
            Program accepted = connect(server, "--cert", "@client.pem", "--key", "@client-key.pem");

            assertThat(accepted.exitCode()).isZero();
            assertThat(accepted.out())
                    .contains("The server did not ask for a certificate, so CN=alice was not sent.")
                    .contains("Verdict: completed, TLSv1.3");
        }
    }

    @Test
    void anEncryptedKeyOpensWithItsPassword() throws Exception {
        Tool.assumeInstalled("openssl");
        String encrypted = folder.resolve("encrypted-key.pem").toString();
        try (Tool openssl = Tool.run(List.of(
                "openssl",
                "pkcs8",
                "-topk8",
                "-in",
                folder.resolve("client-key.pem").toString(),
                "-out",
                encrypted,
                "-passout",
                "pass:open sesame"))) {
            assertThat(openssl.exitCode()).as(openssl.output()).isZero();
        }
        try (EchoServer server = serve(ClientAuth.REQUIRED)) {
            Program opened = connect(server, "--cert", "@client.pem", "--key", encrypted, "--key-password=open sesame");
            Program closed = connect(server, "--cert", "@client.pem", "--key", encrypted, "--key-password=sesame");

            assertThat(opened.out()).contains("It was sent CN=alice.").contains("Verdict: completed");
            assertThat(closed.exitCode()).isEqualTo(Exit.USAGE);
            assertThat(closed.err()).contains(encrypted).doesNotContain("sesame");
        }
    }

    @Test
    void whatIsSentIsAnswered() {
        try (EchoServer server = serve(ClientAuth.NONE)) {
            Program spoken = connect(server, "--send", "one\\ntwo\\\\three");

            assertThat(spoken.out()).contains("The server answered:\n  one\n  two\\three\n");
        }
    }

    @Test
    void theVersionsTheNameAndTheProtocolAreWhatWasAskedFor() {
        try (EchoServer server =
                EchoServer.on(pki).clientAuth(ClientAuth.NONE).alpn("http/1.1").start()) {
            Program pinned = connect(server, "--tls", "1.2", "--servername", "example.test", "--alpn", "h2,http/1.1");

            assertThat(pinned.out()).contains("Verdict: completed, TLSv1.2").contains("example.test");
            assertThat(server.awaitConnection().alpn()).contains("http/1.1");
            assertThat(server.connections().get(0).serverName()).contains("example.test");
        }
    }

    @Test
    void jsonIsOneLineWithTheErrorInIt() throws Exception {
        try (EchoServer server = serve(ClientAuth.REQUIRED)) {
            Program refused = connect(server, "--json");

            assertThat(refused.lines()).hasSize(1);
            Map<String, String> members = members(refused.lines().get(0));
            assertThat(members)
                    .containsEntry("schema", "1")
                    .containsEntry("version_name", "TLSv1.3")
                    .containsEntry("decryption", "none")
                    .containsKeys("events", "error");
            assertThat(members.get("error")).contains("javax.net.ssl.").contains("fatal alert");
            assertThat(refused.exitCode()).isEqualTo(Exit.FOUND);
        }
    }

    @Test
    void jsonOfAGoodConnectionHasNoError() throws Exception {
        try (EchoServer server = serve(ClientAuth.NONE)) {
            assertThat(members(connect(server, "--json", "--tls", "1.2").lines().get(0)))
                    .containsEntry("outcome", "completed")
                    .doesNotContainKey("error");
        }
    }

    @Test
    void aCaptureOfItDecodesToTheSameConversation() {
        try (EchoServer server = serve(ClientAuth.OPTIONAL)) {
            Program connected = connect(server, "--capture", "@said.pcapng", "--tls", "1.2");
            Program decoded =
                    Program.run("decode", folder.resolve("said.pcapng").toString());

            String said = connected.out().substring(0, connected.out().indexOf("This client's own view:"));
            assertThat(said).contains("client_hello", "certificate_request");
            assertThat(decoded.out()).contains(said.strip());
        }
    }

    @Test
    void messagesAreToldAsTheyHappenOnStandardError() {
        try (EchoServer server = serve(ClientAuth.NONE)) {
            Program told = connect(server, "-v", "--tls", "1.2");

            assertThat(told.err())
                    .containsSubsequence("client: client_hello", "server: server_hello", "server: server_hello_done");
            assertThat(told.out()).doesNotContain("client: client_hello");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsAFailureNotABug() throws Exception {
        try (java.net.ServerSocket plain = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (java.net.Socket client = plain.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("US-ASCII"));
                    client.shutdownOutput();
                    client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
            server.start();
            Program failed = Program.run("connect", "127.0.0.1:" + plain.getLocalPort());
            server.join();

            assertThat(failed.exitCode()).isEqualTo(Exit.FOUND);
            assertThat(failed.out())
                    .contains("Verdict: failed: the server does not speak TLS on this port.")
                    .contains("400 Bad Request");
        }
    }

    /** The members of a JSON object, objects and lists among them as their text. */
    static Map<String, String> members(String line) throws IOException {
        Map<String, String> members = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            json.nextToken();
            while (json.nextToken() == com.fasterxml.jackson.core.JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                long from = json.currentTokenLocation().getCharOffset();
                String scalar = json.currentToken().isScalarValue() ? json.getText() : "";
                json.skipChildren();
                members.put(
                        name,
                        scalar.isEmpty()
                                ? line.substring(
                                        (int) from, (int) json.currentLocation().getCharOffset())
                                : scalar);
            }
            assertThat(json.nextToken()).as("nothing after the object").isNull();
        }
        return members;
    }
}
