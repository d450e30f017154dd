package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.capture.CaptureWriter;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCommandTest {
    @TempDir
    static Path folder;

    private static Path capture;

    @BeforeAll
    static void record() throws Exception {
        TestPki pki = TestPki.create();
        Conversation anonymous;
        Conversation named;
        Conversation newer;
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.OPTIONAL)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .start()) {
            server.connect();
            anonymous = next(server);
            server.connect(pki.client("alice"));
            named = next(server);
        }
        try (EchoServer server = EchoServer.on(pki)
                .versions(TlsVersions.only(TlsVersion.TLS_1_3))
                .start()) {
            server.connect();
            newer = next(server);
        }
        capture = folder.resolve("three.pcapng");
        CaptureWriter.write(capture, anonymous, named, newer);
    }

    private static Conversation next(EchoServer server) {
        return server.awaitConnection()
                .awaitClosed(Duration.ofSeconds(30))
                .conversation()
                .orElseThrow();
    }

    @Test
    void aLineForEachConversationAndTheTotals() {
        Program summary = Program.run("summary", capture.toString());

        assertThat(summary.exitCode()).isZero();
        assertThat(summary.err()).isEmpty();
        List<String> lines = summary.lines();
        assertThat(lines.get(0))
                .startsWith("0  127.0.0.1:")
                .contains(
                        "  TLSv1.2  TLS_",
                        "  client auth asked, none shown  completed  client_hello 1, server_hello 1, ");
        assertThat(lines.get(1)).startsWith("1  ").contains("  client auth asked, shown CN=alice  completed  ");
        assertThat(lines.get(2)).startsWith("2  ").contains("  TLSv1.3  TLS_", "  client auth unseen  ");
        assertThat(lines.get(3)).isEmpty();
        assertThat(lines.get(4)).matches("3 conversations in \\d+ packets, \\d+ bytes");
        assertThat(lines.subList(5, lines.size()))
                .contains(
                        "           3  client_hello", "           4  certificate", "           1  certificate_verify");
    }

    /** Whatever the two print of one conversation, they print alike. */
    @Test
    void jsonSaysWhatDecodeSaysWithoutEvents() throws Exception {
        Program summary = Program.run("summary", "--json", capture.toString());
        Program decoded = Program.run("decode", "--json", capture.toString());

        assertThat(summary.lines()).hasSize(4);
        for (int i = 0; i < 3; i++) {
            Map<String, String> shown =
                    ConnectCommandTest.members(decoded.lines().get(i));
            shown.remove("events");
            Map<String, String> summed = new LinkedHashMap<>(
                    ConnectCommandTest.members(summary.lines().get(i)));
            summed.keySet().removeAll(List.of("messages", "bytes"));
            assertThat(summed).isEqualTo(shown);
        }
    }

    @Test
    void jsonCountsMessagesAndBytes() throws Exception {
        List<String> lines =
                Program.run("summary", "--json", capture.toString()).lines();

        assertThat(lines.get(1))
                .contains(
                        "\"messages\":{\"client_hello\":1,\"server_hello\":1,\"new_session_ticket\":1,\"certificate\":2,"
                                + "\"server_key_exchange\":1,\"certificate_request\":1,\"server_hello_done\":1,"
                                + "\"certificate_verify\":1,\"client_key_exchange\":1}")
                .containsPattern("\"bytes\":\\{\"client\":\\d+,\"server\":\\d+}");
        assertThat(lines.get(3))
                .startsWith("{\"schema\":1,\"totals\":{\"conversations\":3,\"messages\":{\"client_hello\":3,")
                .containsPattern("},\"packets\":\\d+,\"bytes\":\\d+}}$");
    }

    @Test
    void standardInputIsAFileToo() throws Exception {
        Program read = Program.run(Files.readAllBytes(capture), "summary", "-");

        assertThat(read.out())
                .isEqualTo(Program.run("summary", capture.toString()).out());
    }

    @Test
    void aDamagedFileIsShownAsFarAsItCouldBeRead() throws Exception {
        byte[] whole = Files.readAllBytes(capture);
        Path cut = Files.write(folder.resolve("cut.pcapng"), Arrays.copyOf(whole, whole.length - 7));

        Program summary = Program.run("summary", "--json", cut.toString());

        assertThat(summary.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(summary.lines()).hasSize(4);
        assertThat(summary.err()).contains("cut.pcapng: file: truncated");
    }

    @Test
    void whatIsNoCaptureIsBadUsage() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no capture, but long enough for its magic number");

        Program summary = Program.run("summary", text.toString());

        assertThat(summary.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(summary.out()).isEmpty();
        assertThat(summary.err()).contains("notes.txt", "not a capture file");
    }
}
