package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.MalformedHandshakeMessage;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import org.junit.jupiter.api.Test;

class TlsDecoderTest {

    private static final ReadContext FROM_CLIENT = ReadContext.initial(Sender.CLIENT);

    @Test
    void aMessageIsDecoded() {
        HandshakeMessage hello = Wire.clientHello(TLS_1_2);

        assertThat(TlsDecoder.message(Wire.join(hello), FROM_CLIENT)).isEqualTo(hello);
        assertThat(TlsDecoder.lenient(Wire.join(hello), FROM_CLIENT).fields()).isPresent();
    }

    @Test
    void aBrokenMessageIsRefusedOrShownAsSuch() {
        Bytes broken = Bytes.ofHex("0b000001 00");

        assertThatThrownBy(() -> TlsDecoder.message(broken, FROM_CLIENT)).isInstanceOf(MalformedTlsException.class);
        Decoded<HandshakeMessage> lenient = TlsDecoder.lenient(broken, FROM_CLIENT);
        assertThat(lenient.value()).isInstanceOf(MalformedHandshakeMessage.class);
        assertThat(lenient.problems()).isNotEmpty();
    }

    @Test
    void aRecordIsDecoded() {
        assertThat(TlsDecoder.record(Bytes.ofHex("15 0303 0002 0228")))
                .isEqualTo(new TlsRecord(ContentType.ALERT, TLS_1_2, Bytes.ofHex("0228")));
    }

    @Test
    void aRecordThatIsCutOffOrGoesOnIsRefused() {
        assertThatThrownBy(() -> TlsDecoder.record(Bytes.ofHex("15 0303 0002 02")))
                .isInstanceOfSatisfying(
                        MalformedTlsException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TRUNCATED))
                .hasMessage("record: the record is cut off, needed 7, had 6 at offset 0 of the record (RFC 8446 5.1)");
        assertThatThrownBy(() -> TlsDecoder.record(Bytes.ofHex("15 0303 0002 0228 ff")))
                .isInstanceOfSatisfying(
                        MalformedTlsException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TRAILING_BYTES));
        assertThatThrownBy(() -> TlsDecoder.record(Bytes.ofText("GET / "))).isInstanceOf(MalformedTlsException.class);
    }
}
