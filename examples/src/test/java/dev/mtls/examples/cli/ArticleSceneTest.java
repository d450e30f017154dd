package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.testkit.TestPki;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PKI of many a tutorial: the server's own self-signed certificate (CN=localhost, no subjectAltName) is also the CA of
 * the clients, and the server is reached by its IP address, so that curl needs {@code -k}.
 */
class ArticleSceneTest {
    @TempDir
    static Path folder;

    private static Tool server;
    private static String port;

    @BeforeAll
    static void serve() throws Exception {
        TestPki pki = TestPki.selfSigned("localhost");
        pki.server().writeTo(folder, "server");
        pki.client("alice").writeTo(folder, "alice");
        server = Tool.start(Program.command(
                "serve",
                "--cert",
                file("server.pem"),
                "--key",
                file("server-key.pem"),
                "--ca",
                file("server.pem"),
                "--client-auth",
                "optional",
                "--tls",
                "1.2",
                "--http"));
        port = server.await("^listening on 127\\.0\\.0\\.1:(\\d+)$").group(1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void curlNeedsKAndThenIsWelcome() throws Exception {
        Tool.assumeInstalled("curl");
        List<String> strict = List.of(
                "curl",
                "--silent",
                "--show-error",
                "--noproxy",
                "*",
                "--cacert",
                file("server.pem"),
                "--cert",
                file("alice.pem"),
                "--key",
                file("alice-key.pem"),
                "https://127.0.0.1:" + port + "/");
        List<String> lenient = new java.util.ArrayList<>(strict);
        lenient.add(1, "-k");

        try (Tool refused = Tool.run(strict);
                Tool welcome = Tool.run(lenient)) {
            assertThat(refused.exitCode()).isEqualTo(60);
            assertThat(welcome.output()).isEqualTo("Welcome alice");
        }
    }

    @Test
    void ourClientSaysWhyKWasNeeded() {
        Program insecure = Program.run(
                "connect",
                "127.0.0.1:" + port,
                "--ca",
                file("server.pem"),
                "--cert",
                file("alice.pem"),
                "--key",
                file("alice-key.pem"),
                "--insecure");

        assertThat(insecure.out())
                .contains(
                        "The server showed CN=localhost, issued by CN=localhost: not accepted, but --insecure lets it pass.")
                .contains("It was sent CN=alice.")
                .contains("Verdict: completed, TLSv1.2")
                .contains("What --insecure let pass (curl would need -k)")
                .contains("server-host-not-matched")
                .contains(
                        "The server's certificate (CN=localhost) is not for 127.0.0.1: it has no subjectAltName at all, only the common name localhost.")
                .contains("Issue it with subjectAltName=IP:127.0.0.1")
                .doesNotContain("server-certificate-untrusted");
        assertThat(insecure.exitCode()).isZero();
    }

    @Test
    void withoutInsecureItRefusesForTheSameReason() {
        Program strict = Program.run("connect", "127.0.0.1:" + port, "--ca", file("server.pem"));

        assertThat(strict.out())
                .contains("Verdict: refused by this client, because of the server's certificate.")
                .contains("server-host-not-matched")
                .contains("Issue it with subjectAltName=IP:127.0.0.1");
        assertThat(strict.exitCode()).isEqualTo(Exit.FOUND);
    }

    @Test
    void byItsNameTheServerIsAccepted() {
        Program named = Program.run("connect", "localhost:" + port, "--ca", file("server.pem"));

        assertThat(named.out()).contains("issued by CN=localhost: accepted.").contains("Verdict: completed");
        assertThat(named.exitCode()).isZero();
    }

    @Test
    void withoutTheCaItSaysBothThatIsWrong() {
        Program stranger = Program.run("connect", "127.0.0.1:" + port, "--insecure");

        assertThat(stranger.out()).contains("server-certificate-untrusted").contains("server-host-not-matched");
    }
}
