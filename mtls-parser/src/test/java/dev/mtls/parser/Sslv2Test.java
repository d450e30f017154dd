package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.SSL_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.code.Sslv2CipherKind;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that can also speak SSLv2, as OpenSSL 0.9 greeted everybody. */
class Sslv2Test {

    private static final String CHALLENGE = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
    private static final String LENGTHS = "0009 0000 0010";
    private static final String CIPHERS = "0700c0 00002f 0000ff";
    private static final String HELLO = "8022 01 0303" + LENGTHS + CIPHERS + CHALLENGE;

    @Test
    void aHelloOfSslv2IsAnEventAndTlsGoesOnBehindIt() {
        Wire talk = new Wire()
                .client(HELLO)
                .server(Wire.serverHello12(), Wire.serverHelloDone())
                .client("14 0303 0001 01");

        Conversation conversation = talk.conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly(
                        "CLIENT Sslv2ClientHelloEvent",
                        "SERVER server_hello",
                        "SERVER server_hello_done",
                        "CLIENT ChangeCipherSpecEvent");
        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.version()).contains(TLS_1_2);
        assertThat(conversation.events().get(0)).isInstanceOfSatisfying(Sslv2ClientHelloEvent.class, event -> {
            assertThat(event.bytes()).isEqualTo(Bytes.ofHex(HELLO));
            assertThat(event.hello())
                    .isEqualTo(new Sslv2ClientHello(
                            TLS_1_2,
                            List.of(
                                    new Sslv2CipherKind(0x0700c0),
                                    new Sslv2CipherKind(0x2f),
                                    new Sslv2CipherKind(0xff)),
                            Bytes.EMPTY,
                            Bytes.ofHex(CHALLENGE)));
        });
        assertThat(Conversation.of(talk.all(Sender.CLIENT), talk.all(Sender.SERVER)))
                .isEqualTo(conversation);
        assertThat(new Wire().client(HELLO.replace("a0a1", "a0a2")).conversation())
                .isNotEqualTo(new Wire().client(HELLO).conversation());
    }

    @Test
    void itIsTheSameInAnyPieces() {
        Conversation whole =
                new Wire().client(HELLO).server(Wire.serverHello12()).conversation();
        Bytes hello = Bytes.ofHex(HELLO);
        for (int cut = 1; cut < hello.size(); cut++) {
            Conversation pieces = new Wire()
                    .say(Sender.CLIENT, hello.slice(0, cut))
                    .say(Sender.CLIENT, hello.slice(cut))
                    .server(Wire.serverHello12())
                    .conversation();
            assertThat(pieces).isEqualTo(whole);
            assertThat(pieces.events()).isEqualTo(whole.events());
        }
    }

    @Test
    void itIsFoundBehindAnotherProtocol() {
        Conversation conversation = new Wire()
                .say(Sender.CLIENT, Bytes.ofText("STARTTLS\r\n").concat(Bytes.ofHex(HELLO)))
                .conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly("CLIENT PlaintextEvent", "CLIENT Sslv2ClientHelloEvent");
    }

    @Test
    void whatIsSaidInSslv2ComesAsItIs() {
        Conversation conversation = new Wire()
                .client("8022 01 0002" + LENGTHS + CIPHERS + CHALLENGE)
                .server("8015 04 00 01 0002 0000 0003 0007 0700c0 11223344556677")
                .client("8017 02 0700c0 0000 0004 0008 aabbccdd 0102030405060708")
                .conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly("CLIENT Sslv2ClientHelloEvent", "SERVER PlaintextEvent", "CLIENT PlaintextEvent");
        assertThat(conversation.problems()).isEmpty();
        assertThat(((Sslv2ClientHelloEvent) conversation.events().get(0))
                        .hello()
                        .version())
                .isEqualTo(SSL_2);
    }

    @Test
    void itsChallengeIsTheEndOfTheRandom() {
        List<Bytes> randoms = new ArrayList<>();
        ConversationDecoder decoder = ConversationDecoder.builder().build();
        decoder.feed(Sender.CLIENT, Bytes.ofHex(HELLO), Arrival.UNKNOWN);
        decoder.facts().clientRandom().ifPresent(randoms::add);

        assertThat(randoms).containsExactly(Bytes.ofHex("00".repeat(16) + CHALLENGE));
        assertThat(decoder.facts().transcript())
                .as("without its length")
                .extracting(said -> said.message().size())
                .containsExactly(34);
    }

    @Test
    void whatBreaksARuleIsAProblemOfTheRecord() {
        String odd = "8019 01 0301 0004 0004 0008 00002f 00 01020304 a0a1a2a3a4a5a6a7";
        Conversation conversation = new Wire().client(odd).conversation();

        assertThat(conversation.problems())
                .extracting(
                        found -> found.problem().path(),
                        found -> found.problem().kind(),
                        found -> found.problem().base(),
                        found -> found.event().getAsInt())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "sslv2_client_hello.cipher_specs", Problem.Kind.NOT_A_MULTIPLE, Problem.Base.RECORD, 0),
                        org.assertj.core.groups.Tuple.tuple(
                                "sslv2_client_hello.session_id", Problem.Kind.ILLEGAL_VALUE, Problem.Base.RECORD, 0),
                        org.assertj.core.groups.Tuple.tuple(
                                "sslv2_client_hello.challenge", Problem.Kind.TOO_SHORT, Problem.Base.RECORD, 0));
        ConversationDecoder strict = ConversationDecoder.builder().strict(true).build();
        assertThatThrownBy(() -> strict.feed(Sender.CLIENT, Bytes.ofHex(odd), Arrival.UNKNOWN))
                .isInstanceOf(MalformedTlsException.class)
                .hasMessageContaining("sslv2_client_hello.cipher_specs");
    }

    @Test
    void oneThatEndsTooEarlyIsAProblemAndOneThatHardlyBeganIsNone() {
        Conversation cut = new Wire().client(HELLO.substring(0, 60)).conversation();
        assertThat(cut.problems()).singleElement().satisfies(found -> {
            assertThat(found.problem().path()).isEqualTo("sslv2_client_hello");
            assertThat(found.problem().kind()).isEqualTo(Problem.Kind.TRUNCATED);
            assertThat(found.problem().needed()).hasValue(36);
        });

        Conversation hardly = new Wire().client("8022 01 03").conversation();
        assertThat(hardly.problems()).isEmpty();
        assertThat(ConversationDecoderTest.names(hardly)).containsExactly("CLIENT PlaintextEvent");
    }

    @Test
    void lengthsThatDoNotAddUpAreNoHello() {
        Conversation conversation =
                new Wire().client(HELLO.replace("0010", "0011")).conversation();

        assertThat(ConversationDecoderTest.names(conversation)).containsExactly("CLIENT PlaintextEvent");
    }

    @Test
    void theViewsShowIt() {
        Conversation conversation = new Wire().client(HELLO).conversation();

        assertThat(View.json(conversation))
                .contains("{\"event\":\"sslv2_client_hello\",\"from\":\"client\",\"length\":34,\"bytes\":\"802201")
                .contains("\"fields\":{\"msg_length\":32802,\"msg_type\":1,\"version\":771,\"cipher_spec_length\":9,"
                        + "\"session_id_length\":0,\"challenge_length\":16,\"cipher_specs\":[458944,47,255],"
                        + "\"session_id\":\"\",\"challenge\":\"" + CHALLENGE + "\"}}");
        assertThat(View.text(conversation))
                .contains("client: sslv2_client_hello, TLSv1.2\n")
                .contains("    cipher_specs: SSL_CK_DES_192_EDE3_CBC_WITH_MD5 (0x0700c0),"
                        + " TLS_RSA_WITH_AES_128_CBC_SHA (0x00002f),\n");
        assertThat(View.ladder(conversation)).contains("sslv2_client_hello ------");
    }
}
