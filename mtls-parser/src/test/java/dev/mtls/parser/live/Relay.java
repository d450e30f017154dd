package dev.mtls.parser.live;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stands between client and server, passes on what they say and keeps a copy: one connection. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
    private final CompletableFuture<Void> done;

    Relay(int target) throws IOException {
        done = CompletableFuture.runAsync(() -> pass(target), Threads.EACH);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void pass(int target) {
        try (listener;
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            CompletableFuture<Void> back =
                    CompletableFuture.runAsync(() -> copy(server, client, fromServer), Threads.EACH);
            copy(client, server, fromClient);
            back.join();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Socket from, Socket to, ByteArrayOutputStream kept) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                kept.write(buffer, 0, n);
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            // One end is gone: what was said until then was kept.
        }
    }

    /** Waits until both sides have closed. */
    Relay await() throws InterruptedException, ExecutionException, TimeoutException {
        done.get(20, TimeUnit.SECONDS);
        return this;
    }

    Bytes fromClient() {
        return Bytes.of(fromClient.toByteArray());
    }

    Bytes fromServer() {
        return Bytes.of(fromServer.toByteArray());
    }

    Conversation conversation() {
        return Conversation.of(fromClient(), fromServer());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
