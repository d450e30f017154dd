package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.code.Sender;
import java.nio.file.Files;
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
    private static final TsharkFields FIELDS = TsharkFields.load();

    @TempDir
    static Path folder;

    /** The captures among the test resources, read by both. */
    private static Both copied;

    /** One file as both see it. */
    private record Both(List<Conversation> conversations, TsharkPdml.Dissection tsharks) {

        static Both of(Path file) throws Exception {
            List<Conversation> conversations = Captures.read(file).conversations();
            return new Both(conversations, Tshark.dissect(file, conversations, FIELDS));
        }

        static Both of(List<Path> pcaps) throws Exception {
            Path merged = Files.createTempFile(folder, "merged", ".pcapng");
            Files.write(
                    merged,
                    MergedCapture.of(pcaps.stream().map(CaptureFiles::bytes).toList()));
            return of(merged);
        }

        List<OurDissection.Said> said() {
            return conversations.stream().map(OurDissection.Said::of).toList();
        }

        Map<TlsItem.Side, List<TlsItem>> ours() {
            return OurDissection.of(said(), FIELDS);
        }

        /** The directions of which both have all bytes. */
        <T> Map<TlsItem.Side, T> whole(Map<TlsItem.Side, T> items) {
            Map<TlsItem.Side, T> whole = new TreeMap<>(items);
            for (Conversation said : conversations) {
                said.events().stream()
                        .filter(GapEvent.class::isInstance)
                        .forEach(gap -> whole.remove(side(said, gap.from())));
            }
            return whole;
        }

        void agree() {
            assertThat(TlsItem.differences(whole(ours()), whole(tsharks.items())))
                    .isEmpty();
            assertThat(tsharks.unknown())
                    .as("fields that the table does not know")
                    .isEmpty();
            assertThat(tsharks.malformed()).isZero();
        }
    }

    private static TlsItem.Side side(Conversation said, Sender from) {
        return new TlsItem.Side(
                said.endpoints().tcpStream().orElseThrow(),
                (from == Sender.CLIENT
                                ? said.endpoints().client()
                                : said.endpoints().server())
                        .orElseThrow()
                        .getPort());
    }

    @BeforeAll
    static void readByBoth() throws Exception {
        Tshark.assumeInstalled();
        copied = Both.of(Stream.concat(CaptureFiles.own().stream(), CaptureFiles.repackaged().stream())
                .toList());
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
        Both go = Both.of(files);
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
