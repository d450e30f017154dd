package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for each handshake message. */
class HandshakePropertyTest {
    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULTS;

    @Provide
    Arbitrary<MessageArbitraries.Sample> samples() {
        return MessageArbitraries.samples();
    }

    @Property(tries = 3000)
    void readsAgainWhatItWrote(@ForAll("samples") MessageArbitraries.Sample sample) {
        Bytes bytes = sample.bytes();
        HandshakeMessage read = HandshakeMessages.read(bytes, sample.context(), LIMITS);
        assertThat(read).isEqualTo(sample.message());
        assertThat(HandshakeMessages.write(read)).isEqualTo(bytes);
        assertThat(read.body()).isEqualTo(bytes.slice(4));
    }

    @Property(tries = 1000)
    void everyProperPrefixIsATypedProblem(@ForAll("samples") MessageArbitraries.Sample sample) {
        Bytes bytes = sample.bytes();
        for (int cut = 0; cut < bytes.size(); cut++) {
            Bytes prefix = bytes.slice(0, cut);
            assertThatThrownBy(() -> HandshakeMessages.read(prefix, sample.context(), LIMITS))
                    .isInstanceOfSatisfying(MalformedTlsException.class, e -> {
                        assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TRUNCATED);
                        assertThat(e.problem().span().end()).isLessThanOrEqualTo(prefix.size());
                    });
        }
    }

    @Property(tries = 600)
    void aCutBodyIsAProblemOrIsWrittenAgain(@ForAll("samples") MessageArbitraries.Sample sample) {
        Bytes bytes = sample.bytes();
        for (int cut = 4; cut < bytes.size(); cut++) {
            check(withLength(bytes.slice(0, cut)), sample.context());
        }
    }

    @Property(tries = 3000)
    void aChangedByteIsAProblemOrIsWrittenAgain(
            @ForAll("samples") MessageArbitraries.Sample sample,
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll byte value) {
        byte[] changed = sample.bytes().toByteArray();
        int at = place % changed.length;
        changed[at] = value;
        check(Bytes.of(changed), sample.context());
        check(withLength(Bytes.of(changed)), sample.context());
    }

    @Property(tries = 3000)
    void anyBytesAreAProblemOrAreWrittenAgain(
            @ForAll("samples") MessageArbitraries.Sample sample, @ForAll byte[] anything) {
        Bytes head = sample.bytes().slice(0, 4);
        check(withLength(head.concat(Bytes.of(anything))), sample.context());
        Bytes any = Bytes.of(anything);
        if (any.size() >= 4) {
            check(any, sample.context());
        } else {
            assertThatThrownBy(() -> HandshakeMessages.decode(any, sample.context(), LIMITS))
                    .isInstanceOf(MalformedTlsException.class);
        }
    }

    /** Strict, lenient and tracing readers agree; what has no problem is written again; the tree tiles the input. */
    static void check(Bytes bytes, ReadContext context) {
        Decoded<HandshakeMessage> lenient = HandshakeMessages.decode(bytes, context, LIMITS);
        Optional<Problem> error = Optional.empty();
        try {
            assertThat(HandshakeMessages.read(bytes, context, LIMITS)).isEqualTo(lenient.value());
        } catch (MalformedTlsException e) {
            error = Optional.of(e.problem());
        }
        assertThat(lenient.problems().isEmpty()).isEqualTo(error.isEmpty());
        assertThat(lenient.problems()).containsAll(error.stream().toList());
        assertThat(lenient.problems()).allSatisfy(p -> {
            assertThat(p.span().end()).isLessThanOrEqualTo(bytes.size());
            assertThat(p.toString()).doesNotContain("\n");
        });
        if (error.isEmpty()) {
            assertThat(HandshakeMessages.write(lenient.value())).isEqualTo(bytes);
        }
        Decoded<HandshakeMessage> traced = HandshakeMessages.trace(bytes, context, LIMITS);
        assertThat(traced.value()).isEqualTo(lenient.value());
        assertThat(traced.problems()).isEqualTo(lenient.problems());
        Tiling.check(traced.fields().orElseThrow());
    }

    private static Bytes withLength(Bytes message) {
        return new WireWriter().u8(message.u8(0)).opaque24(message.slice(4)).toBytes();
    }
}
