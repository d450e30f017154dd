package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.ConversationEvent.UnknownRecordEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.CertificateVerify;
import dev.mtls.parser.handshake.ClientKeyExchange;
import dev.mtls.parser.handshake.HelloRequest;
import dev.mtls.parser.secrets.HandshakeFacts;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.secrets.Secrets;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConversationDecoderTest {

    private static final String CHANGE_CIPHER_SPEC = "14 0303 0001 01";

    @Test
    void aHandshakeOfTls12IsReadUpToTheFinished() {
        Conversation conversation = JsseTalk.mutual("TLSv1.2")
                .server(settings -> settings.setNeedClientAuth(true))
                .conversation();

        assertThat(names(conversation))
                .containsSubsequence(
                        "CLIENT client_hello",
                        "SERVER server_hello",
                        "SERVER certificate",
                        "SERVER certificate_request",
                        "CLIENT certificate",
                        "CLIENT client_key_exchange",
                        "CLIENT certificate_verify",
                        "CLIENT ChangeCipherSpecEvent",
                        "CLIENT EncryptedEvent",
                        "SERVER ChangeCipherSpecEvent",
                        "SERVER EncryptedEvent");
        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.decryption()).isEqualTo(Decryption.NONE);
    }

    @Test
    void whatAClientSaysIsReadAlikeWhetherTheServersAnswerComesBeforeOrAfterIt() {
        List<JsseTalk.Chunk> talk = JsseTalk.mutual("TLSv1.2")
                .server(settings -> settings.setNeedClientAuth(true))
                .talk();

        Conversation causal = JsseTalk.read(talk);
        Conversation clientFirst =
                Conversation.of(JsseTalk.all(talk, Sender.CLIENT), JsseTalk.all(talk, Sender.SERVER));

        assertThat(clientFirst).isEqualTo(causal);
        assertThat(messages(clientFirst, Sender.CLIENT)).isEqualTo(messages(causal, Sender.CLIENT));
        assertThat(messages(clientFirst, Sender.CLIENT))
                .anySatisfy(event -> assertThat(event.message())
                        .isInstanceOfSatisfying(
                                ClientKeyExchange.class,
                                exchange -> assertThat(exchange.ecdhYc()).isPresent()))
                .anySatisfy(event -> assertThat(event.message())
                        .isInstanceOfSatisfying(
                                CertificateVerify.class,
                                verify -> assertThat(verify.algorithm()).isPresent()));
        assertThat(clientFirst.events().stream().map(ConversationEvent::from).distinct())
                .as("the client's events come first")
                .containsExactly(Sender.CLIENT, Sender.SERVER);
        assertThat(clientFirst
                        .events()
                        .subList(0, messages(clientFirst, Sender.CLIENT).size()))
                .allMatch(event -> event.from() == Sender.CLIENT);
    }

    @Test
    void theChangeCipherSpecBeforeASecondHelloDoesNotHideIt() {
        Wire talk = new Wire()
                .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                .server(Wire.helloRetryRequest())
                .server(CHANGE_CIPHER_SPEC)
                .client(CHANGE_CIPHER_SPEC)
                .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                .server(Wire.serverHello13())
                .server("17 0303 0003 aaaaaa")
                .client("17 0303 0002 bbbb");

        Conversation causal = talk.conversation();
        Conversation clientFirst = Conversation.of(talk.all(Sender.CLIENT), talk.all(Sender.SERVER));
        Conversation serverFirst = serverFirst(talk);

        assertThat(names(causal))
                .containsExactly(
                        "CLIENT client_hello",
                        "SERVER server_hello",
                        "SERVER ChangeCipherSpecEvent",
                        "CLIENT ChangeCipherSpecEvent",
                        "CLIENT client_hello",
                        "SERVER server_hello",
                        "SERVER EncryptedEvent",
                        "CLIENT EncryptedEvent");
        assertThat(clientFirst).isEqualTo(causal).isEqualTo(serverFirst);
        assertThat(causal.helloRetry()).contains(true);
        assertThat(clientFirst.helloRetry()).contains(true);
        for (Conversation read : List.of(causal, clientFirst, serverFirst)) {
            assertThat(messages(read, Sender.CLIENT))
                    .extracting(HandshakeEvent::handshake)
                    .containsExactly(OptionalInt.of(0), OptionalInt.of(0));
            assertThat(read.problems()).isEmpty();
        }
    }

    @Test
    void inTls12EverythingAfterAChangeCipherSpecIsHidden() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .client(CHANGE_CIPHER_SPEC)
                .client("16 0303 0004 01000000")
                .client("15 0303 0002 0100")
                .client("14 0303 0001 01")
                .client("17 0303 0001 ff")
                .conversation();

        assertThat(conversation.events().subList(3, 7)).allMatch(EncryptedEvent.class::isInstance);
        assertThat(conversation.events())
                .contains(new EncryptedEvent(Sender.CLIENT, dev.mtls.parser.code.ContentType.ALERT, TLS_1_2, 2));
    }

    @Test
    void withoutTheServersAnswerOnlyWhatCannotBeAnythingElseIsRead() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                .client(CHANGE_CIPHER_SPEC)
                .client("16 0303 0028 0000000000000000" + "cd".repeat(32))
                .client("15 0303 0002 0230")
                .client("15 0303 001a " + "ab".repeat(26))
                .conversation();

        assertThat(names(conversation))
                .containsExactly(
                        "CLIENT client_hello",
                        "CLIENT ChangeCipherSpecEvent",
                        "CLIENT EncryptedEvent",
                        "CLIENT AlertEvent",
                        "CLIENT EncryptedEvent");
    }

    @Test
    void anAlertInTheClearOfATls13ClientIsRead() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_3))
                .server(Wire.serverHello13())
                .server("17 0303 0003 aaaaaa")
                .client("15 0303 0002 0230")
                .conversation();

        assertThat(conversation.events()).element(3).isInstanceOfSatisfying(AlertEvent.class, event -> {
            assertThat(event.encrypted()).isFalse();
            assertThat(event.alert()).hasToString("fatal unknown_ca");
        });
        assertThat(conversation.outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void severalAlertsOfARecordAreSeveralEvents() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server("15 0301 0004 0170 0228")
                .conversation();

        assertThat(conversation.events().subList(1, 3))
                .extracting(Object::toString)
                .containsExactly(
                        "AlertEvent[from=SERVER, encrypted=false, alert=warning unrecognized_name]",
                        "AlertEvent[from=SERVER, encrypted=false, alert=fatal handshake_failure]");
    }

    @Test
    void halfAnAlertIsAProblem() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server("15 0303 0003 022830")
                .conversation();

        assertThat(names(conversation)).containsExactly("CLIENT client_hello", "SERVER AlertEvent");
        assertThat(conversation.problems())
                .singleElement()
                .extracting(
                        found -> found.problem().path(),
                        found -> found.problem().kind())
                .containsExactly("alert", Problem.Kind.TRUNCATED);
    }

    @Test
    void aGapIsAnEventAndEndsWhatWasUnfinished() {
        Bytes done = Wire.record(22, Wire.join(Wire.serverHelloDone()));
        List<ConversationEvent> events = new ArrayList<>();
        List<ConversationProblem> problems = new ArrayList<>();
        ConversationDecoder decoder = ConversationDecoder.builder()
                .sink(collect(events, problems, new ArrayList<>()))
                .build();
        decoder.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))), Arrival.UNKNOWN);
        decoder.feed(Sender.SERVER, Wire.record(22, Wire.join(Wire.serverHello12())), Arrival.UNKNOWN);
        decoder.feed(Sender.SERVER, done.slice(0, 7), Arrival.UNKNOWN);
        decoder.gap(Sender.SERVER, 1448, Arrival.UNKNOWN);
        decoder.feed(Sender.SERVER, done, Arrival.UNKNOWN);
        decoder.end();

        assertThat(events.get(2)).isEqualTo(new GapEvent(Sender.SERVER, 1448));
        assertThat(events.get(3)).isInstanceOf(HandshakeEvent.class);
        assertThat(problems)
                .singleElement()
                .extracting(
                        found -> found.problem().kind(),
                        found -> found.problem().path())
                .containsExactly(Problem.Kind.TRUNCATED, "record");
    }

    @Test
    void aClosedDirectionIsAnEventButNotCompared() {
        Conversation open = new Wire().client(Wire.clientHello(TLS_1_2)).conversation();
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(
                Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))), Arrival.at(7, Instant.EPOCH));
        decoder.closed(Sender.SERVER, ClosedEvent.How.RESET, Arrival.at(8, Instant.EPOCH));
        decoder.end();
        Conversation reset = fold.conversation();

        assertThat(reset.events()).endsWith(new ClosedEvent(Sender.SERVER, ClosedEvent.How.RESET));
        assertThat(reset).isEqualTo(open).hasSameHashCodeAs(open);
        assertThat(reset.provenance(0).last().packet()).hasValue(7);
    }

    @Test
    void conversationsWithOtherMessagesAreNotEqual() {
        Conversation one = new Wire().client(Wire.clientHello(TLS_1_2)).conversation();
        Conversation other = new Wire().client(Wire.clientHello(TLS_1_3)).conversation();
        Conversation byTheServer = new Wire()
                .say(Sender.SERVER, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))))
                .conversation();

        assertThat(one).isNotEqualTo(other).isNotEqualTo(byTheServer);
        assertThat(hidden("aaaa")).isEqualTo(hidden("bbbb")).isNotEqualTo(hidden("aaaaaa"));
    }

    @Test
    void allBytesOfBothSidesAreKeptAsTheyWere() {
        List<JsseTalk.Chunk> talk = JsseTalk.anonymous("TLSv1.3").talk();
        List<KeptRecord> records = JsseTalk.read(talk).records();

        for (Sender side : Sender.values()) {
            assertThat(records.stream()
                            .filter(record -> record.from() == side)
                            .map(KeptRecord::wire)
                            .reduce(Bytes.EMPTY, Bytes::concat))
                    .isEqualTo(JsseTalk.all(talk, side));
        }
    }

    @Test
    void dataInTheClearBeforeAnyChangeOfKeysIsReadWhereTheVersionIsKnown() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .server("17 0303 0002 6869")
                .server("63 0303 0001 00")
                .server("1b 0303 0001 00")
                .conversation();

        assertThat(conversation.events())
                .element(2)
                .isEqualTo(new ApplicationDataEvent(
                        Sender.SERVER, false, Bytes.owning("hi".getBytes(StandardCharsets.US_ASCII))));
        assertThat(conversation.events().get(conversation.events().size() - 1))
                .isInstanceOfAny(UnknownRecordEvent.class, PlaintextEvent.class);
    }

    @Test
    void aStrictDecoderThrowsAtTheFirstProblem() {
        ConversationDecoder strict = ConversationDecoder.builder().strict(true).build();
        strict.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))), Arrival.UNKNOWN);

        assertThatThrownBy(() -> strict.feed(Sender.SERVER, Bytes.ofHex("16 0303 0005 0e000001 00"), Arrival.UNKNOWN))
                .isInstanceOfSatisfying(
                        MalformedTlsException.class,
                        e -> assertThat(e.problem().path()).startsWith("server_hello_done"));
    }

    @Test
    void aStrictDecoderThrowsForAnUnfinishedMessageAtTheEnd() {
        ConversationDecoder strict = ConversationDecoder.builder().strict(true).build();
        strict.feed(Sender.CLIENT, Bytes.ofHex("16 0303 0004 010000ff"), Arrival.UNKNOWN);

        assertThatThrownBy(strict::end)
                .isInstanceOf(MalformedTlsException.class)
                .hasMessageContaining("client_hello");
    }

    @Test
    void nothingCanBeFedAfterTheEnd() {
        ConversationDecoder decoder = ConversationDecoder.builder().build();
        decoder.end();
        decoder.end();

        assertThatThrownBy(() -> decoder.feed(Sender.CLIENT, Bytes.EMPTY, Arrival.UNKNOWN))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecretSourceHearsOfTicketsAndOfTheEndWithAllFacts() {
        List<Bytes> tickets = new ArrayList<>();
        List<HandshakeFacts> closed = new ArrayList<>();
        SecretSource source = new SecretSource() {
            @Override
            public List<Secrets> candidates(HandshakeFacts facts) {
                return List.of();
            }

            @Override
            public void ticketIssued(HandshakeFacts facts, Bytes nonce, Bytes ticket) {
                tickets.add(ticket);
            }

            @Override
            public void closed(HandshakeFacts facts) {
                closed.add(facts);
            }
        };
        List<JsseTalk.Chunk> talk = JsseTalk.mutual("TLSv1.2")
                .server(settings -> settings.setNeedClientAuth(true))
                .talk();
        ConversationDecoder decoder =
                ConversationDecoder.builder().secrets(source).build();
        decoder.feed(Sender.CLIENT, JsseTalk.all(talk, Sender.CLIENT), Arrival.UNKNOWN);
        decoder.feed(Sender.SERVER, JsseTalk.all(talk, Sender.SERVER), Arrival.UNKNOWN);
        decoder.end();

        assertThat(tickets).hasSize(1);
        HandshakeFacts facts = closed.get(0);
        assertThat(closed).hasSize(1);
        assertThat(facts.clientRandom())
                .hasValueSatisfying(random -> assertThat(random.size()).isEqualTo(32));
        assertThat(facts.serverRandom())
                .hasValueSatisfying(random -> assertThat(random.size()).isEqualTo(32));
        assertThat(facts.version()).contains(TLS_1_2);
        assertThat(facts.group()).isPresent();
        assertThat(facts.clientShares()).containsKey(facts.group().orElseThrow());
        assertThat(facts.serverShare()).isPresent();
        assertThat(facts.extendedMasterSecret()).contains(true);
        assertThat(facts.transcriptComplete()).isTrue();
        assertThat(facts.transcript())
                .as("in the order of the handshake, though all of the client came first")
                .extracting(said -> said.message().u8(0))
                .containsExactly(1, 2, 11, 12, 13, 14, 11, 16, 15, 4);
    }

    @Test
    void aHelloRequestBelongsToTheHandshakeThatFollows() {
        Conversation conversation = new Wire()
                .server(new HelloRequest())
                .client(Wire.clientHello(TLS_1_2))
                .conversation();

        assertThat(messages(conversation, Sender.SERVER).get(0).handshake()).hasValue(0);
        assertThat(messages(conversation, Sender.CLIENT).get(0).handshake()).hasValue(0);
    }

    @Test
    void aChangeCipherSpecThatIsNotOneByteIsAProblem() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .client("14 0303 0002 0101")
                .conversation();

        assertThat(conversation.events()).element(2).isInstanceOf(ChangeCipherSpecEvent.class);
        assertThat(conversation.problems())
                .singleElement()
                .satisfies(found -> assertThat(found.event()).hasValue(2));
    }

    private static Conversation hidden(String fragment) {
        return new Wire()
                .client(Wire.clientHello(TLS_1_3))
                .server(Wire.serverHello13())
                .say(Sender.SERVER, Wire.record(23, Bytes.ofHex(fragment)))
                .conversation();
    }

    private static Conversation serverFirst(Wire talk) {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(Sender.SERVER, talk.all(Sender.SERVER), Arrival.UNKNOWN);
        decoder.feed(Sender.CLIENT, talk.all(Sender.CLIENT), Arrival.UNKNOWN);
        decoder.end();
        return fold.conversation();
    }

    static List<String> names(Conversation conversation) {
        return conversation.events().stream()
                .map(event -> event.from() + " "
                        + (event instanceof HandshakeEvent message
                                ? message.type().name()
                                : event.getClass().getSimpleName()))
                .toList();
    }

    static List<HandshakeEvent> messages(Conversation conversation, Sender from) {
        return conversation.events().stream()
                .filter(event -> event.from() == from)
                .filter(HandshakeEvent.class::isInstance)
                .map(HandshakeEvent.class::cast)
                .toList();
    }

    static EventSink collect(
            List<ConversationEvent> events, List<ConversationProblem> problems, List<KeptRecord> records) {
        return new EventSink() {
            @Override
            public void event(ConversationEvent event, Provenance provenance) {
                events.add(event);
            }

            @Override
            public void problem(ConversationProblem problem) {
                problems.add(problem);
            }

            @Override
            public void record(KeptRecord record) {
                records.add(record);
            }
        };
    }
}
