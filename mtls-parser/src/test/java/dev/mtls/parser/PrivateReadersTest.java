package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.Cookie;
import dev.mtls.parser.extension.ExtendedMasterSecret;
import dev.mtls.parser.extension.MalformedExtension;
import dev.mtls.parser.extension.PrivateExtension;
import dev.mtls.parser.extension.UnknownExtension;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.MalformedHandshakeMessage;
import dev.mtls.parser.handshake.PrivateHandshakeMessage;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.handshake.UnknownHandshakeMessage;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateReadersTest {
    private static final ExtensionType SHARDS = ExtensionType.of(0xff42);
    private static final HandshakeType PING = HandshakeType.of(0xe7);
    private static final ReadContext FROM_CLIENT = ReadContext.initial(Sender.CLIENT);

    /** {@code uint16 shards<2..254>}. */
    record Shards(List<Integer> shards) implements PrivateExtension {
        static Shards read(WireReader in, ReadContext context) {
            return new Shards(in.list8("shards", 2, r -> r.u16("")));
        }

        @Override
        public ExtensionType type() {
            return SHARDS;
        }

        @Override
        public void write(WireWriter out) {
            out.list8(shards, WireWriter::u16);
        }
    }

    /** {@code opaque payload<0..255>}. */
    record Ping(Bytes payload) implements PrivateHandshakeMessage {
        static Ping read(WireReader in, ReadContext context) {
            return new Ping(in.opaque8("payload", 0));
        }

        @Override
        public HandshakeType type() {
            return PING;
        }

        @Override
        public void write(WireWriter out) {
            out.opaque8(payload);
        }
    }

    private static final PrivateReaders OWN = PrivateReaders.builder()
            .extension(SHARDS, Shards::read, MessageKind.CLIENT_HELLO)
            .message(PING, Ping::read)
            .build();

    @Test
    void anExtensionIsReadWhereItMayStand() {
        HandshakeMessage hello = Wire.clientHello(new ExtendedMasterSecret(), new Shards(List.of(7, 9)));
        Bytes bytes = Wire.join(hello);

        assertThat(TlsDecoder.message(bytes, FROM_CLIENT.with(OWN))).isEqualTo(hello);
        ClientHello without = (ClientHello) TlsDecoder.message(bytes, FROM_CLIENT);
        assertThat(without.extensions().list().get(1))
                .isEqualTo(new UnknownExtension(SHARDS, Bytes.ofHex("04 0007 0009")));
    }

    @Test
    void elsewhereItIsReadWithAProblem() {
        ServerHello hello = Wire.serverHello13With(new Shards(List.of(7)));
        Decoded<HandshakeMessage> decoded = TlsDecoder.lenient(
                Wire.join(hello), ReadContext.initial(Sender.SERVER).with(OWN));

        assertThat(decoded.value()).isEqualTo(hello);
        assertThat(decoded.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.MISPLACED);
    }

    @Test
    void whatABodyBreaksIsTheProblemOfTheBytes() {
        Bytes bytes = Wire.join(Wire.clientHello(
                new UnknownExtension(SHARDS, Bytes.ofHex("04 0007 00")), new Cookie(Bytes.ofHex("01"))));
        Decoded<HandshakeMessage> decoded = TlsDecoder.lenient(bytes, FROM_CLIENT.with(OWN));

        assertThat(((ClientHello) decoded.value()).extensions().list())
                .containsExactly(
                        new MalformedExtension(SHARDS, Bytes.ofHex("04 0007 00")), new Cookie(Bytes.ofHex("01")));
        assertThat(decoded.problems())
                .extracting(Problem::toString)
                .containsExactly("client_hello.extensions[0].unknown(0xFF42).shards: longer than what it is in,"
                        + " needed 4, had 3 at offset 54");
    }

    @Test
    void aMessageIsReadInAConversationAndShownWithItsFields() {
        Conversation said = conversation(OWN, Wire.clientHello(new Shards(List.of(258))), new Ping(Bytes.ofText("hi")));

        assertThat(messages(said))
                .containsExactly(Wire.clientHello(new Shards(List.of(258))), new Ping(Bytes.ofText("hi")));
        assertThat(said.problems()).isEmpty();
        assertThat(View.json(said)).contains("\"shards\":[258]", "\"payload\":\"6869\"");
        assertThat(View.text(said)).contains("shards", "258", "payload", "6869");
        assertThat(messages(conversation(
                        PrivateReaders.builder().build(),
                        Wire.clientHello(new ExtendedMasterSecret()),
                        new Ping(Bytes.EMPTY))))
                .contains(new UnknownHandshakeMessage(PING, Bytes.ofHex("00")));
    }

    @Test
    void whatAReaderThrowsIsAProblemAndNeverEscapes() {
        PrivateReaders bad = PrivateReaders.builder()
                .extension(
                        SHARDS,
                        (in, context) -> {
                            in.u8("first");
                            throw new IllegalStateException("secret of the application");
                        },
                        MessageKind.CLIENT_HELLO)
                .message(PING, (in, context) -> {
                    throw new ArrayIndexOutOfBoundsException(7);
                })
                .build();
        HandshakeMessage hello = Wire.clientHello(new Shards(List.of(7)), new ExtendedMasterSecret());
        Conversation said = conversation(bad, hello, new Ping(Bytes.EMPTY));

        assertThat(messages(said).get(1)).isEqualTo(new MalformedHandshakeMessage(PING, Bytes.ofHex("00")));
        assertThat(((ClientHello) messages(said).get(0)).extensions().list())
                .containsExactly(new MalformedExtension(SHARDS, Bytes.ofHex("02 0007")), new ExtendedMasterSecret());
        assertThat(said.problems())
                .extracting(p -> p.problem().kind() + " " + p.problem())
                .containsExactly(
                        "INTERNAL client_hello.extensions[0].unknown(0xFF42): the reader of the application failed:"
                                + " IllegalStateException at offset 53",
                        "INTERNAL unknown(0xE7): the reader of the application failed:"
                                + " ArrayIndexOutOfBoundsException at offset 4");
        assertThatThrownBy(() -> TlsDecoder.message(Wire.join(hello), FROM_CLIENT.with(bad)))
                .isInstanceOf(MalformedTlsException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aReaderThatGivesNothingOrSomethingElseFails() {
        for (PrivateExtension.Reader reader : List.<PrivateExtension.Reader>of(
                (in, context) -> nothing(), (in, context) -> new Named(in.rest("")), (in, context) -> stuck(in))) {
            PrivateReaders bad = PrivateReaders.builder()
                    .extension(SHARDS, reader, MessageKind.CLIENT_HELLO)
                    .build();
            Bytes bytes = Wire.join(Wire.clientHello(new Shards(List.of(7)), new ExtendedMasterSecret()));
            Decoded<HandshakeMessage> decoded = TlsDecoder.lenient(bytes, FROM_CLIENT.with(bad));
            assertThat(decoded.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.INTERNAL);
            assertThat(((ClientHello) decoded.value()).extensions().list())
                    .containsExactly(
                            new MalformedExtension(SHARDS, Bytes.ofHex("02 0007")), new ExtendedMasterSecret());
        }
    }

    @Test
    void whatIsKnownIsReplacedOnlyWhenSaidSo() {
        PrivateReaders.Builder builder = PrivateReaders.builder();
        assertThatThrownBy(() -> builder.extension(ExtensionType.COOKIE, Named::read, MessageKind.CLIENT_HELLO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cookie is read by this library; the replacing… methods take its place");
        assertThatThrownBy(() -> builder.message(HandshakeType.FINISHED, Ping::read))
                .isInstanceOf(IllegalArgumentException.class);
        PrivateReaders own = builder.replacingExtension(ExtensionType.COOKIE, Named::read, MessageKind.CLIENT_HELLO)
                .build();
        assertThatThrownBy(
                        () -> builder.replacingExtension(ExtensionType.COOKIE, Named::read, MessageKind.CLIENT_HELLO))
                .hasMessage("cookie has a reader already");

        Bytes bytes = Wire.join(Wire.clientHello(new Cookie(Bytes.ofHex("aa"))));
        ClientHello hello = (ClientHello) TlsDecoder.message(bytes, FROM_CLIENT.with(own));
        assertThat(hello.extensions().list()).containsExactly(new Named(Bytes.ofHex("0001 aa")));
        assertThat(Wire.join(hello)).isEqualTo(bytes);
    }

    @Test
    void aMessageTypeMayBeReplacedToo() {
        PrivateReaders own = PrivateReaders.builder()
                .replacingMessage(HandshakeType.FINISHED, (in, context) -> new Said(in.rest("verify_data")))
                .build();
        assertThat(TlsDecoder.message(Bytes.ofHex("14 000001 aa"), FROM_CLIENT.with(own)))
                .isEqualTo(new Said(Bytes.ofHex("aa")));
    }

    @Test
    void aTypeOfExtensionIsNoTypeOfMessage() {
        PrivateReaders own = PrivateReaders.builder()
                .extension(ExtensionType.of(0xe7), Named::read, MessageKind.CLIENT_HELLO)
                .build();
        assertThat(TlsDecoder.message(Bytes.ofHex("e7 000000"), FROM_CLIENT.with(own)))
                .isInstanceOf(UnknownHandshakeMessage.class);
    }

    /** Stands for cookie, and as a value of another type. */
    record Named(Bytes all) implements PrivateExtension {
        static Named read(WireReader in, ReadContext context) {
            return new Named(in.rest("all"));
        }

        @Override
        public ExtensionType type() {
            return ExtensionType.COOKIE;
        }

        @Override
        public void write(WireWriter out) {
            out.bytes(all);
        }
    }

    /** Stands for finished. */
    record Said(Bytes verifyData) implements PrivateHandshakeMessage {
        @Override
        public HandshakeType type() {
            return HandshakeType.FINISHED;
        }

        @Override
        public void write(WireWriter out) {
            out.bytes(verifyData);
        }
    }

    @SuppressWarnings("NullAway") // what an application should not do
    private static PrivateExtension nothing() {
        return null;
    }

    private static PrivateExtension stuck(WireReader in) {
        in.list8("shards", 2, r -> 1);
        throw new AssertionError("a list whose entries take no byte was read");
    }

    private static Conversation conversation(PrivateReaders own, HandshakeMessage... messages) {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder =
                ConversationDecoder.builder().sink(fold).readers(own).build();
        for (HandshakeMessage message : messages) {
            decoder.feed(Sender.CLIENT, Wire.record(22, Wire.join(message)), Arrival.UNKNOWN);
        }
        decoder.end();
        return fold.conversation();
    }

    private static List<HandshakeMessage> messages(Conversation said) {
        return said.events().stream()
                .filter(HandshakeEvent.class::isInstance)
                .map(event -> ((HandshakeEvent) event).message())
                .toList();
    }
}
