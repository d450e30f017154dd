package dev.mtls.parser.capture;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a client and a server that are programs of others, and writes down what they say as the packets of a
 * capture. One connection at a time.
 */
final class PeerRelay implements AutoCloseable {
    private static final int BUFFER = 1 << 14;
    private static final int LIMIT_SECONDS = 30;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int FIRST_PORT = 40_000;

    private final ServerSocketChannel accepting;
    private final List<ByteBuffer> frames = new ArrayList<>();
    private final BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
    private volatile SocketAddress server = new InetSocketAddress(0);
    private int connections;

    PeerRelay() throws IOException {
        accepting = ServerSocketChannel.open();
        accepting.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::serve, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where clients connect to. */
    int port() {
        return accepting.socket().getLocalPort();
    }

    /** The server that the next connections go to. */
    void to(SocketAddress next) {
        server = next;
    }

    /** Waits until a connection has ended on both sides. */
    void awaitEnd() throws InterruptedException {
        Boolean well = ended.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (well == null || !well) {
            throw new IllegalStateException(
                    well == null ? "no connection has ended" : "the server cannot be connected to");
        }
    }

    /** The packets of all connections. */
    byte[] pcap() {
        synchronized (frames) {
            return CaptureFiles.pcap(CaptureFiles.ETHERNET, frames);
        }
    }

    @Override
    public void close() throws IOException {
        accepting.close();
    }

    private void serve() {
        while (accepting.isOpen()) {
            try (SocketChannel client = accepting.accept();
                    SocketChannel peer = SocketChannel.open(server)) {
                Spoken spoken = new Spoken(connections++);
                Thread answers = new Thread(() -> spoken.pump(Sender.SERVER, peer, client), "relay of the server");
                answers.setDaemon(true);
                answers.start();
                spoken.pump(Sender.CLIENT, client, peer);
                // A server that does not end although its client has is left: what it said is written down.
                answers.join(PATIENCE_MILLIS);
                ended.add(true);
            } catch (IOException e) {
                // The test is over, or the server is gone.
                ended.add(false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private final class Spoken {
        private final SyntheticTcp tcp;

        Spoken(int number) {
            tcp = new SyntheticTcp(
                    new InetSocketAddress("127.0.0.1", FIRST_PORT + number),
                    new InetSocketAddress("127.0.0.2", 443),
                    number);
            add(tcp.syn(), tcp.synAck(), tcp.ack(Sender.CLIENT));
        }

        private void add(ByteBuffer... packets) {
            synchronized (frames) {
                frames.addAll(Arrays.asList(packets));
            }
        }

        /** Writes down before it passes on, so that an answer never stands before its question. */
        void pump(Sender from, SocketChannel in, SocketChannel out) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            try {
                while (in.read(buffer.clear()) >= 0) {
                    buffer.flip();
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.duplicate().get(bytes);
                    said(from, Bytes.owning(bytes));
                    while (buffer.hasRemaining()) {
                        out.write(buffer);
                    }
                }
                closed(from);
                out.shutdownOutput();
            } catch (IOException e) {
                // A reset: the other side hears of it by the end of its stream.
                closed(from);
                try {
                    out.shutdownOutput();
                } catch (IOException gone) {
                    return;
                }
            }
        }

        private void said(Sender from, Bytes bytes) {
            synchronized (frames) {
                frames.add(tcp.data(from, bytes));
            }
        }

        private void closed(Sender from) {
            synchronized (frames) {
                frames.add(tcp.fin(from));
                frames.add(tcp.ack(from.other()));
            }
        }
    }
}
