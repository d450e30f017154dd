package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.Fingerprint;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.ServerHello;
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
        Tshark.assumeInstalled();
    }

    @Test
    void everyHelloHasTheFingerprintThatTsharkGivesIt(@TempDir Path folder) throws Exception {
        assertThat(compared(folder, CaptureFiles.own())).isEqualTo(29);
    }

    @Test
    void soHasEveryHelloOfTheRecordedHandshakesOfGo(@TempDir Path folder) throws Exception {
        List<Path> files = CaptureFiles.goCryptoTls();
        assumeTrue(!files.isEmpty(), "captures that may not be copied are read from -Dmtls.data");

        assertThat(compared(folder, files)).isGreaterThanOrEqualTo(files.size());
    }

    /** How many conversations were compared. */
    private static int compared(Path folder, List<Path> captures) throws Exception {
        Path file = folder.resolve("all.pcapng");
        Files.write(
                file,
                MergedCapture.of(captures.stream().map(CaptureFiles::bytes).toList()));
        List<Conversation> said = Captures.read(file).conversations();
        Map<Integer, List<String>> ours = ours(said);

        assertThat(ours).isEqualTo(tsharks(file, said));
        return ours.size();
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
        List<String> options =
                new ArrayList<>(List.of("-Y", "tls.handshake.type in {1,2}", "-T", "fields", "-e", "tcp.stream"));
        options.addAll(List.of("-e", "tls.handshake.ja3", "-e", "tls.handshake.ja3s"));
        said.stream()
                .map(one -> one.endpoints().server().orElseThrow().getPort())
                .distinct()
                .forEach(port -> options.addAll(List.of("-d", "tcp.port==" + port + ",tls")));
        Map<Integer, List<String>> all = new TreeMap<>();
        for (String line : Tshark.lines(file, options.toArray(String[]::new))) {
            String[] fields = line.split("\t", -1);
            Arrays.stream(fields)
                    .skip(1)
                    .filter(found -> !found.isEmpty())
                    .flatMap(found -> Arrays.stream(found.split(",")))
                    .forEach(found -> all.computeIfAbsent(Integer.valueOf(fields[0]), s -> new ArrayList<>())
                            .add(found));
        }
        return all;
    }
}
