package dev.mtls.parser.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.code.Sender;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets of every origin: what both taps and an independent relay between them saw is the same. */
@Timeout(60)
class RecordedSocketTest {

    static Stream<Arguments> ways() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(version -> Stream.concat(
                        Ways.clients().stream().map(client -> Arguments.of(version, client, Ways.LISTENING)),
                        Ways.servers().stream().map(server -> Arguments.of(version, Ways.DEFERRED, server))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void bothEndsAndTheWireTellTheSame(String version, Ways.ClientWay clientWay, Ways.ServerWay serverWay)
            throws Exception {
        List<Conversation> ended = new CopyOnWriteArrayList<>();
        Recorder clients = Recorder.builder().onConversation(ended::add).build();
        Recorder servers = Recorder.create();
        SSLContext context = clients.record(Material.client());
        try (Ways.Server server = serverWay.listen(servers.record(Material.server()));
                Relay relay = new Relay(server.port())) {
            CompletableFuture<Ways.Open> serving = Threads.start(() -> serve(server.accept()));
            Ways.Open client = clientWay.connect(context, relay.port());
            InetSocketAddress local = (InetSocketAddress) client.tls().getLocalSocketAddress();
            client.tls().setEnabledProtocols(new String[] {version});
            talk(client.tls());
            client.close();
            Ways.Open served = Threads.await(serving);
            relay.await();

            Conversation atClient = clients.conversation(client.tls()).orElseThrow();
            Conversation atServer = servers.conversation(served.tls()).orElseThrow();
            assertThat(Said.by(Sender.CLIENT, atClient)).isEqualTo(relay.fromClient());
            assertThat(Said.by(Sender.SERVER, atClient)).isEqualTo(relay.fromServer());
            assertThat(Said.by(Sender.CLIENT, atServer)).isEqualTo(relay.fromClient());
            assertThat(Said.by(Sender.SERVER, atServer)).isEqualTo(relay.fromServer());
            assertThat(atClient).isEqualTo(atServer).isEqualTo(relay.conversation());
            assertThat(atClient.problems()).isEmpty();
            assertThat(ended).containsExactly(atClient);
            assertThat(clients.conversations()).containsExactly(atClient);

            Endpoints endpoints = atClient.endpoints();
            assertThat(endpoints.client()).contains(local);
            assertThat(endpoints.server().orElseThrow().getPort()).isEqualTo(relay.port());
            assertThat(endpoints.start()).isPresent();
            assertThat(endpoints.end()).isPresent();
            assertThat(endpoints.number()).hasValue(0);
            assertThat(atServer.endpoints().server().orElseThrow().getPort()).isEqualTo(server.port());
        }
    }

    private static void talk(SSLSocket client) throws Exception {
        client.getOutputStream().write("hello".getBytes());
        InputStream in = client.getInputStream();
        assertThat(new String(in.readNBytes(5))).isEqualTo("HELLO");
        assertThat(in.read()).isEqualTo(-1);
    }

    private static Ways.Open serve(Ways.Open open) throws Exception {
        SSLSocket socket = open.tls();
        assertThat(socket.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
        assertThat(socket.getSession().getPeerPrincipal()).hasToString("CN=client");
        socket.getOutputStream().write("HELLO".getBytes());
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        open.close();
        return open;
    }
}
