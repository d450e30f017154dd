package dev.mtls.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/** One extension after another, in any message: as for {@link HandshakeFuzzTest}. */
class ExtensionFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        ReadContext context = in.context().in(MessageKind.values()[in.u8() % MessageKind.values().length]);
        WireWriter block = new WireWriter();
        block.sized(2, () -> {
            while (!in.isEmpty()) {
                block.u16(in.u16());
                block.opaque16(in.take(in.u16()));
            }
        });
        Bytes bytes = block.toBytes();
        Decoded<Extensions> decoded;
        try {
            decoded = read(WireReader.lenient(bytes, DecodeLimits.DEFAULTS), context);
        } catch (MalformedTlsException tooMany) {
            // There is no message around the block that could stay malformed.
            assertThat(tooMany.problem().kind()).isEqualTo(Problem.Kind.LIMIT_EXCEEDED);
            return;
        }
        Decoded<Extensions> traced = read(WireReader.tracing(bytes, DecodeLimits.DEFAULTS), context);
        assertThat(decoded.value()).isEqualTo(traced.value());
        assertThat(decoded.problems()).isEqualTo(traced.problems());
        MalformedTlsException strict = catchThrowableOfType(
                MalformedTlsException.class,
                () -> Extensions.read(WireReader.strict(bytes, DecodeLimits.DEFAULTS), context));
        if (decoded.problems().isEmpty()) {
            assertThat(strict).isNull();
            WireWriter again = new WireWriter();
            decoded.value().write(again);
            assertThat(again.toBytes()).isEqualTo(bytes);
        } else {
            assertThat(strict).isNotNull();
            assertThat(decoded.problems()).contains(strict.problem());
        }
        assertThat(decoded.value().toString()).doesNotContain("\n");
    }

    private static Decoded<Extensions> read(WireReader in, ReadContext context) {
        return in.decoded(Extensions.read(in, context));
    }
}
