package dev.mtls.parser.live;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The ways in which a socket comes out of a context. */
final class Ways {
    static final String HOST = "localhost";
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private Ways() {}

    /**
     * A socket, connected and not shaken hands.
     *
     * @param below what it is layered over, or itself
     */
    record Open(SSLSocket tls, Socket below) implements AutoCloseable {
        static Open alone(Socket socket) {
            return new Open((SSLSocket) socket, socket);
        }

        @Override
        public void close() throws IOException {
            tls.close();
            below.close();
        }
    }

    interface Opens<T> {
        Open open(SSLSocketFactory factory, T with) throws IOException;
    }

    /** How a client connects. */
    record ClientWay(String name, Opens<Integer> way) {
        Open connect(SSLContext context, int port) throws IOException {
            return way.open(context.getSocketFactory(), port);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final ClientWay DEFERRED = new ClientWay("createSocket() + connect", (f, port) -> {
        Socket socket = f.createSocket();
        socket.connect(new InetSocketAddress(HOST, port), 10_000);
        return Open.alone(socket);
    });

    static List<ClientWay> clients() {
        return List.of(
                DEFERRED,
                new ClientWay("createSocket(host, port)", (f, port) -> Open.alone(f.createSocket(HOST, port))),
                new ClientWay(
                        "createSocket(host, port, local)",
                        (f, port) -> Open.alone(f.createSocket(HOST, port, LOOPBACK, 0))),
                new ClientWay(
                        "createSocket(address, port)", (f, port) -> Open.alone(f.createSocket(named(HOST), port))),
                new ClientWay(
                        "createSocket(address, port, local)",
                        (f, port) -> Open.alone(f.createSocket(named(HOST), port, LOOPBACK, 0))),
                new ClientWay("layered", (f, port) -> layered(f, new Socket(LOOPBACK, port), true)),
                new ClientWay("layered, not closing", (f, port) -> layered(f, new Socket(LOOPBACK, port), false)),
                new ClientWay("layered by stream, turned client", (f, port) -> {
                    Socket below = new Socket(named(HOST), port);
                    SSLSocket socket = (SSLSocket) f.createSocket(below, (InputStream) null, true);
                    socket.setUseClientMode(true);
                    return new Open(socket, below);
                }));
    }

    private static Open layered(SSLSocketFactory factory, Socket below, boolean autoClose) throws IOException {
        return new Open((SSLSocket) factory.createSocket(below, HOST, below.getPort(), autoClose), below);
    }

    static InetAddress named(String host) throws IOException {
        return InetAddress.getByAddress(host, LOOPBACK.getAddress());
    }

    /** A listener whose accepted sockets are servers. */
    interface Server extends AutoCloseable {
        int port();

        Open accept() throws IOException;

        @Override
        void close() throws IOException;
    }

    interface Listens {
        Server listen(SSLContext context) throws IOException;
    }

    interface ListensBy {
        ServerSocket listen(SSLServerSocketFactory factory) throws IOException;
    }

    /** How a server comes by its sockets: all of them need a client certificate. */
    record ServerWay(String name, Listens way) {
        Server listen(SSLContext context) throws IOException {
            return way.listen(context);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final ServerWay LISTENING =
            listening("createServerSocket(port, backlog, address)", f -> f.createServerSocket(0, 5, LOOPBACK));

    static List<ServerWay> servers() {
        return List.of(
                LISTENING,
                listening("createServerSocket() + bind", f -> {
                    ServerSocket socket = f.createServerSocket();
                    socket.bind(new InetSocketAddress(LOOPBACK, 0));
                    return socket;
                }),
                layering("layered by host", (f, below) -> layered(f, below, true)),
                layering("layered by host, not closing", (f, below) -> layered(f, below, false)),
                layering("layered by stream", (f, below) -> layered(f, below, (InputStream) null)),
                layering(
                        "layered by stream, part consumed",
                        (f, below) -> layered(
                                f,
                                below,
                                new ByteArrayInputStream(below.getInputStream().readNBytes(7)))));
    }

    private static Open layered(SSLSocketFactory factory, Socket below, InputStream consumed) throws IOException {
        return new Open((SSLSocket) factory.createSocket(below, consumed, true), below);
    }

    private static ServerWay listening(String name, ListensBy way) {
        return new ServerWay(name, context -> {
            SSLServerSocket listener = (SSLServerSocket) way.listen(context.getServerSocketFactory());
            listener.setNeedClientAuth(true);
            return new Listener(listener, Open::alone);
        });
    }

    private static ServerWay layering(String name, Opens<Socket> way) {
        return new ServerWay(
                name,
                context -> new Listener(new ServerSocket(0, 5, LOOPBACK), accepted -> {
                    Open open = way.open(context.getSocketFactory(), accepted);
                    open.tls().setUseClientMode(false);
                    open.tls().setNeedClientAuth(true);
                    return open;
                }));
    }

    private interface Accepts {
        Open accepted(Socket socket) throws IOException;
    }

    private record Listener(ServerSocket listener, Accepts accepts) implements Server {
        @Override
        public int port() {
            return listener.getLocalPort();
        }

        @Override
        public Open accept() throws IOException {
            return accepts.accepted(listener.accept());
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
