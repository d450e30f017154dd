package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code curl} and {@code openssl s_client} with the files of {@code mtls pki} against {@code mtls serve --http}. */
class ServeRealClientsTest {
    @TempDir
    static Path folder;

    private static Tool optional;
    private static Tool required;
    private static String optionalPort;
    private static String requiredPort;

    @BeforeAll
    static void serve() throws Exception {
        assertThat(Program.run("pki", "--dir", folder.toString(), "--client", "alice")
                        .exitCode())
                .isZero();
        optional = start("optional");
        required = start("required");
        optionalPort = optional.await("^listening on 127\\.0\\.0\\.1:(\\d+)$").group(1);
        requiredPort = required.await("^listening on 127\\.0\\.0\\.1:(\\d+)$").group(1);
    }

    @AfterAll
    static void stop() {
        optional.close();
        required.close();
    }

    private static Tool start(String clientAuth) throws Exception {
        return Tool.start(Program.command(
                "serve",
                "--cert",
                file("server.pem"),
                "--key",
                file("server-key.pem"),
                "--ca",
                file("ca.pem"),
                "--client-auth",
                clientAuth,
                "--http"));
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest(name = "TLS {0}, client authentication {1}, with certificate {2}")
    @CsvSource({
        "1.2, optional, true", "1.2, optional, false", "1.2, required, true", "1.2, required, false",
        "1.3, optional, true", "1.3, optional, false", "1.3, required, true", "1.3, required, false",
    })
    void curl(String version, String clientAuth, boolean withCertificate) throws Exception {
        Tool.assumeInstalled("curl");
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--write-out",
                "\\nstatus %{http_code}\\n",
                "--noproxy",
                "*",
                "--cacert",
                file("ca.pem"),
                "--tlsv" + version,
                "--tls-max",
                version));
        if (withCertificate) {
            command.addAll(List.of("--cert", file("client.pem"), "--key", file("client-key.pem")));
        }
        command.add("https://localhost:" + port(clientAuth) + "/");

        try (Tool curl = Tool.run(command)) {
            if (clientAuth.equals("required") && !withCertificate) {
                assertThat(curl.exitCode()).isNotZero();
                assertThat(curl.output())
                        .contains("alert")
                        .contains("status 000")
                        .doesNotContain("Welcome");
                server(clientAuth).await("refused +the client sent no certificate.*\\(client-certificate-missing\\)");
            } else if (withCertificate) {
                assertThat(curl.output()).contains("Welcome alice").contains("status 200");
                server(clientAuth).await("accepted +TLSv" + version + " .*CN=alice, verified");
            } else {
                assertThat(curl.output())
                        .contains("SSL client verification failed")
                        .contains("status 403");
                server(clientAuth).await("accepted +TLSv" + version + " .*no client certificate");
            }
        }
    }

    @ParameterizedTest(name = "TLS {0}, client authentication {1}, with certificate {2}")
    @CsvSource({
        "1.2, optional, true", "1.2, optional, false", "1.2, required, true", "1.2, required, false",
        "1.3, optional, true", "1.3, optional, false", "1.3, required, true", "1.3, required, false",
    })
    void opensslClient(String version, String clientAuth, boolean withCertificate) throws Exception {
        Tool.assumeInstalled("openssl");
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-quiet",
                "-verify_return_error",
                "-CAfile",
                file("ca.pem"),
                "-tls" + version.replace('.', '_'),
                "-connect",
                "localhost:" + port(clientAuth)));
        if (withCertificate) {
            command.addAll(List.of("-cert", file("client.pem"), "-key", file("client-key.pem")));
        }

        try (Tool client = Tool.run("GET / HTTP/1.0\r\n\r\n", command)) {
            if (clientAuth.equals("required") && !withCertificate) {
                assertThat(client.output()).contains("alert").doesNotContain("Welcome");
            } else {
                assertThat(client.output())
                        .contains(withCertificate ? "Welcome alice" : "SSL client verification failed");
            }
        }
    }

    @org.junit.jupiter.api.Test
    void everythingTheServerSawIsThereAsJson() throws Exception {
        Tool.assumeInstalled("curl");
        try (Tool curl = Tool.run(List.of(
                "curl",
                "--silent",
                "--noproxy",
                "*",
                "--cacert",
                file("ca.pem"),
                "--cert",
                file("client.pem"),
                "--key",
                file("client-key.pem"),
                "https://localhost:" + optionalPort + "/json"))) {
            assertThat(curl.output())
                    .startsWith("{\"schema\":1,")
                    .contains("\"version_name\":\"TLSv1.3\"")
                    .contains("\"verified\":true")
                    .contains("\"subject\":\"CN=alice\"")
                    .contains("\"path\":\"/json\"")
                    .contains("\"group_name\":\"")
                    .contains("\"resumed\":false");
        }
    }

    private static String port(String clientAuth) {
        return clientAuth.equals("required") ? requiredPort : optionalPort;
    }

    private static Tool server(String clientAuth) {
        return clientAuth.equals("required") ? required : optional;
    }
}
