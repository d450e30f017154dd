package dev.mtls.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.capture.CaptureWriter;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the fuzzers start from: what the recorded captures hold, cut as each fuzz test reads it. {@code -Dseeds.rewrite} writes
 * the files anew, into {@code src/test/resources/dev/mtls/parser/fuzz/CLASSInputs/fuzz/}; files with other names there are what
 * fuzzers found.
 */
class FuzzSeedsTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/mtls/parser/fuzz");
    private static final int MAX_FILE = 5_500;

    @Test
    void eachTargetStartsFromWhatWasRecorded() throws Exception {
        Map<Path, byte[]> seeds = new TreeMap<>();
        for (Path capture : captures()) {
            String name = capture.getFileName().toString().replace(".pcap", "");
            Conversation said = Captures.read(capture).conversations().get(0);
            byte[] pcap = Files.readAllBytes(capture);
            if (pcap.length <= MAX_FILE) {
                seeds.put(seed("Pcap", name), pcap);
                ByteArrayOutputStream pcapng = new ByteArrayOutputStream();
                CaptureWriter.write(pcapng, List.of(said));
                seeds.put(seed("Pcapng", name), pcapng.toByteArray());
                seeds.put(seed("Conversation", name), conversation(said));
                seeds.put(seed("Record", name), records(said));
            }
            for (ConversationEvent event : said.events()) {
                if (event instanceof HandshakeEvent message) {
                    handshake(seeds, said, message);
                }
            }
        }
        segments(seeds);
        for (Map.Entry<Path, byte[]> seed : seeds.entrySet()) {
            if (System.getProperty("seeds.rewrite") != null) {
                Files.createDirectories(seed.getKey().getParent());
                Files.write(seed.getKey(), seed.getValue());
            }
            assertThat(seed.getKey()).hasBinaryContent(seed.getValue());
        }
        assertThat(seeds.keySet()).hasSizeGreaterThan(40);
    }

    private static Path seed(String target, String name) {
        return FOLDER.resolve(target + "FuzzTestInputs/fuzz/seed-" + name);
    }

    private static List<Path> captures() throws IOException, URISyntaxException {
        Path own = Path.of(Objects.requireNonNull(FuzzSeedsTest.class.getResource("/captures/own"))
                .toURI());
        try (Stream<Path> files = Files.list(own)) {
            return files.filter(file -> file.toString().endsWith(".pcap"))
                    .sorted()
                    .toList();
        }
    }

    /** Pieces with 16-bit lengths, as they were said. */
    private static byte[] conversation(Conversation said) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (KeptRecord record : said.records()) {
            out.write(2 | (record.from() == Sender.CLIENT ? 0 : 1));
            out.write(record.wire().size() >> 8);
            out.write(record.wire().size());
            out.writeBytes(record.wire().toByteArray());
        }
        return out.toByteArray();
    }

    /** What the server said, in pieces of 256 bytes. */
    private static byte[] records(Conversation said) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        said.records().stream()
                .filter(record -> record.from() == Sender.SERVER)
                .forEach(record -> bytes.writeBytes(record.wire().toByteArray()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        byte[] stream = bytes.toByteArray();
        for (int at = 0; at < stream.length; at += 256) {
            out.write(255);
            out.write(stream, at, Math.min(256, stream.length - at));
        }
        return out.toByteArray();
    }

    /** A message behind three bytes of context; of hellos also their extensions one by one. */
    private static void handshake(Map<Path, byte[]> seeds, Conversation said, HandshakeEvent message) {
        int type = message.bytes().u8(0);
        int version = said.version().map(v -> v.value()).orElse(0x0303);
        byte[] context = {
            (byte) message.from().ordinal(),
            (byte) (version == 0x0304 ? 0 : version == 0x0303 ? 1 : 2),
            (byte) (version == 0x0304 ? 0 : 1)
        };
        if (message.bytes().size() <= 1500) {
            String name = type + "-" + Integer.toHexString(version);
            seeds.putIfAbsent(seed("Handshake", name), join(context, message.bytes()));
        }
        if (type == 1 && message.bytes().size() < 1000) {
            byte[] kind = {context[0], context[1], context[2], 0};
            seeds.putIfAbsent(
                    seed("Extension", "hello-" + Integer.toHexString(version)),
                    join(kind, extensions(message.bytes())));
        }
    }

    private static byte[] join(byte[] first, Bytes second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second.toByteArray());
        return out.toByteArray();
    }

    /** What follows the compression methods of a ClientHello, without the length of the block. */
    private static Bytes extensions(Bytes hello) {
        int at = 4 + 2 + 32;
        at += 1 + hello.u8(at);
        at += 2 + hello.u16(at);
        at += 1 + hello.u8(at);
        return hello.slice(at + 2);
    }

    /** Both SYNs and each stream once: in order, backwards, with a hole, and with each segment twice. */
    private static void segments(Map<Path, byte[]> seeds) {
        seeds.put(seed("Reassembly", "in-order"), order(0, 1, 2, 3, 4, 5));
        seeds.put(seed("Reassembly", "backwards"), order(5, 4, 3, 2, 1, 0));
        seeds.put(seed("Reassembly", "hole"), order(0, 1, 3, 4, 5));
        seeds.put(seed("Reassembly", "twice"), order(0, 0, 1, 1, 2, 2, 3, 4, 3, 5));
    }

    private static byte[] order(int... segments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xf0);
        out.write(0xf1);
        for (int segment : segments) {
            for (int side = 0; side <= 1; side++) {
                int offset = segment * 600;
                out.write(side);
                out.write(offset >> 8);
                out.write(offset);
                out.write(segment == 3 ? 200 : 150); // the fourth overlaps the fifth
            }
        }
        return out.toByteArray();
    }
}
