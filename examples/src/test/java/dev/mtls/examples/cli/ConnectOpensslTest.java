package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mtls connect} against {@code openssl s_server -Verify 1}. */
class ConnectOpensslTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void certificates() {
        Tool.assumeInstalled("openssl");
        assertThat(Program.run("pki", "--dir", folder.toString(), "--client", "alice")
                        .exitCode())
                .isZero();
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest(name = "TLS {0}, with certificate {1}")
    @CsvSource({"1.2, true", "1.2, false", "1.3, true", "1.3, false"})
    void theServerTakesTheCertificateOrRefuses(String version, boolean withCertificate) throws Exception {
        try (Tool server = Tool.start(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                file("server.pem"),
                "-key",
                file("server-key.pem"),
                "-CAfile",
                file("ca.pem"),
                "-Verify",
                "1",
                "-verify_return_error",
                "-rev",
                "-tls" + version.replace('.', '_'))) {
            String port = server.await("^ACCEPT 127\\.0\\.0\\.1:(\\d+)").group(1);
            List<String> command = new ArrayList<>(
                    List.of("connect", "127.0.0.1:" + port, "--ca", file("ca.pem"), "--send", "hello\\n"));
            if (withCertificate) {
                command.addAll(List.of("--cert", file("client.pem"), "--key", file("client-key.pem")));
            }

            Program connected = Program.run(command.toArray(String[]::new));

            assertThat(connected.out()).contains("asked for a certificate of one of these CAs: CN=mtls test CA");
            if (withCertificate) {
                assertThat(connected.out())
                        .contains("It was sent CN=alice.")
                        .contains("olleh")
                        .contains("Verdict: completed, TLSv" + version);
                assertThat(connected.exitCode()).isZero();
            } else {
                assertThat(connected.out())
                        .contains("It was sent none: --cert was not given.")
                        .contains("Verdict: refused by the server, alert "
                                + (version.equals("1.3") ? "certificate_required" : "handshake_failure"));
                assertThat(connected.exitCode()).isEqualTo(Exit.FOUND);
                server.await("peer did not return a certificate");
            }
        }
    }

    @Test
    void aServerThatSaysNothingAfterTheHandshakeIsNotTakenForConsent() throws Exception {
        try (Tool server = Tool.start(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                file("server.pem"),
                "-key",
                file("server-key.pem"),
                "-num_tickets",
                "0",
                "-tls1_3")) {
            String port = server.await("^ACCEPT 127\\.0\\.0\\.1:(\\d+)").group(1);

            Program connected = Program.run("connect", "127.0.0.1:" + port, "--ca", file("ca.pem"));

            assertThat(connected.out())
                    .contains("Verdict: completed, TLSv1.3")
                    .contains("the server has said nothing within 2 seconds");
        }
    }
}
