package dev.mtls.examples.cli;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.Decryption;
import dev.mtls.parser.capture.CaptureWriter;
import dev.mtls.testkit.ClientResult;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.ServedConnection;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mtls demo}: plays four handshakes on loopback and shows what was said in each. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Plays four handshakes between a client and a server of its own and shows who said what: with and without a client certificate, in TLS 1.2 and 1.3, the last one refused.",
            "",
            "Needs no other program and no network. It ends with the lines to play the scenes again with curl and openssl.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Console console;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where to leave the certificates and scene-1.pcapng to scene-4.pcapng. Default: a temporary folder, removed at the end.")
    @Nullable
    Path directory;

    @Option(names = "--keep", description = "Without --dir: leave the temporary folder where it is.")
    boolean keep;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        boolean temporary = directory == null;
        Path folder = directory == null ? Files.createTempDirectory("mtls-demo-") : directory;
        boolean kept = !temporary || keep;
        try {
            if (!temporary && !Files.exists(folder.resolve(Scene.captureName(1)))) {
                PkiFiles.requireUnused(folder, List.of("server", "client"));
            }
            TestPki pki = TestPki.create();
            TestIdentity server = pki.server();
            TestIdentity client = pki.client("alice");
            PkiFiles.write(folder, pki, Map.of("server", server, "client", client), "changeit".toCharArray());
            console.line(
                    "Mutual TLS in four scenes: a client and a server talk on this machine, and this is what they say.");
            console.line("A throwaway CA made a certificate for the server (" + Names.subject(server.certificate())
                    + ") and one for the client (" + Names.subject(client.certificate()) + ").");
            for (Scene scene : Scene.ALL) {
                play(scene, pki, server, client, folder, kept);
            }
            console.line("");
            Encore.lines(folder, kept).forEach(console::line);
        } finally {
            if (!kept) {
                delete(folder);
            }
        }
        return Exit.OK;
    }

    @SuppressWarnings("try") // progress is there to be closed
    private void play(Scene scene, TestPki pki, TestIdentity identity, TestIdentity client, Path folder, boolean kept) {
        console.line("");
        console.line("Scene " + scene.number() + " of " + Scene.ALL.size() + ": " + scene.title());
        console.line("");
        ClientResult answer;
        ServedConnection seen;
        try (Progress progress =
                        Progress.of(console, () -> "scene " + scene.number() + ": client and server are talking ...");
                EchoServer server = EchoServer.on(pki)
                        .identity(identity)
                        .clientAuth(scene.clientAuth())
                        .versions(scene.versions())
                        .start()) {
            answer = scene.withCertificate() ? server.connect(client) : server.connect();
            seen = server.awaitConnection(PATIENCE).awaitClosed(PATIENCE);
        }
        Conversation said =
                seen.conversation().orElseThrow(() -> new IllegalStateException("nothing was recorded of " + seen));
        console.line(Report.block(said));
        console.line("");
        console.line(
                said.decryption() == Decryption.NOT_ENCRYPTED || isReadable(scene)
                        ? "The server's own view:"
                        : "What is encrypted above cannot be read from the wire. The server's own view of it:");
        ServerView.sentences(seen, scene.clientAuth()).forEach(line -> console.line("  " + line));
        answer.error().ifPresent(error -> {
            console.line("The client's own view:");
            console.line("  It was refused: " + Names.escape(error));
        });
        console.line("Verdict: " + scene.verdict(seen));
        Path capture = folder.resolve(Scene.captureName(scene.number()));
        CaptureWriter.write(capture, said);
        if (kept) {
            console.line("Written to " + capture);
        }
    }

    /** Up to TLS 1.2 certificates cross the wire in the open; what is encrypted after them is Finished and the data. */
    private static boolean isReadable(Scene scene) {
        return scene.versions().names().stream().noneMatch("TLSv1.3"::equals);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
