package dev.mtls.parser.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireWriter;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {
    private final RecordDecoder decoder = new RecordDecoder(DecodeLimits.DEFAULTS);

    @Test
    void givesARecordOnceItIsWhole() {
        decoder.feed(Bytes.ofHex("15 0303"));
        assertThat(decoder.next()).isEmpty();
        decoder.feed(Bytes.ofHex("0002 02"));
        assertThat(decoder.next()).isEmpty();
        decoder.feed(Bytes.ofHex("74 17"));
        assertThat(decoder.next())
                .contains(new TlsRecord(ContentType.ALERT, ProtocolVersion.TLS_1_2, Bytes.ofHex("0274")));
        assertThat(decoder.wire()).isEqualTo(Bytes.ofHex("15030300020274"));
        assertThat(decoder.offset()).isEqualTo(7);
        assertThat(decoder.next()).isEmpty();
        assertThat(decoder.pending()).isEqualTo(Bytes.ofHex("17"));
    }

    @Test
    void saysWhereBytesAreNoRecord() {
        decoder.feed(Bytes.ofHex("16 0301 0000").concat(Bytes.ofText("GET / HTTP/1.1")));
        assertThat(decoder.next()).isPresent();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(decoder::next).isInstanceOfSatisfying(MalformedTlsException.class, e -> {
                assertThat(e.problem().kind()).isEqualTo(Problem.Kind.NOT_TLS);
                assertThat(e.problem().base()).isEqualTo(Problem.Base.STREAM);
                assertThat(e.problem().span().offset()).isEqualTo(5);
            });
        }
        assertThat(decoder.skip(decoder.pending().size())).isEqualTo(Bytes.ofText("GET / HTTP/1.1"));
        decoder.feed(Bytes.ofHex("16 0301 0000"));
        assertThat(decoder.next()).isPresent();
    }

    @Test
    void knowsFromTheFirstByteThatThisIsNoRecord() {
        decoder.feed(Bytes.ofText("G"));
        assertThatThrownBy(decoder::next).hasMessageContaining("not the header of a TLS record");
    }

    @Test
    void holdsRecordsToTheLengthOfTheirVersion() {
        decoder.feed(new WireWriter().u8(23).u16(0x0303).u16(18_432).toBytes());
        assertThat(decoder.next()).isEmpty();
        decoder.negotiated(ProtocolVersion.TLS_1_3);
        assertThatThrownBy(decoder::next)
                .hasMessage("record: record too long, needed 16640, had 18432 at offset 0 of the stream"
                        + " (RFC 8446 5.1)");
        RecordDecoder other = new RecordDecoder(DecodeLimits.DEFAULTS);
        other.feed(new WireWriter().u8(23).u16(0x0303).u16(18_433).toBytes());
        assertThatThrownBy(other::next).hasMessageContaining("record too long");
    }

    @Test
    void takes32EmptyRecordsInARowAndNoMore() {
        Bytes empty = Bytes.ofHex("17 0303 0000");
        for (int i = 0; i < 32; i++) {
            decoder.feed(empty);
            assertThat(decoder.next()).isPresent();
        }
        decoder.feed(empty);
        assertThatThrownBy(decoder::next).hasMessageContaining("too many empty records");
        decoder.skip(5);
        decoder.feed(Bytes.ofHex("17 0303 0001 00"));
        assertThat(decoder.next()).isPresent();
    }

    @Test
    void countsWhatIsMissingAfterAGap() {
        decoder.feed(Bytes.ofHex("17 0303 0010 00"));
        assertThat(decoder.next()).isEmpty();
        assertThat(decoder.gap(100)).isEqualTo(Bytes.ofHex("170303001000"));
        assertThat(decoder.offset()).isEqualTo(106);
        decoder.feed(Bytes.ofHex("17 0303 0001 00"));
        assertThat(decoder.next()).isPresent();
    }

    @Test
    void knowsAHeaderWhenItSeesOne() {
        assertThat(RecordDecoder.isHeader(Bytes.ofHex("00 16 0301 0200"), 1)).isTrue();
        assertThat(RecordDecoder.isHeader(Bytes.ofHex("16 0301 02"), 0)).isFalse();
        assertThat(RecordDecoder.isHeader(Bytes.ofHex("16 0301 ffff"), 0)).isFalse();
        assertThat(RecordDecoder.isHeader(Bytes.ofHex("16 0305 0001"), 0)).isFalse();
        assertThat(RecordDecoder.isHeader(Bytes.ofHex("13 0301 0001"), 0)).isFalse();
    }

    @Test
    void readsAlerts() {
        assertThat(Alert.readAll(Bytes.ofHex("0274")))
                .containsExactly(new Alert(AlertLevel.FATAL, AlertDescription.CERTIFICATE_REQUIRED));
        assertThat(Alert.readAll(Bytes.ofHex("015a0100")))
                .extracting(Alert::toString)
                .containsExactly("warning user_canceled", "warning close_notify");
        assertThat(Alert.readAll(Bytes.ofHex("0274")).get(0).isFatal()).isTrue();
        assertThatThrownBy(() -> Alert.readAll(Bytes.ofHex("02")))
                .hasMessage("alert: truncated, needed 2, had 1 at offset 5 of the record (RFC 8446 6)");
        assertThatThrownBy(() -> Alert.readAll(Bytes.EMPTY)).isInstanceOf(MalformedTlsException.class);
        assertThatThrownBy(() -> Alert.readAll(Bytes.ofHex("027402"))).isInstanceOf(MalformedTlsException.class);
    }
}
