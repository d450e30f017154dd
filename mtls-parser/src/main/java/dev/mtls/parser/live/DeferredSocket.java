package dev.mtls.parser.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The socket of {@code createSocket()}: it keeps what it is told before {@code connect}, and is layered afterwards.
 *
 * <p>JSSE cannot be layered over a socket that is not connected. Until then an unconnected socket of JSSE, which is never
 * connected, holds the TLS settings and gives JSSE's own answers and errors. As a TCP socket this object is its own
 * transport, as JSSE's is: bind, addresses and options are inherited.
 */
final class DeferredSocket extends SSLSocket {
    private final SSLSocketFactory factory;
    private final Recorder recorder;
    private final Recording recording;
    private final SSLSocket settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<HandshakeCompletedListener, HandshakeCompletedListener> listeners = new ConcurrentHashMap<>();
    private volatile @Nullable BiFunction<SSLSocket, List<String>, String> selector;
    private volatile @Nullable SSLSocket layered;

    DeferredSocket(SSLSocketFactory factory, Recorder recorder, SSLSocket settings) {
        this.factory = factory;
        this.recorder = recorder;
        this.settings = settings;
        this.recording = recorder.open();
        recorder.holds(this, recording);
    }

    private SSLSocket tls() {
        SSLSocket now = layered;
        return now == null ? settings : now;
    }

    /** Makes a setting, and never one that a connect under way would lose. */
    private void change(Consumer<SSLSocket> setting) {
        SSLSocket now = layered;
        if (now != null) {
            setting.accept(now);
            return;
        }
        lock.lock();
        try {
            setting.accept(tls());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress)) {
            settings.connect(endpoint, timeout); // fails, in JSSE's words
        }
        super.connect(endpoint, timeout);
        try {
            layer();
        } catch (IOException | RuntimeException failure) {
            super.close();
            throw failure;
        }
    }

    private void layer() throws IOException {
        lock.lock();
        try {
            if (settings.isClosed()) {
                throw new SocketException("Socket is closed");
            }
            // No host name is given: JSSE then takes the one that the caller connected to, as it does unlayered.
            SSLSocket socket = (SSLSocket) factory.createSocket(new Transport(), null, getPort(), true);
            socket.setUseClientMode(settings.getUseClientMode()); // first: it may change the defaults of the others
            socket.setSSLParameters(settings.getSSLParameters());
            socket.setEnableSessionCreation(settings.getEnableSessionCreation());
            if (selector != null) {
                socket.setHandshakeApplicationProtocolSelector(settings.getHandshakeApplicationProtocolSelector());
            }
            listeners.values().forEach(socket::addHandshakeCompletedListener);
            recorder.holds(socket, recording);
            recording.mode(socket);
            layered = socket;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (layered == null) {
                try {
                    super.close(); // first: it does nothing once the settings say closed
                } finally {
                    settings.close();
                }
                return;
            }
        } finally {
            lock.unlock();
        }
        tls().close();
    }

    @Override
    public boolean isClosed() {
        return tls().isClosed();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return tls().getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return tls().getOutputStream();
    }

    @Override
    public void shutdownInput() throws IOException {
        tls().shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        tls().shutdownOutput();
    }

    @Override
    public boolean isInputShutdown() {
        return tls().isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return tls().isOutputShutdown();
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        tls().sendUrgentData(data);
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        tls().setOOBInline(on);
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        return tls().getOOBInline();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls().getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return tls().getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        change(s -> s.setEnabledCipherSuites(suites));
    }

    @Override
    public String[] getSupportedProtocols() {
        return tls().getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return tls().getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        change(s -> s.setEnabledProtocols(protocols));
    }

    @Override
    public SSLSession getSession() {
        return tls().getSession();
    }

    @Override
    public SSLSession getHandshakeSession() {
        return tls().getHandshakeSession();
    }

    @Override
    public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
        if (listener == null) {
            tls().addHandshakeCompletedListener(listener); // fails, in JSSE's words
            return;
        }
        HandshakeCompletedListener told =
                event -> listener.handshakeCompleted(new HandshakeCompletedEvent(this, event.getSession()));
        if (listeners.putIfAbsent(listener, told) == null) {
            change(s -> s.addHandshakeCompletedListener(told));
        }
    }

    @Override
    public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
        HandshakeCompletedListener told = listener == null ? null : listeners.remove(listener);
        change(s -> s.removeHandshakeCompletedListener(told == null ? listener : told)); // refuses an unknown one
    }

    @Override
    public void startHandshake() throws IOException {
        tls().startHandshake();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        change(s -> s.setUseClientMode(mode));
    }

    @Override
    public boolean getUseClientMode() {
        return tls().getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        change(s -> s.setNeedClientAuth(need));
    }

    @Override
    public boolean getNeedClientAuth() {
        return tls().getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        change(s -> s.setWantClientAuth(want));
    }

    @Override
    public boolean getWantClientAuth() {
        return tls().getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        change(s -> s.setEnableSessionCreation(flag));
    }

    @Override
    public boolean getEnableSessionCreation() {
        return tls().getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return tls().getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        change(s -> s.setSSLParameters(parameters));
    }

    @Override
    public String getApplicationProtocol() {
        return tls().getApplicationProtocol();
    }

    @Override
    public String getHandshakeApplicationProtocol() {
        return tls().getHandshakeApplicationProtocol();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLSocket, List<String>, String> selector) {
        change(s -> {
            s.setHandshakeApplicationProtocolSelector(
                    selector == null ? null : (ignored, protocols) -> selector.apply(this, protocols));
            this.selector = selector;
        });
    }

    @Override
    public @Nullable BiFunction<SSLSocket, List<String>, String> getHandshakeApplicationProtocolSelector() {
        tls().getHandshakeApplicationProtocolSelector(); // throws where the provider has none
        return selector;
    }

    @Override
    public String toString() {
        return tls().toString();
    }

    /** This socket as the TCP socket that it also is. */
    private final class Transport extends RecordingSocket {
        Transport() {
            super(DeferredSocket.this, recording);
        }

        @Override
        InputStream input() throws IOException {
            return DeferredSocket.super.getInputStream();
        }

        @Override
        OutputStream output() throws IOException {
            return DeferredSocket.super.getOutputStream();
        }

        @Override
        void closeSocket() throws IOException {
            DeferredSocket.super.close();
        }

        @Override
        void shutdownSocketOutput() throws IOException {
            DeferredSocket.super.shutdownOutput();
        }

        @Override
        public void shutdownInput() throws IOException {
            DeferredSocket.super.shutdownInput();
        }

        @Override
        public boolean isClosed() {
            return DeferredSocket.super.isClosed();
        }

        @Override
        public boolean isInputShutdown() {
            return DeferredSocket.super.isInputShutdown();
        }

        @Override
        public boolean isOutputShutdown() {
            return DeferredSocket.super.isOutputShutdown();
        }
    }
}
