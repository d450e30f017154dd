package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Decryption;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.secrets.KeyLog;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures with the key logs beside them. */
class DecryptionTest {

    /** What their logs lack: a refused client leaves no application traffic secret, or none at all. */
    private static final Map<String, Decryption> NOT_FULLY = Map.of(
            "cipher-mismatch", Decryption.NOT_ENCRYPTED,
            "version-mismatch", Decryption.NOT_ENCRYPTED,
            "jdk25-tls12-empty", Decryption.NONE,
            "tls12-client-unknown-ca", Decryption.NONE,
            "tls12-required-empty-cert", Decryption.NONE,
            "jdk25-tls13-empty", Decryption.PARTIAL,
            "jdk25-tls13-nomatch-ca-empty", Decryption.PARTIAL);

    @TempDir
    Path folder;

    static List<Path> captures() {
        return CaptureFiles.own();
    }

    /** Also those that are not part of this project, where they are. */
    static List<Path> all() {
        return Stream.concat(CaptureFiles.own().stream(), CaptureFiles.goCryptoTls().stream())
                .filter(pcap -> Files.exists(keys(pcap)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isDecryptedAsFarAsTheLogReaches(Path pcap) {
        List<Conversation> plain = Captures.read(pcap).conversations();
        List<Conversation> conversations =
                Captures.read(pcap, KeyLog.of(keys(pcap))).conversations();

        assertThat(conversations).hasSameSizeAs(plain).allSatisfy(conversation -> {
            assertThat(conversation.decryption()).isEqualTo(NOT_FULLY.getOrDefault(name(pcap), Decryption.FULL));
            assertThat(problems(conversation))
                    .containsExactlyElementsOf(
                            conversation.decryption() == Decryption.PARTIAL
                                    ? List.of("there is no CLIENT_TRAFFIC_SECRET_0 of this connection")
                                    : List.of());
        });
    }

    @Test
    void theClientCertificateOfTls13IsSeen() {
        Conversation conversation = read("tls13-ec-mtls-nocomp");

        assertThat(conversation.clientAuth().requested()).contains(true);
        assertThat(conversation.clientAuth().presented()).contains(true);
        assertThat(conversation
                        .clientAuth()
                        .chain()
                        .get(0)
                        .getSubjectX500Principal()
                        .getName())
                .contains("CN=");
        assertThat(events(conversation, HandshakeEvent.class))
                .extracting(event -> event.from() + " " + event.type().name() + (event.encrypted() ? " decrypted" : ""))
                .contains(
                        "CLIENT client_hello",
                        "SERVER server_hello",
                        "SERVER certificate_request decrypted",
                        "CLIENT certificate decrypted",
                        "CLIENT certificate_verify decrypted",
                        "CLIENT finished decrypted");
        assertThat(conversation.events()).noneMatch(EncryptedEvent.class::isInstance);
        assertThat(conversation.provenance(conversation
                        .events()
                        .indexOf(events(conversation, HandshakeEvent.class)
                                .filter(event -> event.type().name().equals("finished"))
                                .findFirst()
                                .orElseThrow())))
                .satisfies(provenance -> {
                    assertThat(provenance.records().get(0).contentType()).isEqualTo(ContentType.HANDSHAKE);
                    assertThat(provenance.records().get(0).opaqueType()).contains(ContentType.APPLICATION_DATA);
                });
    }

    @Test
    void aRenegotiationAndWhatFollowsAreRead() {
        assertThat(events(read("tls12-renegotiate-mtls"), HandshakeEvent.class)
                        .filter(HandshakeEvent::encrypted)
                        .map(event -> event.handshake().getAsInt() + " "
                                + event.type().name()))
                .contains("0 finished", "1 client_hello", "1 server_hello", "1 certificate", "1 finished");
    }

    @Test
    void aSecretInTheFileItselfIsUsed() throws Exception {
        Path pcap = CaptureFiles.own("tls13-ec-mtls-nocomp");
        byte[] pcapng = MergedCapture.of(List.of(CaptureFiles.bytes(pcap)));

        Conversation conversation = CaptureFiles.read(withSecrets(pcapng, Files.readAllBytes(keys(pcap))))
                .conversations()
                .get(0);

        assertThat(conversation.decryption()).isEqualTo(Decryption.FULL);
        assertThat(conversation).isEqualTo(read("tls13-ec-mtls-nocomp"));
        assertThat(CaptureFiles.read(pcapng).conversations().get(0).problems()).isEmpty();
    }

    /** Without the secrets of this connection everything is as it is without secrets, but for the reason. */
    @ParameterizedTest
    @MethodSource("captures")
    void theSecretsOfAnotherConnectionShowNothing(Path pcap) {
        Conversation without = Captures.read(pcap).conversations().get(0);
        Conversation with = Captures.read(pcap, KeyLog.of("CLIENT_RANDOM " + "00".repeat(32) + " " + "00".repeat(48)))
                .conversations()
                .get(0);

        assertThat(with).isEqualTo(without);
        assertThat(with.events()).isEqualTo(without.events());
        boolean hidden = with.events().stream().anyMatch(EncryptedEvent.class::isInstance);
        assertThat(problems(with).isEmpty()).isEqualTo(!hidden);
    }

    @ParameterizedTest
    @EnumSource(Sender.class)
    void aBitOfTheLogFlippedShutsThatDirection(Sender side) throws Exception {
        Path pcap = CaptureFiles.own("tls13-ec-mtls-nocomp");
        String label = side.name() + "_HANDSHAKE_TRAFFIC_SECRET";
        String log = Files.readString(keys(pcap))
                .lines()
                .map(line -> line.startsWith(label) ? flippedAtEnd(line) : line)
                .reduce("", (a, b) -> a + b + "\n");

        Conversation conversation =
                Captures.read(pcap, KeyLog.of(log)).conversations().get(0);

        assertThat(conversation.decryption()).isEqualTo(Decryption.PARTIAL);
        assertThat(opened(conversation, side)).isZero();
        assertThat(hidden(conversation, side)).isPositive();
        assertThat(hidden(conversation, side.other())).isZero();
        assertThat(problems(conversation)).singleElement().asString().contains("do not open the record");
    }

    @ParameterizedTest
    @EnumSource(Sender.class)
    void aBitOfACiphertextFlippedShutsThatDirectionFromThereOn(Sender side) {
        for (String name : List.of(
                "tls13-ec-mtls-nocomp",
                "tls13-chacha-mtls",
                "tls13-aes128ccm-mtls",
                "tls12-rsa-ecdhe-mtls-ok",
                "tls12-cbc-etm-mtls",
                "tls11-mtls")) {
            Conversation whole = read(name);
            byte[] pcap = CaptureFiles.bytes(CaptureFiles.own(name));
            List<Bytes> sealed = protectedRecords(name, side);
            for (int i = 0; i < sealed.size(); i++) {
                byte[] damaged = pcap.clone();
                damaged[endOf(sealed.get(i), damaged)] ^= 1;

                Conversation conversation = Captures.reader()
                        .secrets(KeyLog.of(keys(CaptureFiles.own(name))))
                        .build()
                        .read(CaptureFiles.stream(damaged), name)
                        .conversations()
                        .get(0);

                assertThat(hidden(conversation, side))
                        .as("%s, record %d", name, i)
                        .isEqualTo(sealed.size() - i);
                assertThat(hidden(conversation, side.other())).isZero();
                assertThat(problems(conversation)).singleElement().asString().contains("from here on");
                assertThat(said(whole)).containsAll(said(conversation));
            }
        }
    }

    @Test
    void tsharkSeesTheSameMessagesInside() throws Exception {
        Tshark.assumeInstalled();
        StringBuilder log = new StringBuilder();
        for (Path pcap : all()) {
            log.append(Files.readString(keys(pcap))).append('\n');
        }
        Path keys = Files.writeString(folder.resolve("keys"), log);
        Path merged = Files.write(
                folder.resolve("merged.pcapng"),
                MergedCapture.of(all().stream().map(CaptureFiles::bytes).toList()));
        List<Conversation> conversations =
                Captures.read(merged, KeyLog.of(keys)).conversations();

        assertThat(conversations).hasSizeGreaterThanOrEqualTo(all().size());
        Map<String, List<String>> ours = new TreeMap<>();
        for (Conversation conversation : conversations) {
            for (ConversationEvent event : conversation.events()) {
                said(event)
                        .ifPresent(said -> ours.computeIfAbsent(side(conversation, event), s -> new ArrayList<>())
                                .add(said));
            }
        }
        assertThat(ours).isEqualTo(tsharks(merged, keys, conversations));
    }

    /** By stream and port: type and length of each message, and the alerts. */
    private static Map<String, List<String>> tsharks(Path file, Path keys, List<Conversation> conversations)
            throws Exception {
        List<String> options = new ArrayList<>(List.of("-o", "tls.keylog_file:" + keys, "-Y", "tls", "-T", "fields"));
        for (String field : List.of(
                "tcp.stream", "tcp.srcport", "tls.handshake.type", "tls.handshake.length", "tls.alert_message.desc")) {
            options.addAll(List.of("-e", field));
        }
        conversations.stream()
                .map(c -> c.endpoints().server().orElseThrow().getPort())
                .distinct()
                .forEach(port -> options.addAll(List.of("-d", "tcp.port==" + port + ",tls")));
        Map<String, List<String>> theirs = new TreeMap<>();
        for (String line : Tshark.lines(file, options.toArray(String[]::new))) {
            String[] columns = line.split("\t", -1);
            List<String> said = theirs.computeIfAbsent(columns[0] + " " + columns[1], side -> new ArrayList<>());
            List<String> types = list(columns[2]);
            List<String> lengths = list(columns[3]);
            assertThat(types).hasSameSizeAs(lengths);
            for (int i = 0; i < types.size(); i++) {
                said.add(types.get(i) + ":" + lengths.get(i));
            }
            list(columns[4]).forEach(alert -> said.add("alert " + alert));
        }
        theirs.values().removeIf(List::isEmpty);
        return theirs;
    }

    private static List<String> said(Conversation conversation) {
        return conversation.events().stream()
                .filter(event -> !(event instanceof EncryptedEvent))
                .map(event -> event instanceof HandshakeEvent message
                        ? message.from() + " " + message.bytes().toHex()
                        : event.toString())
                .toList();
    }

    private static Optional<String> said(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            return Optional.of(message.type().value() + ":" + (message.bytes().size() - 4));
        }
        return event instanceof AlertEvent alert
                ? Optional.of("alert " + alert.alert().description().value())
                : Optional.empty();
    }

    private static String side(Conversation conversation, ConversationEvent event) {
        int port = (event.from() == Sender.CLIENT
                        ? conversation.endpoints().client()
                        : conversation.endpoints().server())
                .orElseThrow()
                .getPort();
        return conversation.endpoints().tcpStream().orElseThrow() + " " + port;
    }

    private static List<String> list(String column) {
        return column.isEmpty() ? List.of() : List.of(column.split(","));
    }

    private static Conversation read(String name) {
        Path pcap = CaptureFiles.own(name);
        return Captures.read(pcap, KeyLog.of(keys(pcap))).conversations().get(0);
    }

    private static Path keys(Path pcap) {
        Path log = pcap.resolveSibling(name(pcap) + ".keylog");
        return Files.exists(log) ? log : pcap.resolveSibling(name(pcap) + ".keys");
    }

    private static String name(Path pcap) {
        return pcap.getFileName().toString().replace(".pcap", "");
    }

    private static List<String> problems(Conversation conversation) {
        return conversation.problems().stream()
                .map(ConversationProblem::problem)
                .filter(problem -> problem.kind() == Problem.Kind.NOT_DECRYPTED)
                .map(Problem::message)
                .toList();
    }

    private static <E> Stream<E> events(Conversation conversation, Class<E> type) {
        return conversation.events().stream().filter(type::isInstance).map(type::cast);
    }

    private static long hidden(Conversation conversation, Sender side) {
        return events(conversation, EncryptedEvent.class)
                .filter(event -> event.from() == side)
                .count();
    }

    private static long opened(Conversation conversation, Sender side) {
        return conversation.events().stream()
                .filter(event -> event.from() == side && event.encrypted() && !(event instanceof EncryptedEvent))
                .count();
    }

    /** The protected records of a side, as they are on the wire. */
    private static List<Bytes> protectedRecords(String name, Sender side) {
        Conversation hidden =
                Captures.read(CaptureFiles.own(name)).conversations().get(0);
        List<Integer> lengths = events(hidden, EncryptedEvent.class)
                .filter(event -> event.from() == side)
                .map(EncryptedEvent::length)
                .toList();
        List<Bytes> records = hidden.records().stream()
                .filter(record -> record.from() == side)
                .map(record -> record.wire())
                .toList();
        List<Bytes> last = records.subList(records.size() - lengths.size(), records.size());
        assertThat(last).extracting(wire -> wire.size() - 5).isEqualTo(lengths);
        return last;
    }

    /** Where the last byte of a record is, which may have come in several packets. */
    private static int endOf(Bytes record, byte[] file) {
        String end = new String(record.slice(record.size() - 12).toByteArray(), StandardCharsets.ISO_8859_1);
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(end);
        assertThat(at).isPositive();
        return at + end.length() - 1;
    }

    private static String flippedAtEnd(String line) {
        char last = line.charAt(line.length() - 1);
        return line.substring(0, line.length() - 1) + Character.forDigit(Character.digit(last, 16) ^ 1, 16);
    }

    /** Puts a Decryption Secrets Block behind the section header. */
    private static byte[] withSecrets(byte[] pcapng, byte[] log) {
        ByteOrder order = pcapng[8] == 0x1a ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int header = ByteBuffer.wrap(pcapng).order(order).getInt(4);
        int padded = (log.length + 3) / 4 * 4;
        ByteBuffer all = ByteBuffer.allocate(pcapng.length + 20 + padded).order(order);
        all.put(pcapng, 0, header);
        all.putInt(10).putInt(20 + padded).putInt(0x544c534b).putInt(log.length).put(log);
        all.position(header + 16 + padded);
        all.putInt(20 + padded);
        all.put(pcapng, header, pcapng.length - header);
        return all.array();
    }
}
