package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.examples.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    @TempDir
    static Path folder;

    private static Program demo;

    @BeforeAll
    static void play() {
        demo = Program.run("demo", "--dir", folder.toString());
    }

    /** What the demo said between the heading of a scene and its own additions. */
    private static String scene(int number) {
        int from = demo.out().indexOf("Scene " + number + " of 4");
        int next = demo.out().indexOf(number == 4 ? "To play the scenes again" : "Scene " + (number + 1) + " of 4");
        assertThat(from).isNotNegative();
        assertThat(next).isGreaterThan(from);
        return demo.out().substring(from, next);
    }

    /** The conversation alone. */
    private static String conversation(int number) {
        String scene = scene(number);
        int own = scene.indexOf(number < 3 ? "The server's own view:" : "What is encrypted above");
        return scene.substring(scene.indexOf("\n\n") + 2, own).strip();
    }

    @Test
    void allFourScenesArePlayed() {
        assertThat(demo.exitCode()).isZero();
        assertThat(demo.err()).isEmpty();
        assertThat(scene(1)).contains("Verdict: accepted, as a stranger.");
        assertThat(scene(2)).contains("Verdict: accepted. The server knows that it talks to CN=alice.");
        assertThat(scene(3)).contains("Verdict: accepted. The server knows that it talks to CN=alice.");
        assertThat(scene(4))
                .contains(
                        "Verdict: refused: the client sent no certificate, and the server requires one (client-certificate-missing).");
    }

    @Test
    void underTls12TheWireTellsEverythingThatMatters() {
        assertThat(conversation(1)).contains("CN=mtls test CA");
        assertThat(conversation(2)).contains("CN=mtls test CA").contains("CN=alice");
    }

    @Test
    void underTls13TheConversationShowsOnlyWhatTheWireShows() {
        for (int number : new int[] {3, 4}) {
            assertThat(conversation(number)).contains("encrypted").doesNotContain("CN=");
            assertThat(scene(number))
                    .contains("What is encrypted above cannot be read from the wire. The server's own view of it:");
        }
        assertThat(scene(3)).contains("It got CN=alice, issued by CN=mtls test CA, and verified it.");
        assertThat(scene(4)).contains("It got no certificate from this client.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void decodeInANewProcessPrintsTheSameConversation(int number) throws Exception {
        try (Tool decode = Tool.run(Program.command(
                "decode", folder.resolve("scene-" + number + ".pcapng").toString()))) {
            assertThat(decode.output()).contains(conversation(number));
            assertThat(decode.exitCode()).isZero();
        }
    }

    @Test
    void itEndsWithLinesThatWork() throws Exception {
        List<String> commands = demo.lines().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("curl ") || line.startsWith("printf "))
                .toList();
        assertThat(commands).hasSize(8);
        Tool.assumeInstalled("curl");
        Tool.assumeInstalled("openssl");
        for (Scene scene : Scene.ALL) {
            String serve = demo.lines().stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("mtls serve "))
                    .toList()
                    .get(scene.number() - 1)
                    .substring("mtls ".length())
                    .replace("--port " + Encore.PORT, "--port 0 --once 2")
                    .replace("server.pem", folder.resolve("server.pem").toString())
                    .replace("server-key.pem", folder.resolve("server-key.pem").toString())
                    .replace("ca.pem", folder.resolve("ca.pem").toString());
            try (Tool server = Tool.start(Program.command(serve.split(" ")))) {
                String port =
                        server.await("^listening on 127\\.0\\.0\\.1:(\\d+)$").group(1);
                for (String command : commands.subList(2 * scene.number() - 2, 2 * scene.number())) {
                    String line = command.replace("localhost:" + Encore.PORT, "localhost:" + port);
                    try (Tool client = Tool.run(List.of("sh", "-c", "cd '" + folder + "' && " + line))) {
                        assertThat(client.output())
                                .as(line)
                                .contains(
                                        scene.number() == 4
                                                ? "alert"
                                                : scene.withCertificate()
                                                        ? "Welcome alice"
                                                        : "SSL client verification failed");
                    }
                }
                assertThat(server.exitCode()).as("--once 2").isZero();
            }
        }
    }

    @Test
    void aTemporaryFolderIsLeftOnlyWhenAskedTo() throws Exception {
        Program kept = Program.run("demo", "--keep");
        Path left = Path.of(kept.lines().stream()
                        .filter(line -> line.startsWith("Written to "))
                        .findFirst()
                        .orElseThrow()
                        .substring("Written to ".length()))
                .getParent();

        assertThat(left).isDirectoryContaining("glob:**/scene-4.pcapng").isDirectoryContaining("glob:**/ca.pem");
        for (Path file : List.of(left.toFile().listFiles()).stream()
                .map(java.io.File::toPath)
                .toList()) {
            Files.delete(file);
        }
        Files.delete(left);
    }

    @Test
    void playingAgainInTheSameFolderWorks() {
        Program again = Program.run("demo", "--dir", folder.resolve("twice").toString());
        Program third = Program.run("demo", "--dir", folder.resolve("twice").toString());

        assertThat(again.exitCode()).isZero();
        assertThat(third.exitCode()).isZero();
    }

    @Test
    void theReadmeQuotesTheSecondScene() {
        String readme = Repository.read("README.md");
        int from = readme.indexOf("```\nclient   ");
        String quote = readme.substring(from + 4, readme.indexOf("```", from + 4));
        List<String> quoted = quote.lines()
                .filter(line -> !line.isBlank() && !line.equals("…"))
                .toList();
        assertThat(quoted).hasSizeGreaterThan(20);
        assertThat(scene(2).lines()).containsAll(quoted);
    }
}
