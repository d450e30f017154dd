package dev.mtls.core;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Serves one connection after another from one listening socket, which is made once: before anything is updated. */
final class ListeningServer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    /** Who was let in, or null and what the server met. */
    record Served(String peer, Exception error) {}

    private final SSLServerSocket listening;
    private final BlockingQueue<Served> served = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::serve, "listening server");

    ListeningServer(SSLContext context) throws IOException {
        listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next connection that was decided. */
    Served next() throws InterruptedException {
        Served next = served.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no connection came");
        }
        return next;
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                served.add(talk(socket));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    served.add(new Served(null, e));
                }
            }
        }
    }

    /** The server speaks first, so that the client waits for tickets and refusals, and then hears the client out. */
    private static Served talk(SSLSocket socket) throws IOException {
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            String peer = socket.getSession().getPeerPrincipal().getName();
            socket.getOutputStream().write('+');
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new Served(peer, null);
        } catch (IOException e) {
            return new Served(null, e);
        } finally {
            drain(socket);
        }
    }

    private static void drain(SSLSocket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // what the client still says is of no interest
            }
        } catch (IOException e) {
            // it was refused, or went away
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listening.close();
        thread.join(TIMEOUT_MILLIS);
    }
}
