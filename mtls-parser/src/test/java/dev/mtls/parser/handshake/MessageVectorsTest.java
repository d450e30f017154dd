package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.GoldenVector;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.WireWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void failsWhereItIsCutAndIsReadAlikeByAllReadersWhereItIsChanged(GoldenVector vector) {
        byte[] whole = whole(vector).toByteArray();
        for (int i = 0; i < whole.length; i++) {
            Bytes prefix = Bytes.of(whole, 0, i);
            assertThatThrownBy(() -> HandshakeMessages.read(prefix, vector.context(), DecodeLimits.DEFAULTS))
                    .isInstanceOf(MalformedTlsException.class);
            byte[] changed = whole.clone();
            changed[i] ^= (byte) (1 << i % 8);
            HandshakePropertyTest.check(Bytes.owning(changed), vector.context());
        }
    }

    @Test
    void everyKindOfMessageHasOne() {
        Set<Class<?>> read = vectors().stream()
                .map(vector -> read(vector).value().getClass())
                .collect(Collectors.toSet());
        Set<Class<?>> kinds = new HashSet<>(Arrays.asList(HandshakeMessage.class.getPermittedSubclasses()));
        kinds.removeAll(
                Set.of(UnknownHandshakeMessage.class, MalformedHandshakeMessage.class, PrivateHandshakeMessage.class));
        assertThat(read).isEqualTo(kinds);
    }

    @Test
    void everyFormOfTheKeyExchangeMessagesHasOne() {
        Set<Class<?>> server = new HashSet<>();
        Set<Class<?>> client = new HashSet<>();
        for (GoldenVector vector : vectors()) {
            HandshakeMessage message = read(vector).value();
            if (message instanceof ServerKeyExchange exchange) {
                exchange.params().ifPresent(params -> server.add(params.getClass()));
            } else if (message instanceof ClientKeyExchange exchange) {
                exchange.exchangeKeys().ifPresent(keys -> client.add(keys.getClass()));
            }
        }
        assertThat(server).containsExactlyInAnyOrder(ServerKeyExchange.Params.class.getPermittedSubclasses());
        assertThat(client).containsExactlyInAnyOrder(ClientKeyExchange.Keys.class.getPermittedSubclasses());
    }

    private static Decoded<HandshakeMessage> read(GoldenVector vector) {
        return HandshakeMessages.trace(whole(vector), vector.context(), DecodeLimits.DEFAULTS);
    }

    private static Bytes whole(GoldenVector vector) {
        return new WireWriter()
                .codePoint8(HandshakeType.of(vector.code()))
                .opaque24(vector.body())
                .toBytes();
    }
}
