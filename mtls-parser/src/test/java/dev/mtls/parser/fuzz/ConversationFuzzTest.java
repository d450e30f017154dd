package dev.mtls.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;

/** A whole connection: pieces of both directions, gaps and closes. Each byte is kept once, and all of it can be shown. */
class ConversationFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) {
        ConversationFold fold = new ConversationFold(ConversationFold.Limits.DEFAULTS);
        long fed = play(data, ConversationDecoder.builder().sink(fold).build());
        Conversation said = fold.conversation();
        assertThat(said.records().stream()
                        .map(KeptRecord::wire)
                        .mapToLong(Bytes::size)
                        .sum())
                .isEqualTo(fed);
        assertThat(View.text(said)).isNotEmpty();
        assertThat(View.ladder(said)).isNotNull();
        assertThat(View.json(said)).doesNotContain("\n");
        assertThat(said).isEqualTo(said);
        try {
            play(
                    data,
                    ConversationDecoder.builder()
                            .sink((event, provenance) -> {})
                            .strict(true)
                            .build());
            // The structure is sound; what stands inside a certificate is no matter of it.
            assertThat(said.problems())
                    .allMatch(problem -> problem.problem().path().contains("cert_data"));
        } catch (MalformedTlsException strict) {
            assertThat(said.problems()).isNotEmpty();
        }
    }

    private static long play(byte[] data, ConversationDecoder decoder) {
        FuzzInput in = new FuzzInput(data);
        long fed = 0;
        while (!in.isEmpty()) {
            int step = in.u8();
            Sender from = (step & 1) == 0 ? Sender.CLIENT : Sender.SERVER;
            if (step >= 0xfc) {
                decoder.gap(from, 1 + in.u8(), Arrival.UNKNOWN);
            } else if (step >= 0xf8) {
                decoder.closed(from, ClosedEvent.How.FIN, Arrival.UNKNOWN);
            } else {
                Bytes piece = in.take((step & 2) == 0 ? in.u8() : in.u16());
                fed += piece.size();
                decoder.feed(from, piece, Arrival.UNKNOWN);
            }
        }
        decoder.end();
        return fed;
    }
}
