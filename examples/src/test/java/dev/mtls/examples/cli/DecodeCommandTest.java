package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.capture.CaptureWriter;
import dev.mtls.parser.code.Sender;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
    @TempDir
    static Path folder;

    private static Conversation anonymous;
    private static Conversation named;
    private static Path both;

    @BeforeAll
    static void record() {
        TestPki pki = TestPki.create();
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.OPTIONAL)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .start()) {
            server.connect();
            anonymous = next(server);
            server.connect(pki.client("alice"));
            named = next(server);
        }
        both = folder.resolve("both.pcapng");
        CaptureWriter.write(both, anonymous, named);
    }

    private static Conversation next(EchoServer server) {
        return server.awaitConnection()
                .awaitClosed(Duration.ofSeconds(30))
                .conversation()
                .orElseThrow();
    }

    /** What one side sent, as on the wire. */
    private static Path raw(Conversation conversation, Sender side) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        conversation.records().stream()
                .filter(record -> record.from().equals(side))
                .forEach(record -> bytes.writeBytes(record.wire().toByteArray()));
        return Files.write(folder.resolve(side + ".bin"), bytes.toByteArray());
    }

    @Test
    void severalConversationsFollowEachOther() {
        Program decoded = Program.run("decode", both.toString());

        assertThat(decoded.exitCode()).isZero();
        assertThat(decoded.err()).isEmpty();
        assertThat(decoded.out())
                .containsSubsequence(
                        "Conversation 0, TCP connection 0",
                        Report.block(anonymous),
                        "client: client_hello",
                        "Conversation 1, TCP connection 1",
                        Report.block(named),
                        "subject: CN=alice");
    }

    @Test
    void aKeyLogShowsTheClientCertificateOfTls13() throws Exception {
        Path captures = Path.of("..", "mtls-parser", "src", "test", "resources", "captures", "own");
        Path pcap = captures.resolve("tls13-ec-mtls-nocomp.pcap");
        Path log = captures.resolve("tls13-ec-mtls-nocomp.keylog");
        Path broken = Files.writeString(folder.resolve("broken.keylog"), "CLIENT_RANDOM 00 5ec2e7\n");

        Program without = Program.run("decode", "--json", pcap.toString());
        Program with = Program.run("decode", "--json", "--keylog", log.toString(), pcap.toString());
        Program useless = Program.run("decode", "--keylog", broken.toString(), pcap.toString());
        Program none = Program.run("decode", "--keylog", folder.resolve("none").toString(), pcap.toString());

        assertThat(without.out()).contains("\"decryption\":\"none\"").doesNotContain("certificate_verify");
        assertThat(with.exitCode()).isZero();
        assertThat(with.out())
                .contains("\"decryption\":\"full\"", "\"type_name\":\"certificate_verify\"", "\"opaque_type\":23")
                .doesNotContain("\"event\":\"encrypted\"");
        assertThat(useless.exitCode()).isZero();
        assertThat(useless.err())
                .contains("line 1: master secret: found 3 bytes, expected 48")
                .doesNotContain("5ec2e7");
        assertThat(none.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(none.err()).contains("--keylog");
    }

    @Test
    void oneOfThemCanBeChosen() {
        Program second = Program.run("decode", "--stream", "1", both.toString());
        Program none = Program.run("decode", "--stream", "7", both.toString());

        assertThat(second.out()).contains("CN=alice").doesNotContain("Conversation 0");
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("no TLS conversation in TCP connection 7");
    }

    @Test
    void standardInputIsAFileToo() throws Exception {
        Program decoded = Program.run(Files.readAllBytes(both), "decode", "-");

        assertThat(decoded.out())
                .isEqualTo(Program.run("decode", both.toString()).out());
    }

    @Test
    void jsonIsALineForEachConversation() throws Exception {
        Program decoded = Program.run("decode", "--json", both.toString());

        assertThat(decoded.lines()).hasSize(2);
        assertThat(ConnectCommandTest.members(decoded.lines().get(1)))
                .containsEntry("schema", "1")
                .containsEntry("conversation", "1")
                .containsEntry("tcp_stream", "1")
                .containsEntry("version", "771")
                .containsEntry("outcome", "completed")
                .containsEntry("problems", "[]")
                .containsEntry("findings", "[]");
    }

    @Test
    void bytesStandBesideTheirFieldsWhereAskedFor() {
        Program decoded = Program.run("decode", "--hex", "--stream", "1", both.toString());

        assertThat(decoded.exitCode()).isZero();
        assertThat(decoded.lines())
                .contains("    0004  03 03                    client_hello.legacy_version = TLSv1.2 (0x0303)")
                .anyMatch(
                        line -> line.matches(
                                "    [0-9a-f]{4}  30 82 .. .. 30 82 .. ..  certificate.certificate_list\\[0].cert_data = CN=alice,.*"));
    }

    @Test
    void eventsBeyondTheLimitAreCounted() throws Exception {
        Program decoded = Program.run("decode", "--json", "--max-events", "3", both.toString());

        assertThat(ConnectCommandTest.members(decoded.lines().get(0)))
                .containsEntry(
                        "events_dropped", String.valueOf(anonymous.events().size() - 3));
    }

    @Test
    void rawBytesOfBothSides() throws Exception {
        Program decoded = Program.run(
                "decode",
                "--raw",
                "client=" + raw(named, Sender.CLIENT),
                "--raw",
                "server=" + raw(named, Sender.SERVER));

        assertThat(decoded.exitCode()).isZero();
        assertThat(decoded.out()).contains("CN=alice", "CN=localhost").doesNotContain("127.0.0.1:");
    }

    @Test
    void rawBytesAsJsonAreConversation0() throws Exception {
        Program decoded = Program.run(
                "decode",
                "--json",
                "--raw",
                "client=" + raw(named, Sender.CLIENT),
                "--raw",
                "server=" + raw(named, Sender.SERVER));

        assertThat(decoded.exitCode()).isZero();
        assertThat(ConnectCommandTest.members(decoded.lines().get(0)))
                .containsEntry("conversation", "0")
                .containsEntry("outcome", "completed")
                .doesNotContainKeys("tcp_stream", "start", "end", "client", "server");
    }

    @Test
    void rawBytesOfOneSide() throws Exception {
        Program decoded = Program.run("decode", "--raw", "server=" + raw(named, Sender.SERVER));

        assertThat(decoded.exitCode()).isZero();
        assertThat(decoded.out()).contains("CN=localhost").doesNotContain("CN=alice");
    }

    @Test
    void aThirdSideDoesNotExist() throws Exception {
        Program wrong = Program.run("decode", "--raw", "proxy=" + raw(named, Sender.CLIENT));

        assertThat(wrong.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(wrong.err()).contains("--raw proxy=").contains("the side is client or server");
    }

    @Test
    void aDamagedFileIsShownAsFarAsItGoes() throws Exception {
        byte[] whole = Files.readAllBytes(both);
        Path cut = Files.write(folder.resolve("cut.pcapng"), Arrays.copyOf(whole, whole.length - 7));

        Program decoded = Program.run("decode", cut.toString());

        assertThat(decoded.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(decoded.out()).contains(Report.block(anonymous)).contains("Conversation 1");
        assertThat(decoded.err()).contains(cut.toString()).containsPattern("offset \\d+");
    }

    @Test
    void whatIsNoCaptureIsUnreadable() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "dear diary, this is no capture");

        Program decoded = Program.run("decode", text.toString());

        assertThat(decoded.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(decoded.out()).isEmpty();
        assertThat(decoded.err()).contains(text.toString()).contains("offset 0");
    }

    @Test
    void bytesThatBreakTheProtocolAreAnErrorAndStillShown() throws Exception {
        byte[] client = Files.readAllBytes(raw(named, Sender.CLIENT));
        client[5 + 4 + 2 + 32] = (byte) 200; // legacy_session_id: longer than 32
        Path broken = Files.write(folder.resolve("broken.bin"), client);

        Program lenient = Program.run("decode", "--raw", "client=" + broken);
        Program strict = Program.run("decode", "--strict", "--raw", "client=" + broken);

        assertThat(lenient.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(lenient.out()).contains("client_hello.legacy_session_id").contains("certificate_verify");
        assertThat(strict.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(strict.out()).isEmpty();
        assertThat(strict.err()).contains("client_hello.legacy_session_id");
    }

    @Test
    void aConversationIsPrintedWhenItEndsAndSlownessIsTold() throws Exception {
        CountDownLatch printed = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        try (PipedOutputStream feed = new PipedOutputStream();
                InputStream in = new PipedInputStream(feed, 1 << 20);
                PrintStream out = signalling(printed);
                PrintStream err = signalling(told)) {
            Thread program = new Thread(() -> Main.run(new Console(in, out, err), "decode", "-"));
            program.start();
            feed.write(Files.readAllBytes(ended()));
            feed.flush();
            assertThat(printed.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            feed.close();
            program.join();
        }
    }

    /** A capture in which the connection ends before the file does: both sides have sent their FIN. */
    private static Path ended() {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        named.records().forEach(record -> decoder.feed(record.from(), record.wire(), Arrival.UNKNOWN));
        decoder.closed(Sender.CLIENT, ClosedEvent.How.FIN, Arrival.UNKNOWN);
        decoder.closed(Sender.SERVER, ClosedEvent.How.FIN, Arrival.UNKNOWN);
        Path file = folder.resolve("ended.pcapng");
        CaptureWriter.write(file, fold.conversation());
        return file;
    }

    /** A stream that tells of the first thing written to it. */
    private static PrintStream signalling(CountDownLatch latch) {
        return new PrintStream(
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        latch.countDown();
                    }

                    @Override
                    public synchronized void write(int one) {
                        latch.countDown();
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }
}
