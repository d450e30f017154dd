package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One TLS 1.2 handshake with a client certificate, seen three ways: by the live tap of the server, by tcpdump on the
 * loopback interface and our decoder, and by tcpdump and tshark.
 */
class CaptureAgreesTest {
    @TempDir
    static Path folder;

    private static Conversation tapped;
    private static Conversation captured;
    private static Path file;

    @BeforeAll
    static void captureOneHandshake() throws Exception {
        Tool.assumeInstalled("tcpdump");
        TestPki pki = TestPki.create();
        TestIdentity alice = pki.client("alice");
        file = folder.resolve("loopback.pcap");
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.REQUIRED)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .start()) {
            Process tcpdump = new ProcessBuilder(
                            "tcpdump",
                            "-i",
                            "lo",
                            "--immediate-mode",
                            "-U",
                            "-s",
                            "0",
                            "-w",
                            "-",
                            "tcp port " + server.port())
                    .start();
            try (BufferedReader messages = tcpdump.errorReader(StandardCharsets.UTF_8)) {
                assumeTrue(isListening(messages), "tcpdump may not capture here");
                assertThat(server.connect(alice).accepted()).isTrue();
                tapped = server.awaitConnection()
                        .awaitClosed(Duration.ofSeconds(30))
                        .conversation()
                        .orElseThrow();
                captured = firstConversation(tcpdump);
            } finally {
                tcpdump.destroy();
                tcpdump.waitFor();
            }
        }
    }

    private static boolean isListening(BufferedReader messages) throws IOException {
        for (String line = messages.readLine(); line != null; line = messages.readLine()) {
            if (line.contains("listening on")) {
                return true;
            }
        }
        return false;
    }

    /** Reads what tcpdump writes until a conversation has ended, and keeps the bytes read for tshark. */
    private static Conversation firstConversation(Process tcpdump) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        List<Conversation> ended = new ArrayList<>();
        try (InputStream in = new Copying(tcpdump.getInputStream(), copy)) {
            Captures.forEach(in, "tcpdump", conversation -> {
                ended.add(conversation);
                tcpdump.destroy();
            });
        }
        Files.write(file, copy.toByteArray());
        assertThat(ended).hasSize(1);
        return ended.get(0);
    }

    @Test
    void theCaptureDecodesToTheConversationOfTheLiveTap() {
        assertThat(captured).isEqualTo(tapped);
        assertThat(captured.hashCode()).isEqualTo(tapped.hashCode());
        assertThat(captured.problems()).isEmpty();
        assertThat(captured.clientAuth()
                        .certificate()
                        .orElseThrow()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=alice");
        assertThat(saidIn(captured)).isEqualTo(saidIn(tapped));
    }

    /** The printed conversation without the end of the TCP connection, of which a tap above TCP knows less. */
    private static List<String> saidIn(Conversation conversation) {
        return Report.block(conversation)
                .lines()
                .filter(line ->
                        !line.contains("closed ---") && !line.contains("-- closed") && !line.contains("reset ---"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void tsharkPrintsTheSameMessages(Side side) throws Exception {
        Tool.assumeInstalled("tshark");
        int port = (side == Side.CLIENT
                        ? captured.endpoints().client()
                        : captured.endpoints().server())
                .orElseThrow()
                .getPort();
        int serverPort = captured.endpoints().server().orElseThrow().getPort();
        List<String> command = new ArrayList<>(List.of(
                "tshark",
                "-r",
                file.toString(),
                "-d",
                "tcp.port==" + serverPort + ",tls",
                "-Y",
                "tls && tcp.srcport==" + port,
                "-T",
                "fields"));
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        List<List<String>> columns = FIELDS.stream()
                .map(field -> (List<String>) new ArrayList<String>())
                .toList();
        try (Tool tshark = Tool.run(command)) {
            assertThat(tshark.exitCode()).isZero();
            tshark.output().lines().filter(line -> line.indexOf('\t') >= 0).forEach(line -> {
                String[] cells = line.split("\t", -1);
                for (int i = 0; i < cells.length; i++) {
                    columns.get(i).addAll(cells[i].isEmpty() ? List.of() : List.of(cells[i].split(",")));
                }
            });
        }

        assertThat(columns.get(0)).as("record types").isNotEmpty().isEqualTo(ours(side, record -> record.u8(0)));
        assertThat(columns.get(1)).as("record lengths").isEqualTo(ours(side, record -> record.size() - 5));
        assertThat(columns.get(2))
                .as("handshake types")
                .isNotEmpty()
                .isEqualTo(messages(side, e -> e.type().value()));
        assertThat(columns.get(3))
                .as("their lengths")
                .isEqualTo(messages(side, e -> e.bytes().size() - 4));
        assertThat(columns.get(4)).as("certificates").isNotEmpty().isEqualTo(certificates(side));
    }

    enum Side {
        CLIENT(Sender.CLIENT),
        SERVER(Sender.SERVER);

        private final Sender sender;

        Side(Sender sender) {
            this.sender = sender;
        }
    }

    private static final List<String> FIELDS = List.of(
            "tls.record.content_type",
            "tls.record.length",
            "tls.handshake.type",
            "tls.handshake.length",
            "tls.handshake.certificate");

    /** A number of each record of one side. */
    private static List<String> ours(Side side, ToIntFunction<Bytes> number) {
        return captured.records().stream()
                .filter(record -> record.from().equals(side.sender))
                .map(record -> String.valueOf(number.applyAsInt(record.wire())))
                .toList();
    }

    private static Stream<HandshakeEvent> handshake(Side side) {
        return captured.events().stream()
                .filter(HandshakeEvent.class::isInstance)
                .map(HandshakeEvent.class::cast)
                .filter(event -> event.from().equals(side.sender));
    }

    /** A number of each readable handshake message of one side. */
    private static List<String> messages(Side side, ToIntFunction<HandshakeEvent> number) {
        return handshake(side)
                .map(event -> String.valueOf(number.applyAsInt(event)))
                .toList();
    }

    private static List<String> certificates(Side side) {
        return handshake(side)
                .map(HandshakeEvent::message)
                .filter(CertificateMessage.class::isInstance)
                .map(CertificateMessage.class::cast)
                .flatMap(message -> message.certificateList().stream())
                .map(entry -> entry.certData().toHex())
                .toList();
    }

    /** Passes bytes on and keeps a copy of them. */
    private static final class Copying extends FilterInputStream {
        private final ByteArrayOutputStream copy;

        Copying(InputStream in, ByteArrayOutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                copy.write(one);
            }
            return one;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                copy.write(buffer, offset, count);
            }
            return count;
        }
    }
}
