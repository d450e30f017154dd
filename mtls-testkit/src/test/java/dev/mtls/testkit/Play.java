package dev.mtls.testkit;

import dev.mtls.core.MtlsContext;
import dev.mtls.core.finding.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A client and a server of two contexts that meet, each on one of the surfaces that a context has, and may be attacked there. */
record Play(MtlsContext client, MtlsContext server, ClientWatch watch) {
    private static final int PATIENCE = 20_000;
    static final Attack NONE = new Attack("nothing", settings -> {});

    /** Where a server gets its connection from, and where it is attacked. */
    enum ServerSurface {
        ENGINE,
        LISTENING,
        ACCEPTED,
        LAYERED_ATTACKED_BEFORE_MODE,
        LAYERED,
        LAYERED_OVER_STREAM
    }

    /** Where a client gets its connection from. */
    enum ClientSurface {
        ENGINE,
        CONNECTED,
        UNCONNECTED,
        LAYERED
    }

    /** What the three kinds of connection have in common. */
    record Settings(
            Supplier<SSLParameters> get,
            Consumer<SSLParameters> set,
            Consumer<String[]> protocols,
            Consumer<String[]> suites,
            Consumer<Boolean> need,
            Consumer<Boolean> want) {}

    /** What a caller does to a connection that would lose a policy made of parameters. */
    record Attack(String name, Consumer<Settings> on) {
        void on(SSLEngine e) {
            on.accept(new Settings(
                    e::getSSLParameters,
                    e::setSSLParameters,
                    e::setEnabledProtocols,
                    e::setEnabledCipherSuites,
                    e::setNeedClientAuth,
                    e::setWantClientAuth));
        }

        void on(SSLSocket s) {
            on.accept(new Settings(
                    s::getSSLParameters,
                    s::setSSLParameters,
                    s::setEnabledProtocols,
                    s::setEnabledCipherSuites,
                    s::setNeedClientAuth,
                    s::setWantClientAuth));
        }

        void on(SSLServerSocket s) {
            on.accept(new Settings(
                    s::getSSLParameters,
                    s::setSSLParameters,
                    s::setEnabledProtocols,
                    s::setEnabledCipherSuites,
                    s::setNeedClientAuth,
                    s::setWantClientAuth));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The version agreed upon, if any; whether the server looked at a certificate, which on resumption it does not. */
    record Outcome(
            Optional<String> version,
            boolean certificateSeen,
            Optional<Refusal> byServer,
            Optional<Refusal> byClient) {}

    /** One connection after the other, all to the same port: a client keeps sessions by host and port. */
    List<Outcome> run(int times, ClientSurface from, Attack onClient, ServerSurface to, Attack onServer)
            throws Exception {
        var outcomes = new ArrayList<Outcome>();
        if (to == ServerSurface.ENGINE || from == ClientSurface.ENGINE) {
            for (int i = 0; i < times; i++) {
                outcomes.add(engines(onClient, onServer));
            }
            return outcomes;
        }
        boolean own = to == ServerSurface.LISTENING || to == ServerSurface.ACCEPTED;
        ServerSocketFactory factory =
                own ? server.sslContext().getServerSocketFactory() : ServerSocketFactory.getDefault();
        try (ServerSocket listening = factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(PATIENCE);
            if (to == ServerSurface.LISTENING) {
                onServer.on((SSLServerSocket) listening);
            }
            for (int i = 0; i < times; i++) {
                outcomes.add(sockets(listening, from, onClient, to, onServer));
            }
        }
        return outcomes;
    }

    Outcome run(ClientSurface from, Attack onClient, ServerSurface to, Attack onServer) throws Exception {
        return run(1, from, onClient, to, onServer).get(0);
    }

    private Outcome engines(Attack onClient, Attack onServer) {
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        onClient.on(calling);
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        onServer.on(serving);
        ClientWatch.Seen seen = watch.begin();
        boolean completed;
        try {
            calling.beginHandshake();
            serving.beginHandshake();
            completed = new Line(calling, serving).talk(true);
        } catch (SSLException refused) {
            completed = false;
        } finally {
            watch.end();
        }
        return new Outcome(
                completed ? Optional.of(calling.getSession().getProtocol()) : Optional.empty(),
                !seen.chain().isEmpty(),
                server.refusalOf(serving),
                client.refusalOf(calling));
    }

    /** What is under way between two engines, the names saying to whom. */
    record Line(SSLEngine calling, SSLEngine serving, ByteBuffer toServer, ByteBuffer toClient) {
        Line(SSLEngine calling, SSLEngine serving) {
            this(calling, serving, ByteBuffer.allocate(1 << 18), ByteBuffer.allocate(1 << 18));
        }

        /** Passes on what they say, until they have said all; whether no handshake is left undone. */
        boolean talk(boolean clientFirst) throws SSLException {
            for (int round = 0; round < 40; round++) {
                step(clientFirst);
                step(!clientFirst);
            }
            return isDone(calling) && isDone(serving);
        }

        private void step(boolean client) throws SSLException {
            SSLEngine engine = client ? calling : serving;
            ByteBuffer in = client ? toClient : toServer;
            in.flip();
            engine.unwrap(in, ByteBuffer.allocate(1 << 15));
            in.compact();
            for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
                task.run();
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || isDone(engine)) {
                engine.wrap(ByteBuffer.allocate(0), client ? toServer : toClient);
            }
        }

        private static boolean isDone(SSLEngine engine) {
            return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && !engine.isOutboundDone();
        }
    }

    private Outcome sockets(
            ServerSocket listening, ClientSurface from, Attack onClient, ServerSurface to, Attack onServer)
            throws Exception {
        CompletableFuture<Outcome> serving = CompletableFuture.supplyAsync(() -> {
            ClientWatch.Seen seen = watch.begin();
            try (SSLSocket socket = accept(listening, to, onServer)) {
                Optional<String> version = talk(socket, true);
                return new Outcome(version, !seen.chain().isEmpty(), server.refusalOf(socket), Optional.empty());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                watch.end();
            }
        });
        // The client closes first: under TLS 1.3 a JSSE server that closes waits for what it has not read yet.
        SSLSocket calling = call(from, listening.getLocalPort());
        Optional<String> version;
        try (calling) {
            onClient.on(calling);
            version = talk(calling, false);
        }
        Outcome served = serving.get(PATIENCE, TimeUnit.MILLISECONDS);
        return new Outcome(
                version.filter(agreed -> served.version().isPresent()),
                served.certificateSeen(),
                served.byServer(),
                client.refusalOf(calling));
    }

    private SSLSocket accept(ServerSocket listening, ServerSurface to, Attack attack) throws IOException {
        Socket raw = listening.accept();
        var layering = server.sslContext().getSocketFactory();
        SSLSocket socket = switch (to) {
            case LISTENING, ACCEPTED -> (SSLSocket) raw;
            case LAYERED_OVER_STREAM -> (SSLSocket) layering.createSocket(raw, (InputStream) null, true);
            default -> (SSLSocket) layering.createSocket(raw, "localhost", raw.getPort(), true);
        };
        if (to == ServerSurface.LAYERED) {
            socket.setUseClientMode(false);
        }
        if (to != ServerSurface.LISTENING) {
            attack.on(socket);
        }
        if (to == ServerSurface.LAYERED_ATTACKED_BEFORE_MODE) {
            socket.setUseClientMode(false);
        }
        return socket;
    }

    private SSLSocket call(ClientSurface from, int port) throws IOException {
        var factory = client.sslContext().getSocketFactory();
        if (from == ClientSurface.LAYERED) {
            return (SSLSocket) factory.createSocket(new Socket("localhost", port), "localhost", port, true);
        }
        if (from == ClientSurface.CONNECTED) {
            return (SSLSocket) factory.createSocket("localhost", port);
        }
        SSLSocket socket = (SSLSocket) factory.createSocket();
        socket.connect(new InetSocketAddress("localhost", port), PATIENCE);
        return socket;
    }

    /** The server speaks first: under TLS 1.3 a client does not know before that it was taken. */
    private static Optional<String> talk(SSLSocket socket, boolean server) {
        try {
            socket.setSoTimeout(PATIENCE);
            socket.setTcpNoDelay(true); // or single bytes wait for what acknowledges them late
            socket.startHandshake();
            if (server) {
                socket.getOutputStream().write('!');
            }
            boolean heard = socket.getInputStream().read() == '!';
            if (!server) {
                socket.getOutputStream().write('!');
            }
            return heard ? Optional.of(socket.getSession().getProtocol()) : Optional.empty();
        } catch (IOException refused) {
            return Optional.empty();
        }
    }
}
