package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.MalformedHandshakeMessage;
import dev.mtls.parser.handshake.UnknownHandshakeMessage;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import org.junit.jupiter.api.Test;

/** Bytes that are no TLS, or broken TLS, in the midst of a conversation. */
class ConversationDecoderDamageTest {

    @Test
    void whatIsSaidBeforeTlsIsPlaintext() {
        Wire talk = new Wire()
                .say(Sender.SERVER, Bytes.ofText("220 mail ESMTP\r\n"))
                .say(Sender.CLIENT, Bytes.ofText("STARTTLS\r\n"))
                .say(Sender.SERVER, Bytes.ofText("220 go ahead\r\n"))
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12());

        Conversation conversation = talk.conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly(
                        "SERVER PlaintextEvent",
                        "CLIENT PlaintextEvent",
                        "SERVER PlaintextEvent",
                        "CLIENT client_hello",
                        "SERVER server_hello");
        assertThat(conversation.problems()).isEmpty();
        assertThat(Conversation.of(talk.all(Sender.CLIENT), talk.all(Sender.SERVER)))
                .isEqualTo(conversation);
    }

    @Test
    void anotherProtocolInsteadOfTlsIsPlaintextAndNoProblem() {
        Conversation conversation = new Wire()
                .say(Sender.CLIENT, Bytes.ofText("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
                .say(Sender.SERVER, Bytes.ofText("HTTP/1.1 400 Bad Request\r\n\r\n"))
                .conversation();

        assertThat(conversation.events())
                .allMatch(PlaintextEvent.class::isInstance)
                .hasSize(2);
        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(conversation.version()).isEmpty();
    }

    @Test
    void anAnswerInHttpToAHelloIsPlaintext() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .say(Sender.SERVER, Bytes.ofText("HTTP/1.1 400 Bad Request\r\n\r\n"))
                .conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly("CLIENT client_hello", "SERVER PlaintextEvent");
    }

    @Test
    void readingGoesOnAfterBytesThatAreNoRecord() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .server("ffffffff 16ff")
                .server(Wire.serverHelloDone())
                .conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly(
                        "CLIENT client_hello",
                        "SERVER server_hello",
                        "SERVER PlaintextEvent",
                        "SERVER server_hello_done");
        assertThat(conversation.problems()).singleElement().satisfies(found -> {
            assertThat(found.problem().kind()).isEqualTo(Problem.Kind.NOT_TLS);
            assertThat(found.problem().base()).isEqualTo(Problem.Base.STREAM);
            assertThat(found.problem().span().offset()).isEqualTo(5 + 4 + 40);
            assertThat(found.from()).contains(Sender.SERVER);
        });
    }

    @Test
    void aMalformedMessageCostsOnlyItself() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .server("16 0303 0005 0b000001 00")
                .server(Wire.serverHelloDone())
                .conversation();

        assertThat(conversation.events())
                .element(2)
                .isInstanceOfSatisfying(
                        HandshakeEvent.class,
                        event -> assertThat(event.message()).isInstanceOf(MalformedHandshakeMessage.class));
        assertThat(ConversationDecoderTest.names(conversation)).endsWith("SERVER server_hello_done");
        assertThat(conversation.problems()).isNotEmpty().allSatisfy(found -> {
            assertThat(found.event()).hasValue(2);
            assertThat(found.problem().path()).startsWith("certificate");
            assertThat(found.problem().base()).isEqualTo(Problem.Base.MESSAGE);
        });
    }

    @Test
    void aMessageOfAnUnknownTypeIsAnEventLikeAnother() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server("16 0303 0006 c8000002 abcd")
                .conversation();

        assertThat(conversation.events())
                .element(1)
                .isInstanceOfSatisfying(
                        HandshakeEvent.class,
                        event -> assertThat(event.message()).isInstanceOf(UnknownHandshakeMessage.class));
    }

    @Test
    void aMessageThatAnnouncesTooMuchIsSkippedWholly() {
        Wire talk = new Wire().client(Wire.clientHello(TLS_1_2)).server(Wire.serverHello12());
        int announced = 200_000;
        Bytes message = Bytes.of((byte) 11, (byte) (announced >> 16), (byte) (announced >> 8), (byte) announced)
                .concat(Bytes.owning(new byte[announced]))
                .concat(Wire.join(Wire.serverHelloDone()));
        for (int at = 0; at < message.size(); at += 16_000) {
            talk.say(Sender.SERVER, Wire.record(22, message.slice(at, Math.min(at + 16_000, message.size()))));
        }

        Conversation conversation = talk.conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly("CLIENT client_hello", "SERVER server_hello", "SERVER server_hello_done");
        assertThat(conversation.problems())
                .singleElement()
                .extracting(found -> found.problem().kind())
                .isEqualTo(Problem.Kind.LIMIT_EXCEEDED);
    }

    @Test
    void aMessageInManyRecordsIsOneEventAtItsLast() {
        Bytes hello = Wire.join(Wire.clientHello(TLS_1_2));
        Wire talk = new Wire();
        for (int i = 0; i < hello.size(); i++) {
            talk.say(Sender.CLIENT, Wire.record(22, hello.slice(i, i + 1)));
        }

        Conversation conversation = talk.conversation();

        assertThat(ConversationDecoderTest.names(conversation)).containsExactly("CLIENT client_hello");
        assertThat(conversation.provenance(0).records()).hasSize(hello.size());
        assertThat(conversation)
                .isEqualTo(new Wire().client(Wire.clientHello(TLS_1_2)).conversation());
    }

    @Test
    void recordsThatCarryTheEndOfOneMessageAndTheStartOfTheNextBelongToBoth() {
        Bytes both = Wire.join(Wire.serverHello12(), Wire.serverHelloDone());
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .say(Sender.SERVER, Wire.record(22, both.slice(0, 10)))
                .say(Sender.SERVER, Wire.record(22, both.slice(10, both.size() - 2)))
                .say(Sender.SERVER, Wire.record(22, both.slice(both.size() - 2)))
                .conversation();

        assertThat(conversation.provenance(1).records())
                .extracting(RecordInfo::length)
                .containsExactly(10, both.size() - 12);
        assertThat(conversation.provenance(2).records())
                .extracting(RecordInfo::length)
                .containsExactly(both.size() - 12, 2);
    }

    @Test
    void anAlertWithinAFragmentedMessageIsReadAndReported() {
        Bytes hello = Wire.join(Wire.clientHello(TLS_1_2));
        Conversation conversation = new Wire()
                .say(Sender.CLIENT, Wire.record(22, hello.slice(0, 20)))
                .client("15 0303 0002 0100")
                .say(Sender.CLIENT, Wire.record(22, hello.slice(20)))
                .conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly("CLIENT AlertEvent", "CLIENT client_hello");
        assertThat(conversation.problems())
                .singleElement()
                .extracting(found -> found.problem().kind())
                .isEqualTo(Problem.Kind.MISPLACED);
    }
}
