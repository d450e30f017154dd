package dev.mtls.parser.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines: exactly the TLS bytes that they produced and consumed, however the buffers are. */
class RecordedEngineTest {
    private static final String HELLO = "hello, engine. ".repeat(3_000); // several records

    static Stream<Arguments> buffers() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(version -> Stream.of(
                                new Pump.Style(false, 1 << 20),
                                new Pump.Style(true, 1 << 20),
                                new Pump.Style(false, 1),
                                new Pump.Style(true, 97),
                                new Pump.Style(false, 1_000))
                        .map(style -> Arguments.of(version, style)));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void recordsWhatWasProducedAndConsumed(String version, Pump.Style style) throws Exception {
        List<Conversation> ended = new ArrayList<>();
        Recorder clients = Recorder.builder().onConversation(ended::add).build();
        Recorder servers = Recorder.create();
        SSLEngine client = clients.record(Material.client()).createSSLEngine("localhost", 443);
        SSLEngine server = servers.record(Material.server()).createSSLEngine();
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {version});
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        Pump pump = new Pump(client, server, style);

        pump.handshake();
        assertThat(pump.send(client, server, HELLO)).isEqualTo(HELLO);
        assertThat(pump.send(server, client, HELLO)).isEqualTo(HELLO);
        pump.close();

        Conversation atClient = clients.conversation(client).orElseThrow();
        Conversation atServer = servers.conversation(server).orElseThrow();
        assertThat(Said.by(Sender.CLIENT, atClient)).isEqualTo(pump.clientSent());
        assertThat(Said.by(Sender.SERVER, atClient)).isEqualTo(pump.serverSent());
        assertThat(Said.by(Sender.CLIENT, atServer)).isEqualTo(pump.clientSent());
        assertThat(Said.by(Sender.SERVER, atServer)).isEqualTo(pump.serverSent());
        assertThat(atClient).isEqualTo(atServer).isEqualTo(Conversation.of(pump.clientSent(), pump.serverSent()));
        assertThat(atClient.problems()).isEmpty();
        assertThat(ended).containsExactly(atClient);
        assertThat(clients.conversations()).containsExactly(atClient);
    }

    @Test
    void bytesThatAreNoTlsAreKeptOnce() throws Exception {
        Recorder recorder = Recorder.create();
        SSLEngine engine = recorder.record(Material.server()).createSSLEngine();
        engine.setUseClientMode(false);
        ByteBuffer http = ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer target = ByteBuffer.allocate(20_000);

        assertThatThrownBy(() -> engine.unwrap(http, target)).isInstanceOf(SSLException.class);
        assertThat(engine.unwrap(http.duplicate(), target).getStatus()).isEqualTo(Status.CLOSED);
        assertThat(engine.wrap(ByteBuffer.allocate(0), target).getStatus()).isEqualTo(Status.CLOSED);

        assertThat(Said.by(Sender.CLIENT, recorder.conversation(engine).orElseThrow()))
                .isEqualTo(Bytes.of(http.array()));
    }

    @Test
    void nullBuffersFailAsWithoutRecording() {
        SSLEngine plain = Material.client().createSSLEngine();
        SSLEngine tapped = Recorder.create().record(Material.client()).createSSLEngine();
        for (SSLEngine engine : List.of(plain, tapped)) {
            engine.setUseClientMode(true);
            ByteBuffer some = ByteBuffer.allocate(10);
            assertThatThrownBy(() -> engine.wrap(some, null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> engine.unwrap(null, some)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(
                            () -> engine.wrap(some, ByteBuffer.allocate(20_000).asReadOnlyBuffer()))
                    .isInstanceOf(java.nio.ReadOnlyBufferException.class);
        }
    }

    @Test
    void theClientIsWhoeverIsInClientModeWhenItFirstSpeaks() throws Exception {
        Recorder recorder = Recorder.create();
        SSLEngine engine = recorder.record(Material.client()).createSSLEngine();
        engine.setUseClientMode(false);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), hello);

        assertThat(Said.by(Sender.CLIENT, recorder.conversation(engine).orElseThrow()))
                .isEqualTo(Bytes.of(Arrays.copyOf(hello.array(), hello.position())));
    }

    @Test
    void keyManagersMayAskWithTheEngineThatTheyAreGiven() {
        Recorder recorder = Recorder.create();
        SSLEngine inner = Material.client().createSSLEngine();
        SSLEngine tapped = new RecordingEngine(inner, recorder);

        assertThat(recorder.conversation(inner)).isPresent().isEqualTo(recorder.conversation(tapped));
        assertThat(Recorder.create().conversation(tapped)).isEmpty();
    }

    @Test
    void anEngineAnswersAsWithoutRecording() {
        SSLEngine plain = Material.client().createSSLEngine("localhost", 4433);
        SSLEngine tapped = Recorder.create().record(Material.client()).createSSLEngine("localhost", 4433);

        assertThat(Answers.of(tapped)).isEqualTo(Answers.of(plain));
        assertThat(tapped.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(tapped.getHandshakeApplicationProtocolSelector()).isNull();
        java.util.function.BiFunction<SSLEngine, List<String>, String> selector = (engine, names) -> "h2";
        tapped.setHandshakeApplicationProtocolSelector(selector);
        assertThat(tapped.getHandshakeApplicationProtocolSelector()).isSameAs(selector);
        assertThat(tapped.getSession().isValid()).isEqualTo(plain.getSession().isValid());
    }
}
