package dev.mtls.core;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines that talk through memory, without threads, until both are done or one has failed and the other has heard of it. */
final class EngineHandshake {

    private static final int ROUNDS = 200;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 18);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 18);
    private SSLException clientError;
    private SSLException serverError;

    EngineHandshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** What each side met; null where it met nothing. */
    record Result(SSLException clientError, SSLException serverError) {

        boolean completed() {
            return clientError == null && serverError == null;
        }
    }

    /** The handshake, then one byte from the client and one from the server, so that tickets arrive and late refusals are seen. */
    Result run() {
        clientError = begin(client);
        serverError = begin(server);
        for (int i = 0;
                i < ROUNDS && clientError == null && serverError == null && !(done(client) && done(server));
                i++) {
            step(true);
            step(false);
        }
        if (clientError == null && serverError == null && !(done(client) && done(server))) {
            throw new AssertionError("the handshake hangs: client " + client.getHandshakeStatus() + ", server "
                    + server.getHandshakeStatus());
        }
        for (int i = 0; i < 4; i++) {
            step(true);
            step(false);
        }
        return new Result(clientError, serverError);
    }

    /** Another handshake on the same connection, which one side begins: TLS 1.2. */
    Result again(boolean byClient) {
        begin(byClient ? client : server);
        for (int i = 0; i < ROUNDS && clientError == null && serverError == null; i++) {
            step(byClient);
            step(!byClient);
            if (done(client) && done(server)) {
                break;
            }
        }
        return new Result(clientError, serverError);
    }

    /** An engine with no version left fails here, before a byte is said. */
    private static SSLException begin(SSLEngine engine) {
        try {
            engine.beginHandshake();
            return null;
        } catch (SSLException e) {
            return e;
        }
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private void step(boolean ofClient) {
        SSLEngine engine = ofClient ? client : server;
        ByteBuffer in = ofClient ? toClient : toServer;
        ByteBuffer out = ofClient ? toServer : toClient;
        if ((ofClient ? clientError : serverError) != null) {
            return;
        }
        try {
            in.flip();
            SSLEngineResult read;
            do {
                read = engine.unwrap(in, ByteBuffer.allocate(1 << 16));
                runTasks(engine);
            } while (read.bytesConsumed() > 0 && in.hasRemaining());
            in.compact();
            write(engine, out);
        } catch (SSLException e) {
            in.clear();
            if (ofClient) {
                clientError = e;
            } else {
                serverError = e;
            }
            try {
                write(engine, out);
            } catch (SSLException afterwards) {
                e.addSuppressed(afterwards);
            }
        }
    }

    private static void write(SSLEngine engine, ByteBuffer out) throws SSLException {
        SSLEngineResult written;
        do {
            written = engine.wrap(ByteBuffer.allocate(0), out);
            runTasks(engine);
        } while (written.bytesProduced() > 0 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
