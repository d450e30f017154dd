package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.code.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares, direction by direction, the records, handshake messages and alerts that tshark and this library see. */
class TsharkTest {
    private static final int APPLICATION_DATA = 23;

    /** What one side of one connection sent. */
    private record Side(int tcpStream, int port) implements Comparable<Side> {
        @Override
        public int compareTo(Side other) {
            return tcpStream != other.tcpStream
                    ? Integer.compare(tcpStream, other.tcpStream)
                    : Integer.compare(port, other.port);
        }
    }

    /** Numbers only: types and lengths in their order. Records of type 23 apart: tshark names hidden types otherwise. */
    private record Seen(
            List<Integer> recordLengths,
            List<Integer> recordTypes,
            List<Integer> handshakeTypes,
            List<Integer> handshakeLengths,
            List<Integer> alerts) {
        Seen() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @BeforeAll
    static void tsharkIsThere() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("tshark", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "tshark is not installed");
    }

    static Stream<Path> own() {
        return CaptureFiles.own().stream();
    }

    @Test
    void theCapturesHoldWhatTsharkSees(@TempDir Path folder) throws Exception {
        List<byte[]> files = own().map(CaptureFiles::bytes).toList();
        Path file = folder.resolve("all.pcap");
        Files.write(
                file,
                PcapShuffle.file(
                        files.get(0),
                        files.stream()
                                .flatMap(f -> PcapShuffle.records(f).stream())
                                .toList()));
        List<Conversation> said = Captures.read(file).conversations();
        assertThat(ours(said)).isEqualTo(tsharks(file, said)).hasSize(2 * said.size());
        assertThat(said).hasSize(29);
    }

    @Test
    void aWrittenFileHoldsForTsharkWhatTheConversationsHold(@TempDir Path folder) throws Exception {
        List<Conversation> said =
                own().flatMap(f -> Captures.read(f).conversations().stream()).toList();
        Path file = folder.resolve("written.pcapng");
        CaptureWriter.write(file, said);
        List<Conversation> again = Captures.read(file).conversations();
        assertThat(again).isEqualTo(said);
        assertThat(tsharks(file, again)).isEqualTo(ours(again)).hasSize(2 * said.size());
    }

    @Test
    void aWrittenFileHasRightChecksumsAndNumbers(@TempDir Path folder) throws Exception {
        List<Conversation> said = Stream.of("ipv6", "vlan")
                .flatMap(p -> Captures.read(CaptureFiles.repackaged(p)).conversations().stream())
                .toList();
        Path file = folder.resolve("written.pcapng");
        CaptureWriter.write(file, said);
        List<String> complaints = tshark(
                file,
                List.of(
                        "-o",
                        "tcp.check_checksum:TRUE",
                        "-o",
                        "ip.check_checksum:TRUE",
                        "-Y",
                        "tcp.checksum.status != 1 or (ip and ip.checksum.status != 1) or tcp.analysis.flags"
                                + " or _ws.malformed"));
        assertThat(complaints).isEmpty();
        assertThat(tshark(file, List.of("-Y", "tls"))).isNotEmpty();
    }

    private static Map<Side, Seen> ours(List<Conversation> conversations) {
        Map<Side, Seen> all = new TreeMap<>();
        for (Conversation said : conversations) {
            for (KeptRecord record : said.records()) {
                Seen seen = all.computeIfAbsent(side(said, record.from()), s -> new Seen());
                int type = record.wire().u8(0);
                seen.recordLengths().add(record.wire().u16(3));
                if (type != APPLICATION_DATA) {
                    seen.recordTypes().add(type);
                }
            }
            said.events().forEach(event -> {
                Seen seen = all.get(side(said, event.from()));
                if (event instanceof HandshakeEvent message) {
                    seen.handshakeTypes().add(message.bytes().u8(0));
                    seen.handshakeLengths().add(message.bytes().size() - 4);
                } else if (event instanceof AlertEvent alert) {
                    seen.alerts().add(alert.alert().description().value());
                }
            });
        }
        return all;
    }

    private static Side side(Conversation said, Sender from) {
        return new Side(
                said.endpoints().tcpStream().orElseThrow(),
                (from == Sender.CLIENT
                                ? said.endpoints().client()
                                : said.endpoints().server())
                        .orElseThrow()
                        .getPort());
    }

    private static Map<Side, Seen> tsharks(Path file, List<Conversation> said) throws Exception {
        List<String> options = new ArrayList<>(List.of("-Y", "tls", "-T", "fields"));
        said.stream()
                .map(c -> side(c, Sender.SERVER).port())
                .distinct()
                .forEach(port -> options.addAll(List.of("-d", "tcp.port==" + port + ",tls")));
        for (String field : List.of(
                "tcp.stream",
                "tcp.srcport",
                "tls.record.length",
                "tls.record.content_type",
                "tls.handshake.type",
                "tls.handshake.length",
                "tls.alert_message.desc")) {
            options.addAll(List.of("-e", field));
        }
        Map<Side, Seen> all = new TreeMap<>();
        for (String line : tshark(file, options)) {
            String[] fields = Arrays.copyOf(line.split("\t", -1), 7);
            Side side = new Side(numbers(fields[0]).get(0), numbers(fields[1]).get(0));
            Seen seen = all.computeIfAbsent(side, s -> new Seen());
            seen.recordLengths().addAll(numbers(fields[2]));
            numbers(fields[3]).stream().filter(t -> t != APPLICATION_DATA).forEach(seen.recordTypes()::add);
            seen.handshakeTypes().addAll(numbers(fields[4]));
            seen.handshakeLengths().addAll(numbers(fields[5]));
            seen.alerts().addAll(numbers(fields[6]));
        }
        return all;
    }

    private static List<Integer> numbers(String field) {
        return field == null || field.isEmpty()
                ? List.of()
                : Arrays.stream(field.split(",")).map(Integer::valueOf).toList();
    }

    private static List<String> tshark(Path file, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        for (String preference : List.of(
                "tcp.reassemble_out_of_order:TRUE",
                "tcp.desegment_tcp_streams:TRUE",
                "tls.desegment_ssl_records:TRUE",
                "tcp.check_checksum:FALSE")) {
            command.addAll(List.of("-o", preference));
        }
        command.addAll(options);
        Process tshark = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(tshark.waitFor()).isZero();
        return lines;
    }
}
