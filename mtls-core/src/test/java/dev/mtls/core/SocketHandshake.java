package dev.mtls.core;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A client and a server over loopback: the handshake, then a byte each way. */
final class SocketHandshake {

    private static final int TIMEOUT_MILLIS = 10_000;

    /** How the server comes to its socket, and where it is attacked. */
    enum ServerSurface {
        LISTENING,
        ACCEPTED,
        LAYERED_BEFORE_MODE,
        LAYERED_AFTER_MODE,
        LAYERED_WITH_STREAM
    }

    /** How the client comes to its socket. */
    enum ClientSurface {
        CONNECTED,
        UNCONNECTED,
        LAYERED
    }

    /** What each side met, null where it met nothing; and the connections. */
    record Result(Exception clientError, Exception serverError, SSLSocket client, SSLSocket server) {

        boolean completed() {
            return clientError == null && serverError == null;
        }
    }

    private SocketHandshake() {}

    static Result run(
            SSLContext client,
            ClientSurface clientSurface,
            Attack onClient,
            SSLContext server,
            ServerSurface surface,
            Attack onServer)
            throws Exception {
        boolean layered = surface != ServerSurface.LISTENING && surface != ServerSurface.ACCEPTED;
        ServerSocketFactory factory = layered ? ServerSocketFactory.getDefault() : server.getServerSocketFactory();
        try (ServerSocket listening = factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(TIMEOUT_MILLIS);
            if (surface == ServerSurface.LISTENING) {
                onServer.on().accept(Settings.of((SSLServerSocket) listening));
            }
            SSLSocket[] accepted = new SSLSocket[1];
            CompletableFuture<Exception> serving = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            SSLSocket socket = accept(server, listening, surface, onServer);
                            accepted[0] = socket;
                            return talk(socket, true);
                        } catch (IOException e) {
                            throw new CompletionException(e);
                        }
                    },
                    run -> new Thread(run, "server").start());
            try (SSLSocket calling = connect(client, clientSurface, listening.getLocalPort())) {
                onClient.on().accept(Settings.of(calling));
                Exception clientError = talk(calling, false);
                return new Result(
                        clientError, serving.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS), calling, accepted[0]);
            }
        }
    }

    private static SSLSocket accept(SSLContext context, ServerSocket listening, ServerSurface surface, Attack attack)
            throws IOException {
        Socket raw = listening.accept();
        SSLSocket socket;
        switch (surface) {
            case LISTENING -> socket = (SSLSocket) raw;
            case ACCEPTED -> {
                socket = (SSLSocket) raw;
                attack.on().accept(Settings.of(socket));
            }
            case LAYERED_WITH_STREAM -> {
                socket = (SSLSocket) context.getSocketFactory().createSocket(raw, (InputStream) null, true);
                attack.on().accept(Settings.of(socket));
            }
            default -> {
                socket = (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
                if (surface == ServerSurface.LAYERED_BEFORE_MODE) {
                    attack.on().accept(Settings.of(socket));
                    socket.setUseClientMode(false);
                } else {
                    socket.setUseClientMode(false);
                    attack.on().accept(Settings.of(socket));
                }
            }
        }
        return socket;
    }

    private static SSLSocket connect(SSLContext context, ClientSurface surface, int port) throws IOException {
        switch (surface) {
            case CONNECTED -> {
                return (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
            }
            case UNCONNECTED -> {
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
                socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MILLIS);
                return socket;
            }
            default -> {
                Socket raw = new Socket("localhost", port);
                return (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", port, true);
            }
        }
    }

    /** The server speaks first, so that a client learns whether it was taken. */
    private static Exception talk(SSLSocket socket, boolean server) {
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            if (server) {
                socket.getOutputStream().write(1);
                return socket.getInputStream().read() < 0 ? new IOException("the client said nothing") : null;
            }
            if (socket.getInputStream().read() < 0) {
                return new IOException("the server said nothing");
            }
            socket.getOutputStream().write(1);
            return null;
        } catch (IOException e) {
            return e;
        } finally {
            close(socket);
        }
    }

    private static void close(SSLSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has failed before, and that was reported.
        }
    }
}
