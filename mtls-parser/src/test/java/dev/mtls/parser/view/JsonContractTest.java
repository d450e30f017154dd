package dev.mtls.parser.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent.How;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.RecordInfo;
import dev.mtls.parser.Talks;
import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.record.Alert;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about the JSON says, sentence by sentence, where whole lines of it do not show it already. */
class JsonContractTest {

    private static final Arrival PACKET_9 = Arrival.at(9, Instant.ofEpochSecond(1_700_000_000, 5));
    private static final String HELLO = "16 0301 002d 01000029 0303" + "11".repeat(32) + "00" + "0002c02b" + "0100";
    private static final String ANSWER = "16 0303 002a 02000026 0303" + "22".repeat(32) + "00" + "c02b" + "00";
    private static final String DONE = "16 0303 0004 0e000000";

    @Test
    void membersThatAreUnknownAreLeftOutAndListsAreAlwaysThere() {
        assertThat(View.json(Conversation.of(Bytes.EMPTY, Bytes.EMPTY)))
                .isEqualTo("{\"schema\":1,\"decryption\":\"not_encrypted\",\"events\":[],\"events_dropped\":0,"
                        + "\"problems\":[],\"findings\":[]}");
        assertThat(View.json(Talks.mutual13())).doesNotContain("null");
    }

    @Test
    void anAddressOfIpv6AndAGuessedClient() throws UnknownHostException {
        Endpoints endpoints = new Endpoints(
                Optional.of(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 50000)),
                Optional.empty(),
                true,
                OptionalInt.empty(),
                OptionalInt.of(0),
                Optional.empty(),
                Optional.empty());

        assertThat(View.json(Conversation.of(Bytes.EMPTY, Bytes.EMPTY).withEndpoints(endpoints)))
                .startsWith("{\"schema\":1,\"tcp_stream\":0,"
                        + "\"client\":{\"address\":\"2001:db8:0:0:0:0:0:1\",\"port\":50000},\"client_guessed\":true,");
    }

    @Test
    void aDecryptedRecordShowsWhatWasInsideAndWhatItSeemed() {
        RecordInfo opened = new RecordInfo(
                ContentType.ALERT,
                Optional.of(ContentType.APPLICATION_DATA),
                ProtocolVersion.TLS_1_2,
                35,
                16,
                PACKET_9);
        ConversationEvent alert =
                new AlertEvent(Sender.SERVER, true, new Alert(AlertLevel.of(2), AlertDescription.of(116)));

        assertThat(event(alert, Provenance.of(opened)))
                .isEqualTo("{\"event\":\"alert\",\"from\":\"server\",\"encrypted\":true,\"packet\":9,"
                        + "\"time\":\"1700000000.000000005\",\"records\":[{\"content_type\":21,\"opaque_type\":23,"
                        + "\"version\":771,\"length\":35,\"padding\":16,\"packet\":9}],\"level\":2,"
                        + "\"level_name\":\"fatal\",\"description\":116,"
                        + "\"description_name\":\"certificate_required\"}");
    }

    @Test
    void dataStopsAtTheBoundAndMessagesDoNot() {
        Bytes data = Bytes.owning(new byte[5000]);
        RecordInfo record = RecordInfo.of(ContentType.APPLICATION_DATA, ProtocolVersion.TLS_1_2, 5024, Arrival.UNKNOWN);

        assertThat(event(new ApplicationDataEvent(Sender.CLIENT, true, data), Provenance.of(record)))
                .isEqualTo("{\"event\":\"application_data\",\"from\":\"client\",\"encrypted\":true,"
                        + "\"records\":[{\"content_type\":23,\"version\":771,\"length\":5024}],\"length\":5000,"
                        + "\"bytes\":\"" + "00".repeat(4096) + "\",\"truncated\":true}");
        Conversation hello = Conversation.of(Bytes.ofHex(HELLO), Bytes.EMPTY);
        assertThat(View.json(hello, ViewOptions.DEFAULT.withMaxBytes(2)))
                .contains("\"bytes\":\"010000290303" + "11".repeat(32))
                .doesNotContain("truncated");
    }

    @Test
    void aFinishedOfTls12ThatWasNotOpenedIsAnEncryptedHandshakeRecord() {
        String json = View.json(Conversation.of(
                Bytes.ofHex(HELLO + "14 0303 0001 01" + "16 0303 0028" + "ab".repeat(40)), Bytes.ofHex(ANSWER + DONE)));

        assertThat(json)
                .contains("{\"event\":\"change_cipher_spec\",\"from\":\"client\",\"handshake\":0,\"encrypted\":false,"
                        + "\"records\":[{\"content_type\":20,\"version\":771,\"length\":1}]},"
                        + "{\"event\":\"encrypted\",\"from\":\"client\",\"encrypted\":true,"
                        + "\"records\":[{\"content_type\":22,\"version\":771,\"length\":40}],\"length\":40}");
    }

    @Test
    void severalAlertsOfARecordAreSeveralEventsAndOneChangeCipherSpecIsOne() {
        String json = View.json(Conversation.of(
                Bytes.ofHex(HELLO), Bytes.ofHex(ANSWER + "14 0303 0002 0101" + "15 0303 0004 0170 0228")));

        assertThat(names(json))
                .as("behind a ChangeCipherSpec an alert is protected")
                .containsExactly("handshake", "handshake", "change_cipher_spec", "encrypted");
        assertThat(names(
                        View.json(Conversation.of(Bytes.ofHex(HELLO), Bytes.ofHex(ANSWER + "15 0303 0004 0170 0228")))))
                .containsExactly("handshake", "handshake", "alert", "alert");
        assertThat(json)
                .contains("\"problems\":[{\"kind\":\"illegal_value\",\"from\":\"server\",\"event\":2,"
                        + "\"path\":\"record.change_cipher_spec\",\"base\":\"record\",\"offset\":5,");
    }

    @Test
    void aMessageInPiecesIsOneEventAtItsLastWithAllItsRecords() {
        Bytes hello = Bytes.ofHex(HELLO).slice(5);
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(
                Sender.CLIENT, Bytes.ofHex("16 0301 0003").concat(hello.slice(0, 3)), Arrival.at(4, Instant.EPOCH));
        decoder.feed(Sender.CLIENT, Bytes.ofHex("16 0301 0000"), Arrival.at(5, Instant.EPOCH));
        decoder.feed(Sender.CLIENT, Bytes.ofHex("16 0301 002a").concat(hello.slice(3)), Arrival.at(7, Instant.EPOCH));
        decoder.end();

        assertThat(View.json(fold.conversation()))
                .contains(
                        "\"events\":[{\"event\":\"handshake\",\"from\":\"client\",\"handshake\":0,\"encrypted\":false,"
                                + "\"packet\":7,\"time\":\"0.000000000\",\"records\":["
                                + "{\"content_type\":22,\"version\":769,\"length\":3,\"packet\":4},"
                                + "{\"content_type\":22,\"version\":769,\"length\":0,\"packet\":5},"
                                + "{\"content_type\":22,\"version\":769,\"length\":42,\"packet\":7}],"
                                + "\"type\":1,\"type_name\":\"client_hello\",\"length\":41,");
    }

    @Test
    void recordsOfOtherTypesKeepTheirContent() {
        assertThat(View.json(Conversation.of(Bytes.ofHex(HELLO + "1b 0303 0002 abcd"), Bytes.ofHex(ANSWER + DONE))))
                .contains("{\"event\":\"unknown_record\",\"from\":\"client\",\"encrypted\":false,"
                        + "\"records\":[{\"content_type\":27,\"version\":771,\"length\":2}],"
                        + "\"content_type\":27,\"length\":2,\"bytes\":\"abcd\"}");
    }

    @Test
    void anUnknownMessageHasItsBytesAndNoFields() {
        assertThat(View.json(Conversation.of(Bytes.ofHex(HELLO), Bytes.ofHex("16 0303 0006 c8000002 abcd"))))
                .contains("\"type\":200,\"type_name\":\"unknown(0xC8)\",\"length\":2,\"bytes\":\"c8000002abcd\"}");
    }

    @Test
    void eventsAreMergedByThePacketThatCompletedThem() {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        String[] said = {"c" + HELLO, "s" + ANSWER, "c" + "14 0303 0001 01", "s" + DONE, "c16 0303 0001 aa"};
        for (int i = 0; i < said.length; i++) {
            decoder.feed(
                    said[i].charAt(0) == 'c' ? Sender.CLIENT : Sender.SERVER,
                    Bytes.ofHex(said[i].substring(1)),
                    Arrival.at(i + 1, Instant.EPOCH));
        }
        decoder.closed(Sender.SERVER, How.RESET, Arrival.at(6, Instant.EPOCH));
        decoder.end();

        assertThat(Pattern.compile("\"packet\":(\\d),\"time")
                        .matcher(View.json(fold.conversation()))
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(View.json(fold.conversation())).contains("\"how\":\"reset\"");
    }

    @Test
    void aSecondHandshakeHasTheNumberOne() {
        HandshakeEvent hello = (HandshakeEvent)
                Conversation.of(Bytes.ofHex(HELLO), Bytes.EMPTY).events().get(0);
        HandshakeEvent again = new HandshakeEvent(
                Sender.CLIENT, OptionalInt.of(1), true, hello.message(), hello.bytes(), hello.context());
        HandshakeEvent lost = new HandshakeEvent(
                Sender.CLIENT, OptionalInt.empty(), true, hello.message(), hello.bytes(), hello.context());

        assertThat(event(again, Provenance.UNKNOWN))
                .startsWith("{\"event\":\"handshake\",\"from\":\"client\",\"handshake\":1,");
        assertThat(event(lost, Provenance.UNKNOWN))
                .startsWith("{\"event\":\"handshake\",\"from\":\"client\",\"type\":1,");
        assertThat(event(new ChangeCipherSpecEvent(Sender.SERVER, OptionalInt.of(1), true), Provenance.UNKNOWN))
                .isEqualTo("{\"event\":\"change_cipher_spec\",\"from\":\"server\",\"handshake\":1}");
    }

    @Test
    void aProblemHasAllThatIsKnownOfIt() {
        Problem full = Problem.of(
                        Problem.Kind.TRUNCATED, "record", Problem.Base.STREAM, new Span(117, 3), "it \"ends\"\u0000")
                .counted(32, 12)
                .rfc("RFC 8446 5.1")
                .alert(50);
        ConversationFold fold = new ConversationFold();
        fold.problem(new ConversationProblem(full, Optional.of(Sender.SERVER), OptionalInt.empty()));
        fold.problem(new ConversationProblem(
                Problem.of(Problem.Kind.EVICTED, "file", Problem.Base.FILE, new Span(0, 0), "given up"),
                Optional.empty(),
                OptionalInt.of(7)));

        assertThat(View.json(fold.conversation()))
                .contains("\"problems\":[{\"kind\":\"truncated\",\"from\":\"server\",\"path\":\"record\","
                        + "\"base\":\"stream\",\"offset\":117,\"needed\":32,\"available\":12,\"rfc\":\"RFC 8446 5.1\","
                        + "\"alert\":50,\"message\":\"it \\\"ends\\\"\\u0000\"},"
                        + "{\"kind\":\"evicted\",\"path\":\"file\",\"base\":\"file\",\"offset\":0,"
                        + "\"message\":\"given up\"}]")
                .as("an event that was dropped cannot be pointed at")
                .doesNotContain("\"event\":7");
    }

    @Test
    void whatDidNotFitIsCounted() {
        ConversationFold fold = new ConversationFold(ConversationFold.Limits.DEFAULTS.withEvents(1));
        for (int i = 0; i < 3; i++) {
            fold.event(
                    new EncryptedEvent(Sender.CLIENT, ContentType.APPLICATION_DATA, ProtocolVersion.TLS_1_2, i),
                    Provenance.UNKNOWN);
        }
        assertThat(View.json(fold.conversation()))
                .contains(
                        "\"events\":[{\"event\":\"encrypted\",\"from\":\"client\",\"length\":0}],\"events_dropped\":2,");
    }

    @Test
    void textOfAPeerIsEscapedAndCodePointsAreNumbers() {
        String alpn = "0010 0009 0007 03 68ff22 02 6832".replace(" ", "");
        String groups = "000a 0006 0004 2a2a 001d".replace(" ", "");
        Bytes body = Bytes.ofHex("0303" + "11".repeat(32) + "00" + "00042a2a1301" + "0100" + "0017" + alpn + groups);
        Bytes message = Bytes.ofHex(String.format("01%06x", body.size())).concat(body);
        HandshakeEvent hello = new HandshakeEvent(
                Sender.CLIENT,
                OptionalInt.of(0),
                false,
                HandshakeMessages.decode(message, ReadContext.initial(Sender.CLIENT), DecodeLimits.DEFAULTS)
                        .value(),
                message,
                ReadContext.initial(Sender.CLIENT));

        assertThat(event(hello, Provenance.UNKNOWN))
                .contains("\"cipher_suites\":[10794,4865]")
                .contains("\"fields\":{\"protocol_name_list\":[\"h\\\\xff\\\"\",\"h2\"]}")
                .contains("\"fields\":{\"named_group_list\":[10794,29]}");
    }

    private static String event(ConversationEvent event, Provenance provenance) {
        ConversationFold fold = new ConversationFold();
        fold.event(event, provenance);
        String json = View.json(fold.conversation());
        int start = json.indexOf("\"events\":[") + "\"events\":[".length();
        return json.substring(start, json.indexOf("],\"events_dropped\""));
    }

    private static List<String> names(String json) {
        return Pattern.compile("\\{\"event\":\"(\\w+)\"")
                .matcher(json)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
