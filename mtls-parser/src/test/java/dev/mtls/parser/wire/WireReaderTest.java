package dev.mtls.parser.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WireReaderTest {
    private static final CodeTable<Kind> KINDS = CodeTable.shorts("kind", Kind::new, "0001 one\n0002 two");

    record Kind(int value) implements CodePoint {
        @Override
        public String name() {
            return KINDS.name(value);
        }

        @Override
        public boolean isGrease() {
            return false;
        }

        @Override
        public boolean isRegistered() {
            return KINDS.isRegistered(value);
        }
    }

    /** A block is a list of pairs of bytes behind an 8-bit length, then a byte. */
    private static final BlockReader<Kind, String> PAIRS = new BlockReader<>() {
        @Override
        public String rfc(Kind type) {
            return "RFC 1 2.3";
        }

        @Override
        public String read(WireReader in, Kind type) {
            List<Integer> sums = in.list8("pairs", 2, r -> r.u8("left") + r.u8("right"));
            return sums + " " + in.u8("last");
        }

        @Override
        public String malformed(Kind type, Bytes body) {
            return "malformed " + body;
        }

        @Override
        public boolean isKnown(Kind type) {
            return true;
        }
    };

    @Test
    void readsNumbersBytesAndListsInTurn() {
        WireReader in = strict("01 0203 040506 0708090a 020b0c 0001 04 0001 0002 0d");
        assertThat(in.u8("a")).isEqualTo(1);
        assertThat(in.u16("b")).isEqualTo(0x0203);
        assertThat(in.bytes("c", 3)).isEqualTo(Bytes.ofHex("040506"));
        assertThat(in.u32("d")).isEqualTo(0x0708090aL);
        assertThat(in.opaque8("e", 0)).isEqualTo(Bytes.ofHex("0b0c"));
        assertThat(in.codePoint("f", KINDS)).isEqualTo(new Kind(1));
        assertThat(in.codePoints8("g", 2, KINDS)).containsExactly(new Kind(1), new Kind(2));
        assertThat(in.remaining()).isEqualTo(1);
        assertThat(in.rest("h")).isEqualTo(Bytes.ofHex("0d"));
        in.expectEnd();
    }

    @Test
    void readsThirtyTwoBitsUnsigned() {
        assertThat(strict("ffffffff").u32("n")).isEqualTo(0xffffffffL);
    }

    @Test
    void saysWhatIsMissingWhere() {
        assertThatThrownBy(() -> block("0001 0005 04 0102 03"))
                .isInstanceOfSatisfying(MalformedTlsException.class, e -> {
                    Problem problem = e.problem();
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.TRUNCATED);
                    assertThat(problem.path()).isEqualTo("one");
                    assertThat(problem.needed()).hasValue(5);
                    assertThat(problem.available()).hasValue(4);
                    assertThat(problem.span()).isEqualTo(new Span(4, 4));
                    assertThat(problem.rfc()).contains("RFC 1 2.3");
                    assertThat(problem.alert()).hasValue(50);
                });
        assertThatThrownBy(() -> block("0001 0005 03 0102 03 04"))
                .hasMessage("one.pairs[1].right: truncated, needed 1, had 0 at offset 8 (RFC 1 2.3)");
        assertThatThrownBy(() -> block("0002 0002 01 00"))
                .hasMessage("two.pairs: shorter than its lower bound, needed 2, had 1 at offset 5 (RFC 1 2.3)");
        assertThatThrownBy(() -> block("0002 0003 08 0000"))
                .hasMessage("two.pairs: longer than what it is in, needed 8, had 2 at offset 5 (RFC 1 2.3)");
        assertThatThrownBy(() -> block("0007 0005 02 0000 01 00"))
                .hasMessage("unknown(0x0007): bytes are left over, needed 0, had 1 at offset 8 (RFC 1 2.3)");
        assertThatThrownBy(() -> strict("03 000100").codePoints8("kinds", 0, KINDS))
                .hasMessage("kinds: odd length, needed 2, had 3 at offset 1");
        assertThatThrownBy(() -> strict("03 000100").opaque8("id", 0, 2))
                .hasMessage("id: longer than its upper bound, needed 2, had 3 at offset 1");
    }

    @Test
    void countsOffsetsFromTheStartOfItsInputAlsoInASlice() {
        Bytes slice = Bytes.ofHex("ffff 05 01").slice(2);
        assertThatThrownBy(() -> WireReader.strict(slice, DecodeLimits.DEFAULTS).opaque8("id", 0))
                .hasMessage("id: truncated, needed 5, had 1 at offset 1");
    }

    @Test
    void goesOnAfterABadBlockWhenLenient() {
        WireReader in = WireReader.lenient(
                Bytes.ofHex("0010 0001 0002 0100 0002 0004 02 0102 09 0001 02"), DecodeLimits.DEFAULTS);
        Decoded<List<String>> read = in.decoded(in.blocks16("blocks", 9, KINDS, PAIRS));
        assertThat(read.value()).containsExactly("malformed 0100", "[3] 9");
        assertThat(read.problems()).extracting(Problem::path).containsExactly("blocks[0].one.pairs", "blocks[2]");
    }

    @Test
    void tracesEveryFieldWithItsPlace() {
        WireReader in = WireReader.tracing(Bytes.ofHex("0001 0006 04 0102 0304 05"), DecodeLimits.DEFAULTS);
        Field root = in.decoded(in.block(KINDS, 2, PAIRS)).fields().orElseThrow();
        assertThat(root.name()).isEqualTo("one");
        assertThat(root.span()).isEqualTo(new Span(0, 10));
        assertThat(root.prefix()).isEqualTo(4);
        Field pairs = root.child("pairs").orElseThrow();
        assertThat(pairs.span()).isEqualTo(new Span(4, 5));
        Field second = pairs.children().get(1);
        assertThat(second.name()).isEqualTo("[1]");
        assertThat(second.child("right")).contains(new Field("right", new Span(8, 1), 0, new Field.Num(4)));
        assertThat(root.child("last")).isPresent();
    }

    @Test
    void tracesNoMoreFieldsThanTheLimit() {
        DecodeLimits few = new DecodeLimits(1, 1, 1, 1, 1, 1, 1, 1, 1, 3);
        WireReader in = WireReader.tracing(Bytes.ofHex("0001 0006 04 0102 0304 05"), few);
        Decoded<String> read = in.decoded(in.block(KINDS, 2, PAIRS));
        assertThat(read.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.LIMIT_EXCEEDED);
        assertThat(read.fields().orElseThrow().children()).isEmpty();
    }

    @Test
    void refusesAReaderOfEntriesThatTakesNothing() {
        assertThatThrownBy(() -> strict("02 0000").list8("loop", 0, r -> "nothing"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loop");
    }

    @Test
    void reportsThrowWhenStrictAndAreNotedWhenLenient() {
        assertThatThrownBy(() -> strict("00").report(Problem.Kind.ILLEGAL_VALUE, "x", 47, "not allowed"))
                .hasMessage("x: not allowed at offset 0");
        WireReader lenient = WireReader.lenient(Bytes.ofHex("00"), DecodeLimits.DEFAULTS);
        lenient.report(Problem.Kind.ILLEGAL_VALUE, "x", 47, "not allowed");
        assertThat(lenient.decoded("value").problems())
                .extracting(Problem::alert)
                .hasSize(1);
    }

    @Test
    void aWriterRefusesWhatDoesNotFit() {
        WireWriter out = new WireWriter();
        assertThatThrownBy(() -> out.u8(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.u16(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.opaque8(Bytes.of(new byte[256]))).isInstanceOf(IllegalArgumentException.class);
        assertThat(new WireWriter().u32(0xffffffffL).u24(1).toBytes()).isEqualTo(Bytes.ofHex("ffffffff000001"));
    }

    private static String block(String hex) {
        return strict(hex).block(KINDS, 2, PAIRS);
    }

    private static WireReader strict(String hex) {
        return WireReader.strict(Bytes.ofHex(hex), DecodeLimits.DEFAULTS);
    }
}
