package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent.ClosedEvent.How;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written reads as it was, and what runs side by side does not mix. */
class CaptureWriterPropertyTest {
    private static final List<Conversation> SAID = CaptureFiles.own().stream()
            .flatMap(file -> Captures.read(file).conversations().stream())
            .toList();

    /** A conversation of the files, torn: pieces cut anew, some lost, noise between them, closed or not. */
    private static Conversation torn(Random random) {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        List<KeptRecord> records = SAID.get(random.nextInt(SAID.size())).records();
        Set<Sender> silent = EnumSet.noneOf(Sender.class);
        // The first hello stays: without it nothing would say who is the client, and that there is TLS at all.
        decoder.feed(records.get(0).from(), records.get(0).wire(), Arrival.UNKNOWN);
        for (KeptRecord record : records.subList(1, records.size())) {
            Bytes wire = record.wire();
            // Two gaps in a row are one.
            int what = random.nextInt(8);
            if (what == 0 && !silent.add(record.from())) {
                continue;
            }
            if (what != 0) {
                silent.remove(record.from());
            }
            switch (what) {
                case 0 -> decoder.gap(record.from(), 1L + random.nextInt(200_000), Arrival.UNKNOWN);
                case 1 ->
                    decoder.feed(record.from(), wire.slice(0, 1 + random.nextInt(wire.size() - 1)), Arrival.UNKNOWN);
                case 2 -> decoder.feed(record.from(), Bytes.ofText("HTTP/1.1 200 OK\r\n"), Arrival.UNKNOWN);
                default -> {
                    int cut = random.nextInt(wire.size());
                    decoder.feed(record.from(), wire.slice(0, cut), Arrival.UNKNOWN);
                    decoder.feed(record.from(), wire.slice(cut), Arrival.UNKNOWN);
                }
            }
        }
        if (random.nextBoolean()) {
            decoder.closed(random.nextBoolean() ? Sender.CLIENT : Sender.SERVER, How.FIN, Arrival.UNKNOWN);
        }
        if (random.nextInt(4) == 0) {
            decoder.closed(random.nextBoolean() ? Sender.CLIENT : Sender.SERVER, How.RESET, Arrival.UNKNOWN);
        }
        decoder.end();
        return fold.conversation();
    }

    @Property(tries = 300)
    void whateverWasSaidIsReadAgainAsItWas(@ForAll long seed) {
        Random random = new Random(seed);
        List<Conversation> said = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            said.add(torn(random));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CaptureWriter.write(out, said);
        Capture again = CaptureFiles.read(out.toByteArray());
        assertThat(again.report().problems()).isEmpty();
        assertThat(again.conversations()).isEqualTo(said);
    }

    @Property(tries = 100)
    void connectionsSideBySideDoNotMix(@ForAll long seed) {
        Random random = new Random(seed);
        List<byte[]> files = List.of(
                CaptureFiles.bytes(CaptureFiles.own("tls12-required-empty-cert")),
                CaptureFiles.bytes(CaptureFiles.own("tls12-resumption-mtls")),
                CaptureFiles.bytes(CaptureFiles.own("tls13-pha-mtls")),
                CaptureFiles.bytes(CaptureFiles.own("jdk25-tls13-empty")));
        List<Conversation> alone = files.stream()
                .flatMap(f -> CaptureFiles.read(f).conversations().stream())
                .toList();
        Capture mixed = CaptureFiles.read(PcapShuffle.interleaved(files, random));
        assertThat(mixed.conversations()).containsExactlyInAnyOrderElementsOf(alone);
        assertThat(mixed.report().tcpConnections()).isEqualTo(5);
        assertThat(mixed.conversations())
                .extracting(c -> c.endpoints().number().orElseThrow())
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(mixed.conversations()).allMatch(c -> c.problems().isEmpty());
    }
}
