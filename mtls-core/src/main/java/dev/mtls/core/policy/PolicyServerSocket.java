package dev.mtls.core.policy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A plain listening socket whose accepted sockets get TLS layered over them, under the policy. JSSE's own is bound for life to the
 * context that made it, and hands out what a caller made of its settings. Setters go to one that is never bound, which knows what JSSE
 * makes of them.
 */
final class PolicyServerSocket extends SSLServerSocket {

    private final Supplier<SSLContext> delegate;
    private final Enforcer enforcer;
    private final Strict strict;
    private final @Nullable Clamp clamp;
    private final SSLServerSocket settings;

    PolicyServerSocket(Supplier<SSLContext> delegate, Enforcer enforcer, Strict strict) throws IOException {
        this.delegate = delegate;
        this.enforcer = enforcer;
        this.strict = strict;
        this.clamp = strict.ofListening().orElse(null);
        this.settings = settings();
    }

    PolicyServerSocket(
            Supplier<SSLContext> delegate,
            Enforcer enforcer,
            Strict strict,
            int port,
            int backlog,
            @Nullable InetAddress address)
            throws IOException {
        super(port, backlog, address);
        this.delegate = delegate;
        this.enforcer = enforcer;
        this.strict = strict;
        this.clamp = strict.ofListening().orElse(null);
        this.settings = settings();
    }

    private SSLServerSocket settings() throws IOException {
        SSLServerSocket unbound =
                (SSLServerSocket) delegate.get().getServerSocketFactory().createServerSocket();
        unbound.setSSLParameters(enforcer.pinShared(unbound.getSSLParameters()));
        return unbound;
    }

    @Override
    public Socket accept() throws IOException {
        Socket raw = super.accept();
        try {
            SSLSocket socket =
                    (SSLSocket) delegate.get().getSocketFactory().createSocket(raw, (InputStream) null, true);
            socket.setUseClientMode(settings.getUseClientMode());
            socket.setEnableSessionCreation(settings.getEnableSessionCreation());
            return strict.wrap(enforcer.accepted(socket, settings.getSSLParameters()));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        settings.close();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return settings.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        settings.setEnabledCipherSuites(clamp == null ? suites : clamp.suites(suites));
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
        settings.setEnabledProtocols(clamp == null ? protocols : clamp.protocols(protocols));
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        if (clamp == null || clamp.mayNeed(need, settings.getSSLParameters())) {
            settings.setNeedClientAuth(need);
        }
    }

    @Override
    public boolean getNeedClientAuth() {
        return settings.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        if (clamp == null || clamp.mayWant(want, settings.getSSLParameters())) {
            settings.setWantClientAuth(want);
        }
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
        settings.setSSLParameters(
                clamp == null
                        ? parameters
                        : clamp.parameters(parameters, settings.getSSLParameters(), getUseClientMode()));
    }
}
