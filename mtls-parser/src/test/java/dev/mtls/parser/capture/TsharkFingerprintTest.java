package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.Fingerprint;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.ServerHello;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JA3 and JA3S of every hello in the captures are those of tshark. */
class TsharkFingerprintTest {

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

    @Test
    void everyHelloHasTheFingerprintThatTsharkGivesIt(@TempDir Path folder) throws Exception {
        List<byte[]> files =
                CaptureFiles.own().stream().map(CaptureFiles::bytes).toList();
        Path file = folder.resolve("all.pcap");
        Files.write(
                file,
                PcapShuffle.file(
                        files.get(0),
                        files.stream()
                                .flatMap(one -> PcapShuffle.records(one).stream())
                                .toList()));
        List<Conversation> said = Captures.read(file).conversations();

        assertThat(ours(said)).isEqualTo(tsharks(file, said)).hasSize(29);
    }

    private static Map<Integer, List<String>> ours(List<Conversation> conversations) {
        Map<Integer, List<String>> all = new TreeMap<>();
        for (Conversation said : conversations) {
            List<String> found = new ArrayList<>();
            said.events().forEach(event -> {
                if (event instanceof HandshakeEvent hello && hello.message() instanceof ClientHello client) {
                    found.add(Fingerprint.ja3(client).value());
                } else if (event instanceof HandshakeEvent hello && hello.message() instanceof ServerHello server) {
                    found.add(Fingerprint.ja3s(server).value());
                }
            });
            all.put(said.endpoints().tcpStream().orElseThrow(), found);
        }
        return all;
    }

    private static Map<Integer, List<String>> tsharks(Path file, List<Conversation> said) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        command.addAll(List.of("-o", "tcp.reassemble_out_of_order:TRUE", "-o", "tcp.check_checksum:FALSE"));
        said.stream()
                .map(one -> one.endpoints().server().orElseThrow().getPort())
                .distinct()
                .forEach(port -> command.addAll(List.of("-d", "tcp.port==" + port + ",tls")));
        command.addAll(List.of("-Y", "tls.handshake.type in {1,2}", "-T", "fields", "-e", "tcp.stream"));
        command.addAll(List.of("-e", "tls.handshake.ja3", "-e", "tls.handshake.ja3s"));
        Process tshark = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<Integer, List<String>> all = new TreeMap<>();
        new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(fields -> Arrays.stream(fields)
                        .skip(1)
                        .filter(found -> !found.isEmpty())
                        .flatMap(found -> Arrays.stream(found.split(",")))
                        .forEach(found -> all.computeIfAbsent(Integer.valueOf(fields[0]), s -> new ArrayList<>())
                                .add(found)));
        assertThat(tshark.waitFor()).isZero();
        return all;
    }
}
