package dev.mtls.parser.live;

import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Carries the bytes of two engines to each other in memory, and keeps a copy. */
final class Pump {
    /**
     * How the buffers are.
     *
     * @param direct outside of the heap
     * @param chunk how many bytes at most are carried before the receiver must look at them
     */
    record Style(boolean direct, int chunk) {}

    private final Side client;
    private final Side server;
    private final Style style;

    Pump(SSLEngine client, SSLEngine server, Style style) {
        this.style = style;
        this.client = new Side(client);
        this.server = new Side(server);
    }

    Bytes clientSent() {
        return Bytes.of(client.sent.toByteArray());
    }

    Bytes serverSent() {
        return Bytes.of(server.sent.toByteArray());
    }

    void handshake() throws SSLException {
        client.engine.beginHandshake();
        for (int idle = 0; idle < 3; ) {
            boolean moved = step(client, server) | step(server, client);
            idle = moved ? 0 : idle + 1;
        }
    }

    String send(SSLEngine from, SSLEngine to, String text) throws SSLException {
        Side sender = from == client.engine ? client : server;
        Side receiver = to == client.engine ? client : server;
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        sender.plain = new ByteBuffer[] {
            ByteBuffer.wrap(all, 0, 7), ByteBuffer.wrap(all, 7, 0), ByteBuffer.wrap(all, 7, all.length - 7)
        };
        receiver.read.reset();
        while (step(sender, receiver)) {}
        return receiver.read.toString(StandardCharsets.UTF_8);
    }

    void close() throws SSLException {
        client.engine.closeOutbound();
        while (step(client, server) | step(server, client)) {}
        server.engine.closeOutbound();
        while (step(client, server) | step(server, client)) {}
    }

    private boolean step(Side from, Side to) throws SSLException {
        boolean moved = from.wrap();
        while (to.unwrap(from)) {
            moved = true;
        }
        return moved;
    }

    private ByteBuffer buffer(int size) {
        return style.direct() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    private final class Side {
        final SSLEngine engine;
        final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        final ByteArrayOutputStream read = new ByteArrayOutputStream();
        ByteBuffer[] plain = {ByteBuffer.allocate(0)};
        private byte[] inFlight = new byte[0];
        private int room = 16;

        Side(SSLEngine engine) {
            this.engine = engine;
        }

        boolean wrap() throws SSLException {
            run();
            boolean hasPlain = java.util.Arrays.stream(plain).anyMatch(ByteBuffer::hasRemaining);
            if (engine.isOutboundDone() || engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP && !hasPlain) {
                return false;
            }
            ByteBuffer target = buffer(room);
            SSLEngineResult result = engine.wrap(plain, 0, plain.length, target);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                room = engine.getSession().getPacketBufferSize();
                target = buffer(room);
                result = engine.wrap(plain, target);
            }
            byte[] bytes = new byte[target.position()];
            target.flip().get(bytes);
            sent.writeBytes(bytes);
            inFlight = concat(inFlight, bytes);
            return bytes.length > 0;
        }

        /** Looks at the first bytes of what comes, then at more, until it has used all or can do no more. */
        boolean unwrap(Side from) throws SSLException {
            run();
            byte[] waiting = from.inFlight;
            if (waiting.length == 0 || engine.isInboundDone()) {
                return false;
            }
            for (int size = Math.min(style.chunk(), waiting.length); ; ) {
                ByteBuffer source = buffer(size);
                source.put(waiting, 0, size).flip();
                ByteBuffer[] targets = {buffer(5), buffer(engine.getSession().getApplicationBufferSize())};
                SSLEngineResult result = engine.unwrap(source, targets, 0, 2);
                if (result.getStatus() == Status.BUFFER_UNDERFLOW && size < waiting.length) {
                    size = Math.min(size + style.chunk(), waiting.length);
                    continue;
                }
                for (ByteBuffer target : targets) {
                    byte[] bytes = new byte[target.position()];
                    target.flip().get(bytes);
                    read.writeBytes(bytes);
                }
                int used = result.bytesConsumed();
                from.inFlight = java.util.Arrays.copyOfRange(waiting, used, waiting.length);
                return used > 0;
            }
        }

        private void run() {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        }

        private byte[] concat(byte[] one, byte[] two) {
            byte[] all = java.util.Arrays.copyOf(one, one.length + two.length);
            System.arraycopy(two, 0, all, one.length, two.length);
            return all;
        }
    }
}
