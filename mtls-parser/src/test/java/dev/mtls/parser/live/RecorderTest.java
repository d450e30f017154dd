package dev.mtls.parser.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.Outcome;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recorder keeps, for how long, and what it never does to a connection. */
@Timeout(60)
class RecorderTest {

    @Test
    void makesAContextOfManagers() throws Exception {
        Recorder clients = Recorder.create();
        Recorder servers = Recorder.create();
        SSLContext server = servers.newContext(Material.keys("server.p12"), Material.trust());
        SSLContext client = clients.newContext(null, Material.trust());
        Ways.Open served = exchange(client, server);

        assertThat(clients.conversations())
                .containsExactly(servers.conversation(served.tls()).orElseThrow());
        assertThat(clients.conversations().get(0).outcome()).isNotEqualTo(Outcome.REFUSED);
    }

    @Test
    void hearsNothingOfOtherContexts() throws Exception {
        Recorder recorder = Recorder.create();
        SSLContext context = Material.anonymousClient();
        assertThat(recorder.record(context)).isNotSameAs(context);
        Ways.Open served = exchange(context, Material.server());

        assertThat(recorder.conversations()).isEmpty();
        assertThat(recorder.conversation(served.tls())).isEmpty();
        assertThat(recorder.conversation(context.createSSLEngine())).isEmpty();
    }

    @Test
    void keepsSoManyConversationsAndCountsTheRest() throws Exception {
        List<Conversation> ended = new ArrayList<>();
        Recorder recorder = Recorder.builder()
                .maxConversations(2)
                .onConversation(ended::add)
                .build();
        SSLContext context = recorder.record(Material.client());
        SSLEngine open = hello(context);
        List<SSLEngine> all = List.of(failed(context), failed(context), failed(context));

        assertThat(ended).hasSize(3);
        assertThat(recorder.conversationsDropped()).isEqualTo(2);
        assertThat(recorder.conversations())
                .containsExactly(recorder.conversation(open).orElseThrow(), ended.get(2));
        assertThat(recorder.conversation(all.get(0))).contains(ended.get(0));
        assertThat(ended)
                .extracting(conversation -> conversation.endpoints().number().orElseThrow())
                .containsExactly(1, 2, 3);
    }

    @Test
    void keepsSoManyBytes() throws Exception {
        Recorder recorder = Recorder.builder().maxBytes(1_000).build();
        SSLContext context = recorder.record(Material.client());
        for (int i = 0; i < 10; i++) {
            hello(context);
        }
        long kept = recorder.conversations().size();
        assertThat(kept).isBetween(1L, 4L);
        assertThat(recorder.conversationsDropped()).isEqualTo(10 - kept);
    }

    @Test
    void refusesLimitsThatKeepNothing() {
        assertThatThrownBy(() -> Recorder.builder().maxConversations(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Recorder.builder().maxBytes(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SSLEngine hello(SSLContext context) throws SSLException {
        SSLEngine engine = context.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(20_000));
        return engine;
    }

    /** A connection that ends: an answer that is no TLS, then the alert. */
    private static SSLEngine failed(SSLContext context) throws SSLException {
        SSLEngine engine = hello(context);
        ByteBuffer target = ByteBuffer.allocate(20_000);
        assertThatThrownBy(() -> engine.unwrap(ByteBuffer.wrap(new byte[100]), target))
                .isInstanceOf(SSLException.class);
        engine.wrap(ByteBuffer.allocate(0), target);
        return engine;
    }

    @Test
    void aDecoderThatFailsEndsTheRecordingNotTheConnection() throws Exception {
        Recorder clients = Recorder.builder()
                .sink(fold -> (ConversationEvent event, Provenance provenance) -> {
                    throw new IllegalStateException("secret detail");
                })
                .build();
        Recorder servers = Recorder.create();
        exchange(clients.record(Material.client()), servers.record(Material.server()));

        Conversation broken = clients.conversations().get(0);
        assertThat(broken.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.problem().kind()).isEqualTo(Problem.Kind.INTERNAL);
            assertThat(problem.problem().message())
                    .contains("IllegalStateException")
                    .doesNotContain("secret");
        });
        assertThat(servers.conversations().get(0).problems()).isEmpty();
    }

    @Test
    void aListenerThatFailsHurtsNobody() throws Exception {
        List<Conversation> ended = new CopyOnWriteArrayList<>();
        Recorder clients = Recorder.builder()
                .onConversation(conversation -> {
                    throw new IllegalStateException("listener");
                })
                .onConversation(ended::add)
                .build();
        exchange(clients.record(Material.client()), Material.server());
        assertThat(ended).hasSize(1).isEqualTo(clients.conversations());
    }

    @Test
    void whatIsForgottenWithoutBeingClosedEndsToo() throws Exception {
        List<Conversation> ended = new CopyOnWriteArrayList<>();
        Recorder recorder = Recorder.builder().onConversation(ended::add).build();
        SSLContext context = recorder.record(Material.client());
        hello(context);
        for (int i = 0; i < 1_000 && ended.isEmpty(); i++) {
            System.gc();
            recorder.conversations();
        }
        assertThat(ended).hasSize(1);
    }

    @Test
    void saysThatASocketWasClosedHere() throws Exception {
        Recorder clients = Recorder.create();
        exchange(clients.record(Material.client()), Material.server());
        assertThat(closings(clients.conversations().get(0)))
                .contains(new ClosedEvent(Sender.CLIENT, ClosedEvent.How.FIN));
    }

    @ParameterizedTest
    @EnumSource(ClosedEvent.How.class)
    void saysHowThePeerClosed(ClosedEvent.How how) throws Exception {
        Recorder recorder = Recorder.create();
        try (ServerSocket listener = new ServerSocket(0, 5, Ways.LOOPBACK)) {
            CompletableFuture<Object> serving = Threads.start(() -> {
                try (Socket socket = listener.accept()) {
                    byte[] header = socket.getInputStream().readNBytes(5);
                    socket.getInputStream().readNBytes((header[3] & 0xFF) << 8 | header[4] & 0xFF);
                    socket.setSoLinger(how == ClosedEvent.How.RESET, 0);
                }
                return null;
            });
            SSLSocket client = (SSLSocket) recorder.record(Material.client())
                    .getSocketFactory()
                    .createSocket(Ways.LOOPBACK, listener.getLocalPort());
            assertThatThrownBy(client::startHandshake).isInstanceOf(IOException.class);
            Threads.await(serving);
            client.close();
            assertThat(closings(recorder.conversation(client).orElseThrow()))
                    .contains(new ClosedEvent(Sender.SERVER, how));
        }
    }

    private static List<ClosedEvent> closings(Conversation conversation) {
        return conversation.events().stream()
                .filter(ClosedEvent.class::isInstance)
                .map(ClosedEvent.class::cast)
                .toList();
    }

    /** The server keeps the raw socket, half-closes it and drains it: the alert arrives, and both ends saw it. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aLingeringCloseOfTheRawSocketStillWorks(String version) throws Exception {
        List<Conversation> ended = new CopyOnWriteArrayList<>();
        Recorder clients = Recorder.create();
        Recorder servers = Recorder.builder().onConversation(ended::add).build();
        SSLContext context = servers.record(Material.server());
        try (ServerSocket listener = new ServerSocket(0, 5, Ways.LOOPBACK);
                Relay relay = new Relay(listener.getLocalPort())) {
            CompletableFuture<SSLSocket> serving = Threads.start(() -> {
                try (Socket raw = listener.accept()) {
                    SSLSocket tls =
                            (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), false);
                    tls.setUseClientMode(false);
                    tls.setNeedClientAuth(true);
                    tls.setEnabledProtocols(new String[] {version});
                    assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLHandshakeException.class);
                    raw.shutdownOutput();
                    raw.getInputStream().readAllBytes();
                    return tls;
                }
            });
            try (SSLSocket client = (SSLSocket) clients.record(Material.anonymousClient())
                    .getSocketFactory()
                    .createSocket()) {
                client.connect(new InetSocketAddress(Ways.LOOPBACK, relay.port()));
                assertThatThrownBy(() -> {
                            client.getOutputStream().write(1);
                            client.getInputStream().read();
                        })
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("alert");
            }
            SSLSocket served = Threads.await(serving);
            relay.await();

            Conversation atServer = servers.conversation(served).orElseThrow();
            assertThat(ended).containsExactly(atServer);
            assertThat(Said.by(Sender.SERVER, clients.conversations().get(0))).isEqualTo(relay.fromServer());
            assertThat(Said.by(Sender.SERVER, atServer)).isEqualTo(relay.fromServer());
            assertThat(Said.by(Sender.CLIENT, clients.conversations().get(0))).isEqualTo(relay.fromClient());
            if (version.equals("TLSv1.2")) { // of TLS 1.3 the alert is encrypted
                assertThat(atServer.outcome()).isEqualTo(Outcome.REFUSED);
            }
        }
    }

    @Test
    void bothDirectionsAtOnceFromManyThreads() throws Exception {
        byte[] much = new byte[300_000];
        Recorder clients = Recorder.create();
        Recorder servers = Recorder.create();
        try (Ways.Server server = Ways.LISTENING.listen(servers.record(Material.server()));
                Relay relay = new Relay(server.port())) {
            CompletableFuture<SSLSocket> serving = Threads.start(() -> {
                Ways.Open open = server.accept();
                both(open.tls(), much);
                open.close();
                return open.tls();
            });
            SSLSocket client = Ways.DEFERRED
                    .connect(clients.record(Material.client()), relay.port())
                    .tls();
            CompletableFuture<Object> asking = Threads.start(() -> {
                while (!client.isClosed()) {
                    clients.conversations();
                    Thread.onSpinWait();
                }
                return null;
            });
            both(client, much);
            client.close();
            SSLSocket served = Threads.await(serving);
            Threads.await(asking);
            relay.await();
            assertThat(clients.conversation(client).orElseThrow())
                    .isEqualTo(servers.conversation(served).orElseThrow())
                    .isEqualTo(relay.conversation());
            assertThat(clients.conversation(client).orElseThrow().problems()).isEmpty();
        }
    }

    private static void both(SSLSocket socket, byte[] much) throws Exception {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        CompletableFuture<Object> writing = Threads.start(() -> {
            for (int i = 0; i < much.length; i += 1_000) {
                out.write(much, i, 1_000);
            }
            socket.shutdownOutput();
            return null;
        });
        assertThat(in.readAllBytes()).hasSize(much.length);
        Threads.await(writing);
    }

    private static Ways.Open exchange(SSLContext client, SSLContext server) throws Exception {
        SSLServerSocket listener =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 5, Ways.LOOPBACK);
        try (listener) {
            CompletableFuture<Ways.Open> serving = Threads.start(() -> {
                try (Ways.Open open = Ways.Open.alone(listener.accept())) {
                    open.tls().getInputStream().read();
                    open.tls().getOutputStream().write(1);
                    open.tls().shutdownOutput();
                    open.tls().getInputStream().read();
                    return open;
                }
            });
            try (Ways.Open open = Ways.DEFERRED.connect(client, listener.getLocalPort())) {
                open.tls().getOutputStream().write(1);
                assertThat(open.tls().getInputStream().readAllBytes()).containsExactly(1);
            }
            return Threads.await(serving);
        }
    }
}
