package dev.mtls.parser.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plain socket that is another one, and notes the bytes that pass: JSSE is layered over it.
 *
 * <p>Sent bytes are noted before they are written, received ones once they were read, so that an answer never stands
 * before its question.
 */
class RecordingSocket extends Socket {
    private final Socket socket;
    private final Recording recording;

    RecordingSocket(Socket socket, Recording recording) {
        this.socket = socket;
        this.recording = recording;
        if (socket.isConnected()) {
            recording.addresses(socket.getLocalSocketAddress(), socket.getRemoteSocketAddress());
        }
    }

    Recording recording() {
        return recording;
    }

    /** Bytes that the caller had read from the socket before, and that JSSE will read first. */
    @Nullable
    InputStream consumed(@Nullable InputStream consumed) {
        return consumed == null ? null : new Inbound(consumed, false);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Inbound(input(), true);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Outbound(output());
    }

    @Override
    public void close() throws IOException {
        recording.closedHere(closesWithReset());
        try {
            closeSocket();
        } finally {
            recording.end();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        shutdownSocketOutput();
        recording.closedHere(false);
    }

    private boolean closesWithReset() {
        try {
            return !isClosed() && socket.getSoLinger() == 0;
        } catch (SocketException | RuntimeException unknown) {
            return false;
        }
    }

    // What a socket that is its own transport must answer with its superclass.

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    void closeSocket() throws IOException {
        socket.close();
    }

    void shutdownSocketOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    // The rest is the socket's own.

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        socket.connect(endpoint, timeout);
        recording.addresses(socket.getLocalSocketAddress(), socket.getRemoteSocketAddress());
    }

    @Override
    public void bind(SocketAddress bindpoint) throws IOException {
        socket.bind(bindpoint);
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public SocketChannel getChannel() {
        return socket.getChannel();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return socket.getTcpNoDelay();
    }

    @Override
    public void setSoLinger(boolean on, int linger) throws SocketException {
        socket.setSoLinger(on, linger);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return socket.getSoLinger();
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        socket.sendUrgentData(data);
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        socket.setOOBInline(on);
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        return socket.getOOBInline();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the socket itself is
    public void setSoTimeout(int timeout) throws SocketException {
        socket.setSoTimeout(timeout);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void setSendBufferSize(int size) throws SocketException {
        socket.setSendBufferSize(size);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public int getSendBufferSize() throws SocketException {
        return socket.getSendBufferSize();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void setReceiveBufferSize(int size) throws SocketException {
        socket.setReceiveBufferSize(size);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public int getReceiveBufferSize() throws SocketException {
        return socket.getReceiveBufferSize();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        socket.setKeepAlive(on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return socket.getKeepAlive();
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        socket.setTrafficClass(trafficClass);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return socket.getTrafficClass();
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        socket.setReuseAddress(on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return socket.getReuseAddress();
    }

    @Override
    public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        socket.setPerformancePreferences(connectionTime, latency, bandwidth);
    }

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
        socket.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return socket.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return socket.supportedOptions();
    }

    @Override
    public String toString() {
        return socket.toString();
    }

    private final class Inbound extends InputStream {
        private final InputStream in;
        private final boolean endsConnection;

        Inbound(InputStream in, boolean endsConnection) {
            this.in = in;
            this.endsConnection = endsConnection;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            recording.readStarts();
            try {
                int read = in.read(target, offset, length);
                if (read > 0) {
                    recording.received(target, offset, read);
                } else if (read < 0 && endsConnection && !isInputShutdown()) {
                    recording.closedByPeer(false);
                }
                return read;
            } catch (SocketException failure) {
                String text = failure.getMessage();
                if (text != null && text.contains("reset")) {
                    recording.closedByPeer(true);
                }
                throw failure;
            } finally {
                recording.readEnds();
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private final class Outbound extends OutputStream {
        private final OutputStream out;

        Outbound(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, source.length);
            recording.sent(source, offset, length);
            try {
                out.write(source, offset, length);
            } catch (SocketException failure) {
                if (!isClosed() && !isOutputShutdown()) {
                    recording.closedByPeer(true);
                }
                throw failure;
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
