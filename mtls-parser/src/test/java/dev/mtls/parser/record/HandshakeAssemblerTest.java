package dev.mtls.parser.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import org.junit.jupiter.api.Test;

class HandshakeAssemblerTest {
    private final HandshakeAssembler assembler = new HandshakeAssembler(DecodeLimits.DEFAULTS);

    @Test
    void joinsAMessageThatIsSplitInItsHeader() {
        assembler.feed(Bytes.ofHex("0b00"));
        assertThat(assembler.next()).isEmpty();
        assembler.feed(Bytes.EMPTY);
        assertThat(assembler.next()).isEmpty();
        assembler.feed(Bytes.ofHex("0003 0000"));
        assertThat(assembler.next()).isEmpty();
        assertThat(assembler.pending()).isEqualTo(6);
        assembler.feed(Bytes.ofHex("00"));
        RawHandshakeMessage message = assembler.next().orElseThrow();
        assertThat(message).isEqualTo(new RawHandshakeMessage(Bytes.ofHex("0b000003000000"), 0, 3));
        assertThat(message.type()).isEqualTo(HandshakeType.CERTIFICATE);
        assertThat(assembler.next()).isEmpty();
    }

    @Test
    void givesManyMessagesOfOneRecordAndTheNextThatBeginsInIt() {
        assembler.feed(Bytes.ofHex("0e000000 0e000000 14"));
        assertThat(assembler.next()).contains(new RawHandshakeMessage(Bytes.ofHex("0e000000"), 0, 0));
        assertThat(assembler.next()).contains(new RawHandshakeMessage(Bytes.ofHex("0e000000"), 0, 0));
        assertThat(assembler.next()).isEmpty();
        assembler.feed(Bytes.ofHex("000001 ff"));
        assertThat(assembler.next()).contains(new RawHandshakeMessage(Bytes.ofHex("14000001ff"), 0, 1));
        assembler.feed(Bytes.ofHex("0e000000"));
        assertThat(assembler.next()).contains(new RawHandshakeMessage(Bytes.ofHex("0e000000"), 2, 2));
        assertThat(assembler.records()).isEqualTo(3);
    }

    @Test
    void refusesAMessageThatAnnouncesTooMuchBeforeKeepingIt() {
        assembler.feed(Bytes.ofHex("0bffffff"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(assembler::next).isInstanceOfSatisfying(MalformedTlsException.class, e -> {
                assertThat(e.problem().kind()).isEqualTo(Problem.Kind.LIMIT_EXCEEDED);
                assertThat(e.problem().needed()).hasValue(131_072);
                assertThat(e.problem().available()).hasValue(0xffffff);
            });
        }
        assertThat(assembler.reset()).isEqualTo(Bytes.ofHex("0bffffff"));
        assembler.feed(Bytes.ofHex("0e000000"));
        assertThat(assembler.next()).isPresent();
    }

    @Test
    void buffersNoMoreThanTheLimit() {
        HandshakeAssembler small = new HandshakeAssembler(DecodeLimits.DEFAULTS.withBuffered(10));
        small.feed(Bytes.ofHex("0b000020").concat(Bytes.of(new byte[6])));
        assertThat(small.next()).isEmpty();
        small.feed(Bytes.of(new byte[1]));
        assertThatThrownBy(small::next).hasMessageContaining("too much buffered");
    }
}
