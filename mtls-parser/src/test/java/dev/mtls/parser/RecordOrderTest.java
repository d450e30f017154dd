package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.SSL_3;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.EarlyData;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.PreSharedKey;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.extension.TlsExtension;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Records that stand where one would not look for them: early data, fake ChangeCipherSpecs, pieces of pieces. */
class RecordOrderTest {

    private static final String CHANGE_CIPHER_SPEC = "14 0303 0001 01";
    private static final String DATA = "17 0303 0020" + "cd".repeat(32);

    private static HandshakeEvent hello(Conversation conversation, int index) {
        return (HandshakeEvent) conversation.events().get(index);
    }

    private static ClientHello earlyHello() {
        PreSharedKey offer = new PreSharedKey(
                List.of(new PreSharedKey.Identity(Bytes.ofHex("aabb"), 7)), List.of(Wire.RANDOM), OptionalInt.empty());
        return Wire.clientHello(
                new SupportedVersions(List.of(TLS_1_3, TLS_1_2), Optional.empty()),
                new EarlyData(OptionalLong.empty()),
                offer);
    }

    @Test
    void earlyDataIsProtectedWhetherTheAnswerComesBeforeOrAfterIt() {
        Wire talk = new Wire()
                .client(earlyHello())
                .client(CHANGE_CIPHER_SPEC)
                .client(DATA)
                .client(DATA)
                .server(Wire.serverHello13())
                .server(CHANGE_CIPHER_SPEC)
                .server(DATA);
        Conversation causal = talk.conversation();

        assertThat(causal.problems()).isEmpty();
        assertThat(ConversationDecoderTest.names(causal))
                .containsExactly(
                        "CLIENT client_hello",
                        "CLIENT ChangeCipherSpecEvent",
                        "CLIENT EncryptedEvent",
                        "CLIENT EncryptedEvent",
                        "SERVER server_hello",
                        "SERVER ChangeCipherSpecEvent",
                        "SERVER EncryptedEvent");
        assertThat(Conversation.of(talk.all(Sender.CLIENT), talk.all(Sender.SERVER)))
                .isEqualTo(causal);
        assertThat(new Wire()
                        .say(Sender.SERVER, talk.all(Sender.SERVER))
                        .say(Sender.CLIENT, talk.all(Sender.CLIENT))
                        .conversation())
                .isEqualTo(causal);
        assertThat(causal.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void earlyDataThatNobodyAnsweredIsProtected() {
        Conversation conversation = new Wire().client(earlyHello()).client(DATA).conversation();

        assertThat(conversation.events().get(1)).isInstanceOf(EncryptedEvent.class);
        assertThat(conversation.outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void earlyDataThatIsRejectedByARetryIsFollowedByTheSecondHello() {
        Wire talk = new Wire()
                .client(earlyHello())
                .client(DATA)
                .server(Wire.helloRetryRequest())
                .server(CHANGE_CIPHER_SPEC)
                .client(CHANGE_CIPHER_SPEC)
                .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                .server(Wire.serverHello13());
        Conversation conversation = talk.conversation();

        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.helloRetry()).contains(true);
        assertThat(conversation.resumed()).contains(false);
        assertThat(Conversation.of(talk.all(Sender.CLIENT), talk.all(Sender.SERVER)))
                .isEqualTo(conversation);
        assertThat(hello(conversation, 5).handshake()).hasValue(0);
    }

    @Test
    void aChosenKeyMakesASessionOfTls13AResumedOne() {
        ServerHello plain = Wire.serverHello13();
        List<TlsExtension> extensions = new ArrayList<>(plain.extensions().list());
        extensions.add(new PreSharedKey(List.of(), List.of(), OptionalInt.of(0)));
        ServerHello resuming = new ServerHello(
                plain.legacyVersion(),
                plain.random(),
                plain.legacySessionIdEcho(),
                plain.cipherSuite(),
                plain.legacyCompressionMethod(),
                new Extensions(true, extensions));

        assertThat(new Wire()
                        .client(earlyHello())
                        .server(resuming)
                        .conversation()
                        .resumed())
                .contains(true);
        assertThat(new Wire().client(earlyHello()).server(plain).conversation().resumed())
                .contains(false);
    }

    @Test
    void aChangeCipherSpecMayStandAnywhereInTls13() {
        Bytes answer = Wire.join(Wire.serverHello13());
        Conversation between = new Wire()
                .client(Wire.clientHello(TLS_1_3))
                .client(CHANGE_CIPHER_SPEC)
                .say(Sender.SERVER, Wire.record(22, answer))
                .server(CHANGE_CIPHER_SPEC)
                .server(DATA)
                .server(CHANGE_CIPHER_SPEC)
                .client(CHANGE_CIPHER_SPEC)
                .server(DATA)
                .client("15 0303 0002 0230")
                .conversation();

        assertThat(between.problems()).isEmpty();
        assertThat(between.events().stream().filter(ChangeCipherSpecEvent.class::isInstance))
                .hasSize(4);
        assertThat(between.outcome())
                .as("an alert in the clear behind it is read")
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void beforeTls13AChangeCipherSpecEndsAnUnfinishedMessage() {
        Bytes done = Wire.join(Wire.serverHelloDone());
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .say(Sender.SERVER, Wire.record(22, done.slice(0, 2)))
                .server(CHANGE_CIPHER_SPEC)
                .conversation();

        assertThat(conversation.problems())
                .extracting(found -> found.problem().kind())
                .containsExactly(Problem.Kind.MISPLACED, Problem.Kind.TRUNCATED);
        assertThat(ConversationDecoderTest.names(conversation)).endsWith("SERVER ChangeCipherSpecEvent");
    }

    @Test
    void emptyRecordsBetweenThePiecesOfAMessageAreNothing() {
        Bytes hello = Wire.join(Wire.clientHello(TLS_1_2));
        Conversation conversation = new Wire()
                .client("16 0301 0000")
                .say(Sender.CLIENT, Wire.record(22, hello.slice(0, 2)))
                .client("16 0301 0000")
                .client("16 0301 0000")
                .say(Sender.CLIENT, Wire.record(22, hello.slice(2)))
                .conversation();

        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation)
                .isEqualTo(new Wire().client(Wire.clientHello(TLS_1_2)).conversation());
        assertThat(conversation.provenance(0).records())
                .extracting(RecordInfo::length)
                .startsWith(2, 0, 0);
    }

    @Test
    void anOldServerIsReadAsSsl3() {
        Conversation conversation = new Wire()
                .client("16 0300 002d 01000029 0300" + "11".repeat(32) + "00 0002 0005 01 00")
                .server("16 0300 002a 02000026 0300" + "22".repeat(32) + "00 0005 00")
                .server("16 0300 0004 0e000000")
                .conversation();

        assertThat(conversation.version()).contains(SSL_3);
        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly("CLIENT client_hello", "SERVER server_hello", "SERVER server_hello_done");
    }
}
