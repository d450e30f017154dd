package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.parser.Conversation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares what this library and tshark see in captures: per connection and direction the sequence of records, messages
 * and alerts, their lengths, and the fields of {@code tshark/fields.tsv} with their places and values. No file is left
 * out by its name; a direction of which the capture lacks bytes is, since tshark stops there.
 */
class TsharkTest {
    private static final TsharkFields FIELDS = Both.FIELDS;

    @TempDir
    static Path folder;

    /** The captures among the test resources, read by both. */
    private static Both copied;

    @BeforeAll
    static void readByBoth() throws Exception {
        Tshark.assumeInstalled();
        copied = Both.of(
                Stream.concat(CaptureFiles.own().stream(), CaptureFiles.repackaged().stream())
                        .toList(),
                folder);
    }

    @Test
    void theCapturesHoldWhatTsharkSees() {
        copied.agree();
        assertThat(copied.conversations()).hasSize(29 + 22);
        assertThat(copied.whole(copied.ours())).as("directions compared").hasSizeGreaterThanOrEqualTo(2 * (29 + 18));
        assertThat(copied.ours().values().stream().mapToInt(List::size).sum())
                .as("values compared")
                .isGreaterThan(9000);
    }

    @Test
    void theCapturesOfGoHoldWhatTsharkSees() throws Exception {
        List<Path> files = CaptureFiles.goCryptoTls();
        assumeTrue(!files.isEmpty(), "captures that may not be copied are read from -Dmtls.data");
        Both go = Both.of(files, folder);
        go.agree();
        assertThat(go.conversations()).hasSize(118);
        assertThat(go.whole(go.ours())).as("directions compared").hasSize(2 * 118);
        assertThat(go.ours().values().stream().mapToInt(List::size).sum())
                .as("values compared")
                .isGreaterThan(15_000);
    }

    @Test
    void aWrongDecoderWouldBeFound() {
        List<OurDissection.Said> all = copied.said();
        List<Integer> unnoticed = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            Random random = new Random(number);
            OurDissection.Said said = all.get(random.nextInt(29));
            OurDissection.Said wrong = DissectionMutation.mutate(said, number, random);
            Map<TlsItem.Side, List<TlsItem>> tsharks =
                    new TreeMap<>(copied.tsharks().items());
            tsharks.keySet().removeIf(side -> side.tcpStream() != said.tcpStream());
            assertThat(TlsItem.differences(OurDissection.of(List.of(said), FIELDS), tsharks))
                    .isEmpty();
            if (TlsItem.differences(OurDissection.of(List.of(wrong), FIELDS), tsharks)
                    .isEmpty()) {
                unnoticed.add(number);
            }
        }
        assertThat(unnoticed).isEmpty();
    }

    @Test
    void aWrittenFileHoldsForTsharkWhatTheConversationsHold() throws Exception {
        List<Conversation> said = CaptureFiles.own().stream()
                .flatMap(f -> Captures.read(f).conversations().stream())
                .toList();
        Path file = folder.resolve("written.pcapng");
        CaptureWriter.write(file, said);
        Both written = Both.of(file);
        assertThat(written.conversations()).isEqualTo(said);
        written.agree();
        assertThat(written.ours()).hasSize(2 * said.size());
    }

    @Test
    void aWrittenFileHasRightChecksumsAndNumbers() throws Exception {
        List<Conversation> said = Stream.of("ipv6", "vlan")
                .flatMap(p -> Captures.read(CaptureFiles.repackaged(p)).conversations().stream())
                .toList();
        Path file = folder.resolve("checked.pcapng");
        CaptureWriter.write(file, said);
        List<String> complaints = Tshark.lines(
                file,
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-Y",
                "tcp.checksum.status != 1 or (ip and ip.checksum.status != 1) or tcp.analysis.flags"
                        + " or _ws.malformed");
        assertThat(complaints).isEmpty();
        assertThat(Tshark.lines(file, "-Y", "tls")).isNotEmpty();
    }
}
