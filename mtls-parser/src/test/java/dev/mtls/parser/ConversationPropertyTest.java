package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.view.View;
import dev.mtls.parser.view.ViewOptions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConversationPropertyTest {

    private static final Map<String, List<JsseTalk.Chunk>> TALKS = all();

    private static Map<String, List<JsseTalk.Chunk>> all() {
        Map<String, List<JsseTalk.Chunk>> talks = new TreeMap<>();
        talks.put(
                "tls12 mutual",
                JsseTalk.mutual("TLSv1.2")
                        .server(settings -> settings.setNeedClientAuth(true))
                        .talk());
        talks.put(
                "tls12 refused",
                JsseTalk.anonymous("TLSv1.2")
                        .server(settings -> settings.setNeedClientAuth(true))
                        .talk());
        talks.put(
                "tls13 mutual",
                JsseTalk.mutual("TLSv1.3")
                        .server(settings -> settings.setNeedClientAuth(true))
                        .talk());
        talks.put(
                "retry",
                new Wire()
                        .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                        .client("14 0303 0001 01")
                        .server(Wire.helloRetryRequest())
                        .server("14 0303 0001 01")
                        .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                        .server(Wire.serverHello13())
                        .server("17 0303 0003 aaaaaa")
                        .client("15 0303 0002 0230")
                        .chunks());
        talks.put(
                "starttls",
                new Wire()
                        .say(Sender.SERVER, Bytes.ofText("220 mail ESMTP\r\n"))
                        .say(Sender.CLIENT, Bytes.ofText("STARTTLS\r\n"))
                        .say(Sender.SERVER, Bytes.ofText("220 go ahead\r\n"))
                        .client(Wire.clientHello(TLS_1_2))
                        .server(Wire.serverHello12(), Wire.certificateRequest12(), Wire.serverHelloDone())
                        .client(Wire.noCertificate12())
                        .server("15 0303 0002 0228")
                        .chunks());
        talks.put(
                "no tls",
                new Wire()
                        .say(Sender.CLIENT, Bytes.ofText("GET / HTTP/1.1\r\nHost: \u0016\u0003\u0001.example\r\n\r\n"))
                        .say(Sender.SERVER, Bytes.ofText("HTTP/1.1 400 Bad Request\r\n\r\n"))
                        .chunks());
        return talks;
    }

    @Property(tries = 300)
    void everySplitAndInterleavingGivesAnEqualConversation(@ForAll("talks") String name, @ForAll long seed) {
        List<JsseTalk.Chunk> talk = TALKS.get(name);
        Conversation whole = JsseTalk.read(talk);

        Conversation cut = JsseTalk.read(shuffled(talk, new Random(seed)));

        assertThat(cut).isEqualTo(whole).hasSameHashCodeAs(whole);
        for (Sender side : Sender.values()) {
            assertThat(messages(cut, side)).isEqualTo(messages(whole, side));
        }
        assertThat(cut.problems()).isEmpty();
        assertThat(facts(cut)).isEqualTo(facts(whole));
    }

    @Property(tries = 100)
    void allThatOneSideSaidAndThenAllOfTheOtherGivesAnEqualConversation(@ForAll("talks") String name) {
        List<JsseTalk.Chunk> talk = TALKS.get(name);
        Bytes client = JsseTalk.all(talk, Sender.CLIENT);
        Bytes server = JsseTalk.all(talk, Sender.SERVER);
        Conversation causal = JsseTalk.read(talk);

        Conversation raw = Conversation.of(client, server);

        assertThat(raw).isEqualTo(causal);
        assertThat(facts(raw)).isEqualTo(facts(causal));
        assertThat(messages(raw, Sender.CLIENT)).isEqualTo(messages(causal, Sender.CLIENT));
    }

    @Property(tries = 300)
    void mutatedStreamsThrowNothingAndAreWhollyAccountedFor(@ForAll("talks") String name, @ForAll long seed) {
        Random random = new Random(seed);
        List<JsseTalk.Chunk> mutated = shuffled(TALKS.get(name), random).stream()
                .map(chunk -> random.nextInt(8) == 0 ? mutate(chunk, random) : chunk)
                .toList();

        Conversation conversation = JsseTalk.read(mutated);

        for (Sender side : Sender.values()) {
            Bytes kept = conversation.records().stream()
                    .filter(record -> record.from() == side)
                    .map(KeptRecord::wire)
                    .reduce(Bytes.EMPTY, Bytes::concat);
            assertThat(kept).isEqualTo(JsseTalk.all(mutated, side));
        }
        assertThat(View.json(conversation)).doesNotContain("\n");
        assertThat(View.text(conversation, ViewOptions.DEFAULT.withHex(true))).matches("[\\p{Print}\\n\\p{L}\\p{N}]*");
        assertThat(View.ladder(conversation)).isNotEmpty();
    }

    @Property(tries = 200)
    void whatWasReadOfABeginningIsTheBeginningOfWhatIsReadOfAll(@ForAll("talks") String name, @ForAll long seed) {
        List<JsseTalk.Chunk> talk = TALKS.get(name);
        Random random = new Random(seed);
        int last = random.nextInt(talk.size());
        Bytes cut = talk.get(last).bytes();
        List<JsseTalk.Chunk> beginning = new ArrayList<>(talk.subList(0, last));
        beginning.add(new JsseTalk.Chunk(talk.get(last).from(), cut.slice(0, random.nextInt(cut.size()))));

        List<ConversationEvent> all = JsseTalk.read(talk).events();
        Conversation conversation = JsseTalk.read(beginning);
        List<ConversationEvent> read = conversation.events().stream()
                .filter(event -> !(event instanceof ConversationEvent.PlaintextEvent))
                .toList();

        assertThat(all.stream()
                        .filter(event -> !(event instanceof ConversationEvent.PlaintextEvent))
                        .limit(read.size()))
                .isEqualTo(read);
        assertThat(conversation.problems())
                .as("what is cut off is said")
                .allMatch(found -> found.problem().kind() == Problem.Kind.TRUNCATED);
    }

    @Property(tries = 300)
    void whatStopsAStrictDecoderALenientOneReports(@ForAll("talks") String name, @ForAll long seed) {
        Random random = new Random(seed);
        List<JsseTalk.Chunk> mutated = new ArrayList<>(TALKS.get(name));
        int changed = random.nextInt(mutated.size());
        mutated.set(changed, mutate(mutated.get(changed), random));
        ConversationDecoder strict = ConversationDecoder.builder().strict(true).build();
        List<Problem> lenient = JsseTalk.read(mutated).problems().stream()
                .map(ConversationProblem::problem)
                .toList();

        try {
            mutated.forEach(chunk -> strict.feed(chunk.from(), chunk.bytes(), Arrival.UNKNOWN));
            strict.end();
        } catch (MalformedTlsException e) {
            assertThat(lenient).contains(e.problem());
        }
    }

    @Property(tries = 300)
    void randomBytesThrowNothing(@ForAll("fragments") List<Bytes> fragments, @ForAll long seed) {
        Random random = new Random(seed);
        List<JsseTalk.Chunk> chunks = fragments.stream()
                .map(bytes -> new JsseTalk.Chunk(random.nextBoolean() ? Sender.CLIENT : Sender.SERVER, bytes))
                .toList();

        Conversation conversation = JsseTalk.read(chunks);

        assertThat(View.json(conversation)).isNotEmpty();
        assertThat(View.text(conversation)).isNotEmpty();
    }

    @Property(tries = 300)
    void aStrictDecoderThrowsNothingButItsOwnException(
            @ForAll("talks") String name, @ForAll("fragments") List<Bytes> fragments, @ForAll long seed) {
        Random random = new Random(seed);
        List<JsseTalk.Chunk> chunks = new ArrayList<>(shuffled(TALKS.get(name), random));
        chunks.replaceAll(chunk -> random.nextInt(8) == 0 ? mutate(chunk, random) : chunk);
        fragments.forEach(bytes -> chunks.add(
                random.nextInt(chunks.size() + 1),
                new JsseTalk.Chunk(random.nextBoolean() ? Sender.CLIENT : Sender.SERVER, bytes)));
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder =
                ConversationDecoder.builder().strict(true).sink(fold).build();

        try {
            chunks.forEach(chunk -> decoder.feed(chunk.from(), chunk.bytes(), Arrival.UNKNOWN));
            decoder.end();
        } catch (MalformedTlsException e) {
            assertThat(e.problem().path()).isNotEmpty();
            return;
        }
        assertThat(fold.conversation().problems())
                .as("what is in a certificate is none of the decoder's business")
                .allSatisfy(found -> assertThat(found.problem().path())
                        .matches("(certificate\\.certificate_list\\[\\d+]\\.cert_data|.*authorities\\[\\d+])"));
    }

    @Provide
    Arbitrary<String> talks() {
        return Arbitraries.of(TALKS.keySet());
    }

    /** Bytes of which some look like records. */
    @Provide
    Arbitrary<List<Bytes>> fragments() {
        Arbitrary<Bytes> noise =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(60).map(Bytes::of);
        Arbitrary<Bytes> records = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(60)
                .flatMap(content ->
                        Arbitraries.integers().between(20, 25).map(type -> Wire.record(type, Bytes.of(content))));
        Arbitrary<Bytes> messages = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(60)
                .flatMap(content -> Arbitraries.of(0, 1, 2, 4, 8, 11, 12, 13, 14, 15, 16, 20, 24)
                        .map(type -> Wire.record(
                                22,
                                Bytes.of((byte) (int) type, (byte) 0, (byte) 0, (byte) content.length)
                                        .concat(Bytes.of(content)))));
        return Arbitraries.oneOf(noise, records, messages).list().ofMaxSize(12);
    }

    private static JsseTalk.Chunk mutate(JsseTalk.Chunk chunk, Random random) {
        byte[] bytes = chunk.bytes().toByteArray();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        return new JsseTalk.Chunk(chunk.from(), Bytes.owning(bytes));
    }

    /** Both directions cut anew and fed in any order: not even an answer after its question is promised. */
    private static List<JsseTalk.Chunk> shuffled(List<JsseTalk.Chunk> talk, Random random) {
        List<List<JsseTalk.Chunk>> sides = new ArrayList<>();
        for (Sender side : Sender.values()) {
            sides.add(cut(side, JsseTalk.all(talk, side), random));
        }
        List<JsseTalk.Chunk> chunks = new ArrayList<>();
        while (!sides.get(0).isEmpty() || !sides.get(1).isEmpty()) {
            List<JsseTalk.Chunk> side = sides.get(random.nextInt(2));
            for (int run = random.nextInt(4); run >= 0 && !side.isEmpty(); run--) {
                chunks.add(side.remove(0));
            }
        }
        return chunks;
    }

    private static List<JsseTalk.Chunk> cut(Sender side, Bytes all, Random random) {
        List<JsseTalk.Chunk> pieces = new ArrayList<>();
        int most = List.of(1, 5, 40, 2000).get(random.nextInt(4));
        for (int at = 0; at < all.size(); ) {
            int end = Math.min(all.size(), at + 1 + random.nextInt(most));
            pieces.add(new JsseTalk.Chunk(side, all.slice(at, end)));
            at = end;
        }
        return pieces;
    }

    private static List<HandshakeMessage> messages(Conversation conversation, Sender from) {
        return ConversationDecoderTest.messages(conversation, from).stream()
                .map(HandshakeEvent::message)
                .toList();
    }

    private static List<Object> facts(Conversation conversation) {
        return List.of(
                conversation.version(),
                conversation.cipherSuite(),
                conversation.group(),
                conversation.serverName(),
                conversation.alpn(),
                conversation.resumed(),
                conversation.helloRetry(),
                conversation.clientAuth(),
                conversation.serverAuth(),
                conversation.outcome(),
                conversation.decryption());
    }
}
