package dev.mtls.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.handshake.Tiling;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;

/** One handshake message, in any context: what is written is what was read, and strict is as severe as lenient. */
class HandshakeFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        ReadContext context = in.context();
        Bytes message = in.rest();
        if (message.size() < 4) {
            return;
        }
        Decoded<HandshakeMessage> traced = HandshakeMessages.trace(message, context, DecodeLimits.DEFAULTS);
        Decoded<HandshakeMessage> decoded = HandshakeMessages.decode(message, context, DecodeLimits.DEFAULTS);
        assertThat(decoded.value()).isEqualTo(traced.value());
        assertThat(decoded.problems()).isEqualTo(traced.problems());
        traced.fields().ifPresent(Tiling::check);
        MalformedTlsException strict = catchThrowableOfType(
                MalformedTlsException.class, () -> HandshakeMessages.read(message, context, DecodeLimits.DEFAULTS));
        if (traced.problems().isEmpty()) {
            assertThat(strict).isNull();
            assertThat(HandshakeMessages.write(traced.value())).isEqualTo(message);
        } else {
            assertThat(strict).isNotNull();
            assertThat(traced.problems()).contains(strict.problem());
        }
        assertThat(traced.value().toString()).doesNotContain("\n");
    }
}
