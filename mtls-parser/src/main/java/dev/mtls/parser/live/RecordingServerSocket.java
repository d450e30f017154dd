package dev.mtls.parser.live;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that layers JSSE over each connection it accepts.
 *
 * <p>It listens itself; the TLS settings are those of an unbound listening socket of JSSE, and every accepted socket
 * gets all of them.
 */
final class RecordingServerSocket extends SSLServerSocket {
    private final SSLSocketFactory layers;
    private final SSLServerSocket settings;

    RecordingServerSocket(SSLSocketFactory layers, SSLServerSocket settings) throws IOException {
        this.layers = layers;
        this.settings = settings;
    }

    RecordingServerSocket(
            SSLSocketFactory layers, SSLServerSocket settings, int port, int backlog, @Nullable InetAddress address)
            throws IOException {
        super(port, backlog, address);
        this.layers = layers;
        this.settings = settings;
    }

    @Override
    public Socket accept() throws IOException {
        Socket accepted = super.accept();
        try {
            SSLSocket socket = (SSLSocket) layers.createSocket(accepted, (InputStream) null, true);
            socket.setUseClientMode(settings.getUseClientMode()); // first: it may change the defaults of the others
            SSLParameters parameters = settings.getSSLParameters();
            if (parameters.getMaximumPacketSize() == 0) { // a listening socket has no size of its own
                parameters.setMaximumPacketSize(socket.getSSLParameters().getMaximumPacketSize());
            }
            socket.setSSLParameters(parameters);
            socket.setEnableSessionCreation(settings.getEnableSessionCreation());
            return socket;
        } catch (IOException | RuntimeException failure) {
            accepted.close();
            throw failure;
        }
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return settings.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        settings.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return settings.getSupportedCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return settings.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return settings.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        settings.setEnabledProtocols(protocols);
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        settings.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return settings.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        settings.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return settings.getWantClientAuth();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        settings.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return settings.getUseClientMode();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        settings.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return settings.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return settings.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        settings.setSSLParameters(parameters);
    }

    @Override
    public String toString() {
        return "[SSL: " + super.toString() + "]";
    }
}
