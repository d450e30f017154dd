package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.Rfc8448;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The traces of RFC 8448, read as whole conversations: what is plain there is read, what is encrypted is not. */
class Rfc8448ConversationTest {

    static List<String> sections() {
        return Rfc8448.SECTIONS;
    }

    @ParameterizedTest
    @MethodSource("sections")
    void exactlyTheEncryptedRecordsAreHidden(String section) {
        List<Rfc8448.Line> records = Rfc8448.lines(section, "record");
        List<JsseTalk.Chunk> talk = records.stream()
                .map(line -> new JsseTalk.Chunk(line.sender(), line.bytes()))
                .toList();

        Conversation conversation = JsseTalk.read(talk);

        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.version()).contains(ProtocolVersion.TLS_1_3);
        assertThat(conversation.helloRetry()).contains(section.contains("retry"));
        assertThat(conversation.resumed()).contains(section.contains("resumed"));
        for (Sender side : Sender.values()) {
            assertThat(conversation.events().stream()
                            .filter(event -> event.from() == side)
                            .map(EncryptedEvent.class::isInstance))
                    .as("one event for each record of the %s", side.label())
                    .containsExactlyElementsOf(records.stream()
                            .filter(line -> line.sender() == side)
                            .map(line -> line.detail().startsWith("encrypted"))
                            .toList());
        }
        assertThat(Conversation.of(JsseTalk.all(talk, Sender.CLIENT), JsseTalk.all(talk, Sender.SERVER)))
                .isEqualTo(conversation);
    }
}
