package dev.mtls.parser.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** Listening sockets whose accepted sockets are recorded. */
final class RecordingServerSocketFactory extends SSLServerSocketFactory {
    private final SSLContext context;
    private final SSLSocketFactory layers;

    RecordingServerSocketFactory(SSLContext context, SSLSocketFactory layers) {
        this.context = context;
        this.layers = layers;
    }

    private SSLServerSocket settings() throws IOException {
        return (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new RecordingServerSocket(layers, settings());
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 50); // the default of ServerSocket
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return new RecordingServerSocket(layers, settings(), port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new RecordingServerSocket(layers, settings(), port, backlog, address);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return context.getServerSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return context.getServerSocketFactory().getSupportedCipherSuites();
    }
}
