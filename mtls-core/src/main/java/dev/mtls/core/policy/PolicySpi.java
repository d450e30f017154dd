package dev.mtls.core.policy;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A context that gives out what another one makes, with the policy put on it: {@code SSLEngine}s stay those of JSSE, but where it is strict. */
final class PolicySpi extends SSLContextSpi {

    private final Generations generations;
    private final Enforcer enforcer;
    private final Strict strict;

    PolicySpi(Generations generations, Enforcer enforcer) {
        this.generations = generations;
        this.enforcer = enforcer;
        this.strict = new Strict(enforcer, () -> generations.current().createSSLEngine());
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
        throw new IllegalStateException("this context is built, expected nobody to initialise it again");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new PolicySocketFactory(() -> generations.forConnection().getSocketFactory(), enforcer, strict);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return new PolicyServerSocketFactory(generations::forConnection, enforcer, strict);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return strict.wrap(enforcer.pinned(generations.forConnection().createSSLEngine()));
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return strict.wrap(enforcer.pinned(generations.forConnection().createSSLEngine(host, port)));
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return generations.current().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return generations.current().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return enforcer.pinShared(generations.current().getDefaultSSLParameters());
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return enforcer.pinShared(generations.current().getSupportedSSLParameters());
    }
}
