package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.ClosedEvent.How;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final String CHANGE_CIPHER_SPEC = "14 0303 0001 01";
    private static final String FINISHED = "16 0303 0028" + "ab".repeat(40);
    private static final String DATA = "17 0303 0020" + "cd".repeat(32);
    private static final String HIDDEN_ALERT = "15 0303 001a" + "ef".repeat(26);
    private static final String FATAL = "15 0303 0002 022a";

    @Test
    void bothFinishedCompleteAHandshakeOfTls12() {
        Wire talk = full12().server(CHANGE_CIPHER_SPEC).server(FINISHED);

        assertThat(outcome(talk)).isEqualTo(Outcome.COMPLETED);
        assertThat(outcome(talk, decoder -> decoder.closed(Sender.CLIENT, How.FIN, Arrival.UNKNOWN)))
                .isEqualTo(Outcome.COMPLETED);
        assertThat(outcome(
                        talk.client(HIDDEN_ALERT),
                        decoder -> decoder.closed(Sender.SERVER, How.RESET, Arrival.UNKNOWN)))
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void dataOfTheServerImpliesBothFinished() {
        Wire talk = new Wire().client(Wire.clientHello(TLS_1_2)).server(Wire.serverHello12());

        assertThat(outcome(talk, decoder -> {
                    decoder.gap(Sender.SERVER, 500, Arrival.UNKNOWN);
                    decoder.feed(Sender.SERVER, Bytes.ofHex(DATA), Arrival.UNKNOWN);
                }))
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aFatalAlertBeforeBothFinishedRefuses() {
        assertThat(outcome(new Wire().client(Wire.clientHello(TLS_1_2)).server(FATAL)))
                .isEqualTo(Outcome.REFUSED);
        assertThat(outcome(full12().server(FATAL))).isEqualTo(Outcome.REFUSED);
        assertThat(outcome(
                        full12().server(FATAL), decoder -> decoder.closed(Sender.SERVER, How.RESET, Arrival.UNKNOWN)))
                .as("refused before aborted")
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aWarningRefusesNothing() {
        assertThat(outcome(new Wire().client(Wire.clientHello(TLS_1_2)).server("15 0303 0002 0170")))
                .isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void aProtectedAlertBeforeBothFinishedCannotBeKnown() {
        assertThat(outcome(full12().client(HIDDEN_ALERT))).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aCloseInsteadOfAnAlertAborts() {
        for (How how : How.values()) {
            for (Sender side : Sender.values()) {
                Consumer<ConversationDecoder> close = decoder -> decoder.closed(side, how, Arrival.UNKNOWN);
                assertThat(outcome(full12(), close)).isEqualTo(Outcome.ABORTED);
                assertThat(outcome(new Wire().client(Wire.clientHello(TLS_1_3, TLS_1_2)), close))
                        .isEqualTo(Outcome.ABORTED);
            }
        }
    }

    @Test
    void bytesThatEndBeforeTheHandshakeAreIncomplete() {
        assertThat(outcome(new Wire().client(Wire.clientHello(TLS_1_2)))).isEqualTo(Outcome.INCOMPLETE);
        assertThat(outcome(full12())).isEqualTo(Outcome.INCOMPLETE);
        assertThat(outcome(full12(), decoder -> decoder.gap(Sender.SERVER, 99, Arrival.UNKNOWN)))
                .as("the missing bytes may be the Finished")
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void ofTls13WithoutKeysOnlyWhatIsInTheClearIsKnown() {
        Wire answered = new Wire()
                .client(Wire.clientHello(TLS_1_3))
                .server(Wire.serverHello13())
                .server(DATA);

        assertThat(outcome(answered))
                .as("no Finished of the client can be there")
                .isEqualTo(Outcome.INCOMPLETE);
        assertThat(outcome(answered, decoder -> decoder.closed(Sender.CLIENT, How.RESET, Arrival.UNKNOWN)))
                .isEqualTo(Outcome.ABORTED);
        answered.client(DATA);
        assertThat(outcome(answered)).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(answered, decoder -> decoder.closed(Sender.SERVER, How.RESET, Arrival.UNKNOWN)))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(answered.client(FATAL))).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void itDoesNotMatterWhichDirectionIsReadFirst() {
        Wire talk = full12().server(CHANGE_CIPHER_SPEC)
                .server(FINISHED)
                .client(DATA)
                .client(HIDDEN_ALERT)
                .server(HIDDEN_ALERT);

        assertThat(Conversation.of(talk.all(Sender.CLIENT), talk.all(Sender.SERVER))
                        .outcome())
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void theFinishedOfOneSideMayImplyThatOfTheOther() {
        Bytes server = full12().server(CHANGE_CIPHER_SPEC).server(FINISHED).all(Sender.SERVER);
        assertThat(Conversation.of(Bytes.EMPTY, server).outcome())
                .as("in a full handshake the server finishes last")
                .isEqualTo(Outcome.COMPLETED);

        Wire resumed = new Wire().server(Wire.serverHello12()).server(CHANGE_CIPHER_SPEC + FINISHED);
        assertThat(outcome(resumed))
                .as("in an abbreviated one it finishes first")
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aFinishedBeforeTls13IsSeenWithoutTheServerHello() {
        Wire lost = new Wire().client(Wire.clientHello(TLS_1_2));

        assertThat(outcome(lost, decoder -> {
                    decoder.gap(Sender.SERVER, 500, Arrival.UNKNOWN);
                    decoder.feed(Sender.CLIENT, Bytes.ofHex(CHANGE_CIPHER_SPEC + FINISHED), Arrival.UNKNOWN);
                    decoder.feed(Sender.SERVER, Bytes.ofHex(CHANGE_CIPHER_SPEC + FINISHED), Arrival.UNKNOWN);
                }))
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void ofATalkThatIsHeardOnOneSideTheEndIsNotKnown() {
        Bytes client = full12().all(Sender.CLIENT);
        assertThat(Conversation.of(client, Bytes.EMPTY).outcome())
                .as("the client went on: it was answered")
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(Conversation.of(Bytes.EMPTY, full12().all(Sender.SERVER)).outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void withoutAnyHelloNothingIsKnown() {
        assertThat(outcome(new Wire().client(DATA).server(DATA))).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(new Wire())).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aServerThatAskedIsKnownToHaveAskedAndOneThatDidNotOnlyWhereAllWasRead() {
        Wire asked = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12(), Wire.certificateRequest12(), Wire.serverHelloDone());
        assertThat(asked.conversation().clientAuth().requested()).contains(true);
        assertThat(asked.conversation().clientAuth().presented()).isEmpty();
        assertThat(asked.conversation().clientAuth().authorities())
                .hasValueSatisfying(names -> assertThat(names).isEmpty());
        assertThat(asked.client(Wire.noCertificate12())
                        .conversation()
                        .clientAuth()
                        .presented())
                .contains(false);

        Wire silent = new Wire().client(Wire.clientHello(TLS_1_2)).server(Wire.serverHello12(), Wire.serverHelloDone());
        assertThat(silent.conversation().clientAuth().requested()).contains(false);
        assertThat(silent.client(CHANGE_CIPHER_SPEC)
                        .client(FINISHED)
                        .conversation()
                        .clientAuth()
                        .requested())
                .as("a protected message might ask")
                .isEmpty();

        Wire refused = new Wire().client(Wire.clientHello(TLS_1_2)).server(FATAL);
        assertThat(refused.conversation().clientAuth().requested()).contains(false);
        Wire cut = new Wire().client(Wire.clientHello(TLS_1_2)).server(Wire.serverHello12());
        assertThat(cut.conversation().clientAuth().requested()).isEmpty();
    }

    @Test
    void aSessionIsResumedWhereNothingOfAFullHandshakeComesBeforeTheChangeOfKeys() {
        Wire resumed = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .server(CHANGE_CIPHER_SPEC)
                .server(FINISHED)
                .client(CHANGE_CIPHER_SPEC)
                .client(FINISHED);

        assertThat(resumed.conversation().resumed()).contains(true);
        assertThat(resumed.conversation().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(full12().conversation().resumed()).contains(false);
        assertThat(new Wire().client(Wire.clientHello(TLS_1_2)).conversation().resumed())
                .isEmpty();
    }

    private static Wire full12() {
        return new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12(), Wire.serverHelloDone())
                .client(CHANGE_CIPHER_SPEC)
                .client(FINISHED);
    }

    private static Outcome outcome(Wire talk) {
        return outcome(talk, decoder -> {});
    }

    private static Outcome outcome(Wire talk, Consumer<ConversationDecoder> then) {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        talk.chunks().forEach(chunk -> decoder.feed(chunk.from(), chunk.bytes(), Arrival.UNKNOWN));
        then.accept(decoder);
        decoder.end();
        return fold.conversation().outcome();
    }
}
