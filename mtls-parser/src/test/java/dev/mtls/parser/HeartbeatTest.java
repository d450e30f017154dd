package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.HeartbeatEvent;
import dev.mtls.parser.code.HeartbeatMessageType;
import dev.mtls.parser.record.Heartbeat;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final String PADDING = "00112233445566778899aabbccddeeff";

    @Test
    void aHeartbeatIsReadAndEachFieldShown() {
        Conversation conversation = heartbeat("01 0003 616263" + PADDING);

        assertThat(conversation.problems()).isEmpty();
        assertThat(event(conversation).message())
                .contains(new Heartbeat(
                        HeartbeatMessageType.HEARTBEAT_REQUEST, 3, Bytes.ofText("abc"), Bytes.ofHex(PADDING)));
        assertThat(View.json(conversation))
                .contains("{\"event\":\"heartbeat\",\"from\":\"client\",\"encrypted\":false,"
                        + "\"records\":[{\"content_type\":24,\"version\":771,\"length\":22}],"
                        + "\"length\":22,\"bytes\":\"010003616263" + PADDING + "\","
                        + "\"fields\":{\"type\":1,\"payload_length\":3,\"payload\":\"616263\",\"padding\":\"" + PADDING
                        + "\"}}");
        assertThat(View.ladder(conversation)).contains("heartbeat_request -").contains(">  3 bytes\n");
        assertThat(View.text(conversation)).contains("    payload_length: 3\n    payload: 616263\n");
    }

    @Test
    void oneThatAsksForMoreThanItBringsIsAProblem() {
        Conversation heartbleed = heartbeat("01 4000");

        assertThat(heartbleed.problems()).singleElement().satisfies(found -> {
            Problem problem = found.problem();
            assertThat(problem.kind()).isEqualTo(Problem.Kind.LENGTH_EXCEEDS_PARENT);
            assertThat(problem.path()).isEqualTo("heartbeat.payload");
            assertThat(problem.base()).isEqualTo(Problem.Base.RECORD);
            assertThat(problem.rfc()).contains("RFC 6520 4");
            assertThat(problem.message()).isEqualTo("payload_length says 16384 bytes, and 0 are left");
            assertThat(found.event()).hasValue(2);
        });
        assertThat(event(heartbleed).message().orElseThrow().payload()).isEqualTo(Bytes.EMPTY);
        assertThat(View.ladder(heartbleed)).contains("announces 16384 bytes and has 0\n");
    }

    @Test
    void paddingThatIsTooShortIsAProblem() {
        assertThat(heartbeat("02 0003 616263 0011").problems()).singleElement().satisfies(found -> {
            assertThat(found.problem().kind()).isEqualTo(Problem.Kind.TOO_SHORT);
            assertThat(found.problem().path()).isEqualTo("heartbeat.padding");
        });
    }

    @Test
    void oneWithoutALengthIsAProblemAndStaysBytes() {
        Conversation conversation = heartbeat("01 00");

        assertThat(event(conversation).message()).isEmpty();
        assertThat(conversation.problems()).singleElement().satisfies(found -> {
            assertThat(found.problem().kind()).isEqualTo(Problem.Kind.TRUNCATED);
            assertThat(found.problem().path()).isEqualTo("heartbeat.payload_length");
            assertThat(found.problem().span().offset()).isEqualTo(6);
        });
        assertThat(View.json(conversation)).contains("\"length\":2,\"bytes\":\"0100\"}");
    }

    private static Conversation heartbeat(String content) {
        return new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .say(dev.mtls.parser.code.Sender.CLIENT, Wire.record(24, Bytes.ofHex(content)))
                .conversation();
    }

    private static HeartbeatEvent event(Conversation conversation) {
        return (HeartbeatEvent) conversation.events().get(2);
    }
}
