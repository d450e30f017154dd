package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS behind another protocol, on whatever port: what is said before it is told from it by looking, not by a number. */
class StartTlsTest {

    private static final int HELLO =
            Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))).size();
    private static final int ANSWER = Wire.record(22, Wire.join(Wire.serverHello12(), Wire.serverHelloDone()))
            .size();

    /** Lines of both sides: {@code C: } and {@code S: } text, {@code c: } and {@code s: } hexadecimal. */
    static Stream<Arguments> dialogues() {
        return Stream.of(
                dialogue("SMTP", """
                        S: 220 mail.example ESMTP
                        C: EHLO client.example
                        S: 250-mail.example|250-PIPELINING|250-SIZE 10240000|250-STARTTLS|250 8BITMIME
                        C: STARTTLS
                        S: 220 2.0.0 Ready to start TLS"""),
                dialogue("IMAP", """
                        S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready
                        C: a1 STARTTLS
                        S: a1 OK Begin TLS negotiation now."""),
                dialogue("POP3", """
                        S: +OK POP3 ready <1896.697170952@mail.example>
                        C: CAPA
                        S: +OK|TOP|UIDL|STLS|.
                        C: STLS
                        S: +OK Begin TLS negotiation"""),
                dialogue("FTP", """
                        S: 220 (vsFTPd 3.0.5)
                        C: AUTH TLS
                        S: 234 Proceed with negotiation."""),
                // An extended request for 1.3.6.1.4.1.1466.20037, and its answer.
                dialogue("LDAP", """
                        c: 301d 020101 7718 8016 312e332e362e312e342e312e313436362e3230303337
                        s: 300c 020101 7807 0a0100 0400 0400"""),
                dialogue("XMPP", """
                        C: <stream:stream xmlns='jabber:client' to='example.com' version='1.0'>
                        S: <stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>
                        C: <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
                        S: <proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"""),
                // SSLRequest holds the 0x16 of a record; the answer is one letter.
                dialogue("PostgreSQL", """
                        c: 00000008 04d2162f
                        s: 53"""),
                // A greeting of protocol 10, and the first part of a login with CLIENT_SSL set.
                dialogue("MySQL", """
                        s: 4a000000 0a 382e302e333500 1600030b 0102030405060708 00 ffff ff 0200 ffdf 15 00000000000000000000
                        c: 20000001 05ae0300 00000001 ff 0000000000000000000000000000000000000000000000"""),
                dialogue("HTTP CONNECT", """
                        C: CONNECT api.example:443 HTTP/1.1|Host: api.example:443|
                        S: HTTP/1.1 200 Connection established|"""),
                dialogue("SOCKS4", """
                        c: 04 01 1603 0303 0100 00
                        s: 00 5a 0000 00000000"""),
                dialogue("SOCKS5", """
                        c: 05 01 00
                        s: 05 00
                        c: 05 01 00 03 0b 6170692e6578616d706c65 1603
                        s: 05 00 00 01 16030100 0301"""),
                dialogue("PROXY v1", "C: PROXY TCP4 192.0.2.1 198.51.100.7 51234 443"),
                // From 22.3.1.0 to 2.1.3.3: the addresses look like the header of a record and more.
                dialogue("PROXY v2", """
                        c: 0d0a0d0a000d0a515549540a 21 11 000c 16030100 02010303 1603 01bb"""),
                dialogue("PROXY v2 over IPv6", """
                        c: 0d0a0d0a000d0a515549540a 21 21 0024 16030300260100002203031111111111 11111111111111111111111111111111 1503 0301"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialogues")
    void whatIsSaidBeforeTlsIsPlaintextAndTheHelloBehindItIsFound(String protocol, Wire talk, int lines) {
        Conversation conversation = talk.conversation();

        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.outcome()).isEqualTo(Outcome.INCOMPLETE);
        List<String> names = ConversationDecoderTest.names(conversation);
        int hello = names.indexOf("CLIENT client_hello");
        // The end of a line that looks like the start of a record waits for what follows, and then stands by itself.
        assertThat(hello).isBetween(lines, lines + 1);
        assertThat(names.subList(hello, names.size()))
                .containsExactly("CLIENT client_hello", "SERVER server_hello", "SERVER server_hello_done");
        assertThat(conversation.events().subList(0, hello)).allMatch(PlaintextEvent.class::isInstance);
        for (Sender side : Sender.values()) {
            Bytes plain = conversation.events().stream()
                    .filter(event -> event.from() == side && event instanceof PlaintextEvent)
                    .map(event -> ((PlaintextEvent) event).data())
                    .reduce(Bytes.EMPTY, Bytes::concat);
            assertThat(talk.all(side).slice(0, plain.size())).isEqualTo(plain);
            assertThat(talk.all(side).u8(plain.size())).isEqualTo(22);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialogues")
    void howTheBytesAreCutAndWhichSideIsReadFirstMakesNoDifference(String protocol, Wire talk, int lines) {
        Conversation whole = talk.conversation();
        Bytes client = talk.all(Sender.CLIENT);
        Bytes server = talk.all(Sender.SERVER);

        assertThat(Conversation.of(client, server)).isEqualTo(whole);
        assertThat(new Wire()
                        .say(Sender.SERVER, server)
                        .say(Sender.CLIENT, client)
                        .conversation())
                .isEqualTo(whole);
        for (Sender side : Sender.values()) {
            Bytes said = side == Sender.CLIENT ? client : server;
            Bytes other = side == Sender.CLIENT ? server : client;
            int end = said.size() - (side == Sender.CLIENT ? HELLO : ANSWER);
            for (int cut = Math.max(1, end - 12); cut < end + 14; cut++) {
                Wire pieces = new Wire().say(side, said.slice(0, cut)).say(side.other(), other);
                assertThat(pieces.say(side, said.slice(cut)).conversation()).isEqualTo(whole);
            }
            Wire crumbs = new Wire();
            for (int i = 0; i < said.size(); i++) {
                crumbs.say(side, said.slice(i, i + 1));
            }
            assertThat(crumbs.say(side.other(), other).conversation()).isEqualTo(whole);
        }
    }

    @Test
    void whatOnlyLooksLikeARecordIsNone() {
        List<String> lookalikes = List.of(
                "a header, and text behind it",
                "47 45 54 16 0301 0020 2048545450",
                "a hello of SSLv2 whose lengths do not add up",
                "41 8022 01 0303 0009 0000 0011 0700c0",
                "a hello that is shorter than one can be",
                "41 16 0301 000a 01 000006 0303 11111111",
                "a hello that ends before its record does",
                "41 16 0301 0100 01 000026 0303" + "11".repeat(40),
                "a hello of no version",
                "41 16 0301 002a 01 000026 0504" + "11".repeat(40),
                "a hello of the other side",
                "41 16 0301 002a 02 000026 0303" + "11".repeat(40),
                "an alert of no level",
                "41 15 0301 0002 0328",
                "an alert of no name",
                "41 15 0301 0002 0205");
        for (int i = 0; i < lookalikes.size(); i += 2) {
            Conversation conversation =
                    new Wire().client(lookalikes.get(i + 1)).server("4f4b").conversation();

            assertThat(conversation.events())
                    .as(lookalikes.get(i))
                    .allMatch(PlaintextEvent.class::isInstance)
                    .hasSizeBetween(2, 3);
            assertThat(conversation.problems()).isEmpty();
        }
    }

    @Test
    void anAlertInsteadOfAnAnswerIsFoundBehindAnotherProtocol() {
        Conversation conversation = new Wire()
                .say(Sender.SERVER, Bytes.ofText("220 go ahead\r\n"))
                .client(Wire.clientHello(TLS_1_2))
                .server("15 0301 0002 0246")
                .conversation();

        assertThat(ConversationDecoderTest.names(conversation))
                .containsExactly("SERVER PlaintextEvent", "CLIENT client_hello", "SERVER AlertEvent");
        assertThat(conversation.outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void anotherProtocolMayGoOnWhereTlsHasEndedAndTlsStartAgain() {
        Wire talk = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12(), Wire.serverHelloDone())
                .client("14 0303 0001 01")
                .client("16 0303 0028" + "ab".repeat(40))
                .server("14 0303 0001 01")
                .server("16 0303 0028" + "ab".repeat(40))
                .client("15 0303 001a" + "ef".repeat(26))
                .server("15 0303 001a" + "ef".repeat(26))
                .say(Sender.CLIENT, Bytes.ofText("NOOP\r\n"))
                .say(Sender.SERVER, Bytes.ofText("200 fine\r\n"));
        Conversation conversation = talk.conversation();

        assertThat(conversation.problems()).isEmpty();
        assertThat(ConversationDecoderTest.names(conversation))
                .endsWith("CLIENT PlaintextEvent", "SERVER PlaintextEvent");
        assertThat(Conversation.of(talk.all(Sender.CLIENT), talk.all(Sender.SERVER)))
                .isEqualTo(conversation);
    }

    private static Arguments dialogue(String protocol, String lines) {
        Wire talk = new Wire();
        List<String> said = new ArrayList<>(lines.lines().toList());
        for (String line : said) {
            Sender from = Character.toLowerCase(line.charAt(0)) == 'c' ? Sender.CLIENT : Sender.SERVER;
            boolean text = Character.isUpperCase(line.charAt(0));
            String content = line.substring(3);
            talk.say(
                    from,
                    text
                            ? Bytes.owning((content.replace("|", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII))
                            : Bytes.ofHex(content));
        }
        talk.client(Wire.clientHello(TLS_1_2)).server(Wire.serverHello12(), Wire.serverHelloDone());
        return Arguments.of(protocol, talk, said.size());
    }
}
