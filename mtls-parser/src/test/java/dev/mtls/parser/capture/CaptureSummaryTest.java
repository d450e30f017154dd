package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationSummary;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.SummaryFold;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.view.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is handed out as events comes to what is handed out as conversations. */
class CaptureSummaryTest {

    static Stream<Path> files() {
        return Stream.concat(CaptureFiles.own().stream(), CaptureFiles.repackaged().stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aSummarySaysWhatTheConversationSays(Path file) {
        List<Conversation> said = new ArrayList<>();
        List<ConversationSummary> summed = new ArrayList<>();
        CaptureReport whole = Captures.reader().build().forEach(file, said::add);
        CaptureReport counted = Captures.reader()
                .build()
                .forEach(file, SummaryFold::new, (fold, endpoints) -> summed.add(fold.summary(endpoints)));

        assertThat(counted).isEqualTo(whole);
        assertThat(summed).hasSameSizeAs(said);
        for (int i = 0; i < said.size(); i++) {
            Conversation conversation = said.get(i);
            ConversationSummary summary = summed.get(i);
            assertThat(summary.endpoints()).isEqualTo(conversation.endpoints());
            assertThat(summary.facts()).isEqualTo(conversation.facts());
            assertThat(summary.problems()).isEqualTo(conversation.problems());
            assertThat(names(summary.messages())).isEqualTo(messages(conversation));
            for (Sender side : Sender.values()) {
                assertThat(summary.bytes(side)).isEqualTo(bytes(conversation, side));
            }
            assertThat(head(View.json(summary), ",\"messages\":"))
                    .isEqualTo(head(View.json(conversation), ",\"events\":["));
        }
    }

    private static Map<String, Integer> names(Map<HandshakeType, Integer> messages) {
        Map<String, Integer> names = new TreeMap<>();
        messages.forEach((type, count) -> names.put(type.name(), count));
        return names;
    }

    private static Map<String, Integer> messages(Conversation conversation) {
        Map<String, Integer> counts = new TreeMap<>();
        for (ConversationEvent event : conversation.events()) {
            if (event instanceof HandshakeEvent message) {
                counts.merge(message.type().name(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static long bytes(Conversation conversation, Sender side) {
        long bytes = 0;
        for (KeptRecord record : conversation.records()) {
            bytes += record.from() == side ? record.wire().size() : 0;
        }
        return bytes;
    }

    private static String head(String json, String until) {
        assertThat(json).contains(until);
        return json.substring(0, json.indexOf(until));
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatASinkThrowsEndsTheReading(Path file) {
        assertThatThrownBy(() -> Captures.reader().build().forEach(file, SummaryFold::new, (fold, endpoints) -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
    }
}
