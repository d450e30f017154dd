package dev.mtls.core.policy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;

/** Listening sockets under the policy. */
final class PolicyServerSocketFactory extends SSLServerSocketFactory {

    private static final int DEFAULT_BACKLOG = 50;

    private final Supplier<SSLContext> delegate;
    private final Enforcer enforcer;
    private final Strict strict;

    PolicyServerSocketFactory(Supplier<SSLContext> delegate, Enforcer enforcer, Strict strict) {
        this.delegate = delegate;
        this.enforcer = enforcer;
        this.strict = strict;
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new PolicyServerSocket(delegate, enforcer, strict);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return new PolicyServerSocket(delegate, enforcer, strict, port, DEFAULT_BACKLOG, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return new PolicyServerSocket(delegate, enforcer, strict, port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new PolicyServerSocket(delegate, enforcer, strict, port, backlog, address);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return delegate.get().getServerSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return delegate.get().getServerSocketFactory().getSupportedCipherSuites();
    }
}
