package dev.mtls.parser.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void areEqualByContentWhereverTheyLie() {
        Bytes whole = Bytes.ofHex("00 01 02 03 04");
        Bytes slice = whole.slice(1, 4);
        assertThat(slice).isEqualTo(Bytes.of((byte) 1, (byte) 2, (byte) 3)).hasSameHashCodeAs(Bytes.ofHex("010203"));
        assertThat(slice).isNotEqualTo(whole.slice(0, 3)).isNotEqualTo(whole);
        assertThat(slice.slice(1)).isEqualTo(Bytes.ofHex("0203"));
        assertThat(slice.u8(0)).isEqualTo(1);
        assertThat(slice.u16(1)).isEqualTo(0x0203);
        assertThat(slice.u24(0)).isEqualTo(0x010203);
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] given = {1, 2, 3};
        Bytes bytes = Bytes.of(given);
        given[0] = 9;
        bytes.toByteArray()[1] = 9;
        assertThat(bytes.toHex()).isEqualTo("010203");
    }

    @Test
    void keepTheirBounds() {
        Bytes slice = Bytes.ofHex("0001020304").slice(1, 3);
        assertThatThrownBy(() -> slice.u8(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.u8(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.u16(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.u24(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.ofHex("123")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showTheFirst32InHexadecimal() {
        assertThat(Bytes.ofHex("0a0b")).hasToString("0a0b");
        assertThat(Bytes.of(new byte[33])).hasToString("00".repeat(32) + "… (33 bytes)");
        assertThat(Bytes.of(new byte[33]).toHex()).isEqualTo("00".repeat(33));
    }

    @Test
    void escapeWhatIsNotPrintable() {
        assertThat(Bytes.ofText("h2\n\\é\u0000").toEscapedText()).isEqualTo("h2\\x0a\\\\xc3\\xa9\\x00");
    }

    @Test
    void joinCompareAndCompact() {
        Bytes one = Bytes.ofHex("01");
        Bytes big = Bytes.ofHex("ff00");
        assertThat(one.concat(big)).isEqualTo(Bytes.ofHex("01ff00"));
        assertThat(one.concat(Bytes.EMPTY)).isSameAs(one);
        assertThat(Bytes.EMPTY.concat(big)).isSameAs(big);
        assertThat(one).isLessThan(big).isLessThan(Bytes.ofHex("0100"));
        assertThat(big.slice(1).compact()).isEqualTo(Bytes.ofHex("00"));
    }
}
