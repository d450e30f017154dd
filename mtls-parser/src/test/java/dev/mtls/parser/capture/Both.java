package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.code.Sender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One capture file as this library and tshark see it.
 *
 * @param conversations what this library reads
 * @param tsharks what tshark does
 */
record Both(List<Conversation> conversations, TsharkPdml.Dissection tsharks) {
    static final TsharkFields FIELDS = TsharkFields.load();

    static Both of(Path file) throws Exception {
        List<Conversation> conversations = Captures.read(file).conversations();
        return new Both(conversations, Tshark.dissect(file, conversations, FIELDS));
    }

    /** Many files, merged in a folder. */
    static Both of(List<Path> pcaps, Path folder) throws Exception {
        Path merged = Files.createTempFile(folder, "merged", ".pcapng");
        Files.write(
                merged, MergedCapture.of(pcaps.stream().map(CaptureFiles::bytes).toList()));
        return of(merged);
    }

    List<OurDissection.Said> said() {
        return conversations.stream().map(OurDissection.Said::of).toList();
    }

    Map<TlsItem.Side, List<TlsItem>> ours() {
        return OurDissection.of(said(), FIELDS);
    }

    /** The directions of which the capture has all bytes. */
    <T> Map<TlsItem.Side, T> whole(Map<TlsItem.Side, T> items) {
        Map<TlsItem.Side, T> whole = new TreeMap<>(items);
        for (Conversation said : conversations) {
            said.events().stream()
                    .filter(GapEvent.class::isInstance)
                    .forEach(gap -> whole.remove(side(said, gap.from())));
        }
        return whole;
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

    void agree() {
        assertThat(TlsItem.differences(whole(ours()), whole(tsharks.items()))).isEmpty();
        assertThat(tsharks.unknown()).as("fields that the table does not know").isEmpty();
        assertThat(tsharks.malformed()).isZero();
    }
}
