package dev.mtls.parser.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent.ClosedEvent.How;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.Talks;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The contract of the JSON, schema 1: these lines change only with it. */
class ConversationJsonTest {

    private static final String HELLO_BODY = "0303" + "11".repeat(32) + "00" + "0002c02b" + "0100";
    private static final String SERVER_NAME = "0000000e000c0000096c6f63616c686f7374";

    @Test
    void aRefusedHandshakeInACapture() throws UnknownHostException {
        String hello = "01000041" + HELLO_BODY + "0016" + SERVER_NAME + "00170000";
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(Sender.CLIENT, Bytes.ofHex("16 0301 0045" + hello), at(4, 1));
        decoder.feed(Sender.SERVER, Bytes.ofHex("15 0303 0002 0246"), at(6, 20));
        decoder.closed(Sender.SERVER, How.FIN, at(7, 300));
        decoder.end();
        Endpoints endpoints = new Endpoints(
                Optional.of(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 51234)),
                Optional.of(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 4433)),
                false,
                OptionalInt.of(3),
                OptionalInt.of(5),
                Optional.of(Instant.ofEpochSecond(1700000000, 123456000)),
                Optional.of(Instant.ofEpochSecond(1700000001, 0)));

        assertThat(View.json(fold.conversation().withEndpoints(endpoints)))
                .isEqualTo("{\"schema\":1,\"conversation\":3,\"tcp_stream\":5,"
                        + "\"start\":\"1700000000.123456000\",\"end\":\"1700000001.000000000\","
                        + "\"client\":{\"address\":\"127.0.0.1\",\"port\":51234},"
                        + "\"server\":{\"address\":\"127.0.0.1\",\"port\":4433},"
                        + "\"server_name\":\"localhost\","
                        + "\"ja3\":\"1f0ee4aa42f104e2590f7c83cb313f96\",\"ja4\":\"t12d010200_648b5c445417_1ca028f07214\","
                        + "\"client_auth\":{\"requested\":false},"
                        + "\"decryption\":\"not_encrypted\",\"outcome\":\"refused\","
                        + "\"events\":["
                        + "{\"event\":\"handshake\",\"from\":\"client\",\"handshake\":0,\"encrypted\":false,"
                        + "\"packet\":4,\"time\":\"1700000000.000000001\","
                        + "\"records\":[{\"content_type\":22,\"version\":769,\"length\":69,\"packet\":4}],"
                        + "\"type\":1,\"type_name\":\"client_hello\",\"length\":65,\"bytes\":\"" + hello + "\","
                        + "\"fields\":{\"legacy_version\":771,\"random\":\"" + "11".repeat(32) + "\","
                        + "\"legacy_session_id\":\"\",\"cipher_suites\":[49195],"
                        + "\"legacy_compression_methods\":[0],\"extensions\":["
                        + "{\"type\":0,\"type_name\":\"server_name\",\"length\":14,"
                        + "\"body\":\"000c0000096c6f63616c686f7374\","
                        + "\"fields\":{\"server_name_list\":[{\"name_type\":0,\"host_name\":\"localhost\"}]}},"
                        + "{\"type\":23,\"type_name\":\"extended_main_secret\",\"length\":0,\"body\":\"\","
                        + "\"fields\":{}}]}},"
                        + "{\"event\":\"alert\",\"from\":\"server\",\"encrypted\":false,"
                        + "\"packet\":6,\"time\":\"1700000000.000000020\","
                        + "\"records\":[{\"content_type\":21,\"version\":771,\"length\":2,\"packet\":6}],"
                        + "\"level\":2,\"level_name\":\"fatal\",\"description\":70,"
                        + "\"description_name\":\"protocol_version\"},"
                        + "{\"event\":\"closed\",\"from\":\"server\",\"packet\":7,"
                        + "\"time\":\"1700000000.000000300\",\"how\":\"fin\"}],"
                        + "\"events_dropped\":0,\"problems\":[],\"findings\":[]}");
    }

    @Test
    void anAbsentBlockOfExtensionsHasNoKeyAndAnEmptyOneIsAList() {
        assertThat(json("16 0301 002d 01000029" + HELLO_BODY, ""))
                .contains("\"legacy_compression_methods\":[0]}")
                .doesNotContain("extensions");
        assertThat(json("16 0301 002f 0100002b" + HELLO_BODY + "0000", ""))
                .contains("\"legacy_compression_methods\":[0],\"extensions\":[]}");
    }

    @Test
    void aHelloRetryRequestIsMarkedOnlyWhereItIsOne() {
        assertThat(View.json(Talks.retry())).containsOnlyOnce("\"hello_retry_request\":true");
        assertThat(View.json(Talks.retry()))
                .contains("\"hello_retry\":true")
                .contains("\"version\":772,\"version_name\":\"TLSv1.3\",\"cipher_suite\":4865,"
                        + "\"cipher_suite_name\":\"TLS_AES_128_GCM_SHA256\",\"group\":29,\"group_name\":\"x25519\","
                        + "\"resumed\":false,\"hello_retry\":true,"
                        + "\"ja3\":\"4cb4db662435d66034da055fe4446b9b\",\"ja3s\":\"f4febc55ea12b31ae17cfb7e614afda8\","
                        + "\"ja4\":\"t13i020100_777cda164f4b_b9a491fefe05\",\"decryption\":\"none\",")
                .doesNotContain("outcome\":\"completed")
                .contains("\"handshake\":0,\"encrypted\":false,"
                        + "\"records\":[{\"content_type\":20,\"version\":771,\"length\":1}]}")
                .contains("{\"event\":\"encrypted\",\"from\":\"server\",\"encrypted\":true,"
                        + "\"records\":[{\"content_type\":23,\"version\":771,\"length\":3}],\"length\":3}");
    }

    @Test
    void aCertificateStandsWithWhatItSays() {
        String json = View.json(Talks.mutual12());

        assertThat(json)
                .contains("\"client_auth\":{\"requested\":true,\"presented\":true,\"authorities\":[\"CN=Test CA\"],"
                        + "\"subject\":\"CN=alice,O=Example\\\\, Inc.\"},"
                        + "\"server_auth\":{\"presented\":true,\"subject\":\"CN=localhost\"},"
                        + "\"decryption\":\"none\",\"outcome\":\"completed\",")
                .contains("\"subject\":\"CN=localhost\",\"issuer\":\"CN=Test CA\",\"serial\":\"a01\","
                        + "\"not_before\":\"2026-11-23T23:28:41Z\",\"not_after\":\"2126-10-30T23:28:41Z\","
                        + "\"subject_alt_names\":[\"DNS:localhost\",\"IP:127.0.0.1\"]}")
                .contains("\"subject_alt_names\":[\"email:alice@example.com\"]}")
                .contains("\"certificate_authorities\":[{\"name\":\"CN=Test CA\",\"der\":\"30");
    }

    @Test
    void anEmptyCertificateIsAnAnswer() {
        assertThat(View.json(Talks.refused12()))
                .contains("\"client_auth\":{\"requested\":true,\"presented\":false,\"authorities\":[]},")
                .contains("\"length\":3,\"bytes\":\"0b000003000000\",\"fields\":{\"certificate_list\":[]}")
                .contains("\"fields\":{}")
                .contains("\"outcome\":\"refused\"");
    }

    @Test
    void anUnreadableCertificateHasItsBytesAloneAndAProblem() {
        assertThat(json("16 0301 002d 01000029" + HELLO_BODY, "16 0303 0010 0b00000c 000009 000001 ff 000002 3000"))
                .contains("\"certificate_list\":[{\"cert_data\":\"ff\"},{\"cert_data\":\"3000\"}]")
                .contains("{\"kind\":\"illegal_value\",\"from\":\"server\",\"event\":1,"
                        + "\"path\":\"certificate.certificate_list[0].cert_data\",\"base\":\"message\",\"offset\":10,")
                .contains("\"path\":\"certificate.certificate_list[1].cert_data\",\"base\":\"message\",\"offset\":14,");
    }

    @Test
    void aProblemNamesItsPlace() {
        String json = json("16 0301 0037 01000033" + HELLO_BODY + "0008 0000 0004 000c0000", "");

        assertThat(json)
                .contains("\"type_name\":\"server_name\",\"length\":4,\"body\":\"000c0000\"}]}")
                .contains("\"problems\":[{\"kind\":\"length_exceeds_parent\",\"from\":\"client\",\"event\":0,"
                        + "\"path\":\"client_hello.extensions[0].server_name.server_name_list\","
                        + "\"base\":\"message\",\"offset\":");
    }

    @Test
    void whatIsLeftOverBehindTheExtensionsIsNoneOfThem() {
        assertThat(json("16 0301 0035 01000031" + HELLO_BODY + "0006 00170000 dd5b", ""))
                .contains("\"extensions\":[{\"type\":23,\"type_name\":\"extended_main_secret\",\"length\":0,"
                        + "\"body\":\"\",\"fields\":{}}]}")
                .contains("\"path\":\"client_hello.extensions[1]\"");
        assertThat(json("16 0301 0031 0100002d" + HELLO_BODY + "0002 dd5b", ""))
                .contains("\"extensions\":[]}")
                .contains("\"path\":\"client_hello.extensions[0]\"");
    }

    @Test
    void whatEndsWithoutBeingARecordStandsAtItsPacket() {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(Sender.CLIENT, Bytes.ofHex("41 42 16 03"), at(4, 1));
        decoder.end();

        assertThat(View.json(fold.conversation()))
                .contains("\"events\":[{\"event\":\"plaintext\",\"from\":\"client\",\"packet\":4,"
                        + "\"time\":\"1700000000.000000001\",\"length\":4,\"bytes\":\"41421603\"}]");
    }

    @Test
    void whatIsNoTlsStopsAtTheBoundButItsLengthDoesNot() {
        Conversation conversation = Conversation.of(Bytes.ofText("GET / HTTP/1.1\r\n\r\n"), Bytes.EMPTY);

        assertThat(View.json(conversation))
                .isEqualTo("{\"schema\":1,\"decryption\":\"not_encrypted\",\"events\":["
                        + "{\"event\":\"plaintext\",\"from\":\"client\",\"length\":18,"
                        + "\"bytes\":\"474554202f20485454502f312e310d0a0d0a\"}],"
                        + "\"events_dropped\":0,\"problems\":[],\"findings\":[]}");
        assertThat(View.json(conversation, ViewOptions.DEFAULT.withMaxBytes(3)))
                .contains("\"length\":18,\"bytes\":\"474554\",\"truncated\":true}");
    }

    @Test
    void aGapSaysHowManyBytesAreMissing() {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.gap(Sender.SERVER, 1448, Arrival.UNKNOWN);
        decoder.closed(Sender.CLIENT, How.RESET, Arrival.UNKNOWN);
        decoder.end();

        assertThat(View.json(fold.conversation()))
                .contains("\"events\":[{\"event\":\"gap\",\"from\":\"server\",\"bytes_missing\":1448},"
                        + "{\"event\":\"closed\",\"from\":\"client\",\"how\":\"reset\"}]");
    }

    private static String json(String client, String server) {
        return View.json(Conversation.of(Bytes.ofHex(client), Bytes.ofHex(server)));
    }

    private static Arrival at(long packet, int nanos) {
        return Arrival.at(packet, Instant.ofEpochSecond(1700000000, nanos));
    }
}
