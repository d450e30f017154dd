package dev.mtls.testkit;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An accepted TCP connection that sends each flight of a handshake in one piece: what is written waits until the server
 * begins to read, or ends.
 *
 * <p>JSSE writes the messages of a flight one by one, and a client may turn away after the first it does not like. The
 * write that follows would then fail, and the server would never read the alert by which the client said why.
 */
final class FlightSocket extends Socket {
    private static final int LIMIT = 64 * 1024;

    private final Object lock = new Object();
    private byte[] waiting = new byte[0];
    private boolean collecting = true;

    /** Accepts a connection as such a socket. */
    static final class Listener extends ServerSocket {
        Listener() throws IOException {}

        @Override
        public FlightSocket accept() throws IOException {
            var socket = new FlightSocket();
            implAccept(socket);
            return socket;
        }
    }

    /** From now on what is written is sent at once: the handshake is over. */
    void stopCollecting() throws IOException {
        synchronized (lock) {
            collecting = false;
            send();
        }
    }

    private void send() throws IOException {
        synchronized (lock) {
            byte[] flight = waiting;
            waiting = new byte[0];
            if (flight.length > 0) {
                super.getOutputStream().write(flight);
            }
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                send();
                return super.read();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                send();
                return super.read(into, offset, length);
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                synchronized (lock) {
                    if (collecting) {
                        int before = waiting.length;
                        waiting = java.util.Arrays.copyOf(waiting, before + length);
                        System.arraycopy(from, offset, waiting, before, length);
                        if (waiting.length > LIMIT) {
                            send();
                        }
                    } else {
                        out.write(from, offset, length);
                    }
                }
            }

            @Override
            public void close() throws IOException {
                FlightSocket.this.close();
            }
        };
    }

    @Override
    public void shutdownOutput() throws IOException {
        send();
        super.shutdownOutput();
    }
}
