package dev.mtls.core.policy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sockets under the policy, connected, unconnected and layered. The delegate is looked up for each. */
final class PolicySocketFactory extends SSLSocketFactory {

    private final Supplier<SSLSocketFactory> delegate;
    private final Enforcer enforcer;
    private final Strict strict;

    PolicySocketFactory(Supplier<SSLSocketFactory> delegate, Enforcer enforcer, Strict strict) {
        this.delegate = delegate;
        this.enforcer = enforcer;
        this.strict = strict;
    }

    private Socket pinned(Socket socket) {
        return strict.wrap(enforcer.pinned((SSLSocket) socket));
    }

    @Override
    public Socket createSocket() throws IOException {
        return pinned(delegate.get().createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return pinned(delegate.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return pinned(delegate.get().createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return pinned(delegate.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return pinned(delegate.get().createSocket(address, port, localAddress, localPort));
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return pinned(delegate.get().createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(Socket socket, InputStream consumed, boolean autoClose) throws IOException {
        return pinned(delegate.get().createSocket(socket, consumed, autoClose));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return delegate.get().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return delegate.get().getSupportedCipherSuites();
    }
}
