package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.GoldenVector;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies of handshake messages in {@code vectors/message}; {@link GoldenVector} tells how one is added. */
class MessageVectorsTest {
    static List<GoldenVector> vectors() {
        return GoldenVector.in("message");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void becomesTheTreeBesideIt(GoldenVector vector) {
        vector.check(read(vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void isWrittenAgainFromItsComponents(GoldenVector vector) {
        assertThat(read(vector).value().body()).isEqualTo(vector.body());
    }

    private static Decoded<HandshakeMessage> read(GoldenVector vector) {
        Bytes whole = new WireWriter()
                .codePoint8(HandshakeType.of(vector.code()))
                .opaque24(vector.body())
                .toBytes();
        return HandshakeMessages.trace(whole, vector.context(), DecodeLimits.DEFAULTS);
    }
}
