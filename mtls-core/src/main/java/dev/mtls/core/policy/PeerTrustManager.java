package dev.mtls.core.policy;

import dev.mtls.core.path.Role;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Part C of the policy: a peer is believed only on a connection whose version is one that was promised, and a server only where its host
 * is compared as promised; then JSSE's own trust manager decides, which does compare it. Where nothing is to be verified only the version
 * is looked at.
 */
final class PeerTrustManager extends X509ExtendedTrustManager {

    private final Enforcer enforcer;
    private final Pkix pkix;
    private final Lifetime lifetime;

    PeerTrustManager(Enforcer enforcer, Pkix pkix, Lifetime lifetime) {
        this.enforcer = enforcer;
        this.pkix = pkix;
        this.lifetime = lifetime;
    }

    private boolean verifies() {
        return enforcer.policy().verify();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        requireClientContext();
        requirePromised(enforcer.brokenPromise(engine));
        if (verifies()) {
            requireHost(engine);
            pkix.verify(
                    chain,
                    Role.SERVER,
                    called(engine.getHandshakeSession()),
                    jsse -> jsse.checkServerTrusted(chain, authType, engine));
            lifetime.believed(chain);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        requireClientContext();
        if (socket instanceof SSLSocket ssl) {
            requirePromised(enforcer.brokenPromise(ssl));
        }
        if (verifies()) {
            pkix.verify(
                    chain,
                    Role.SERVER,
                    called(socket instanceof SSLSocket ssl ? ssl.getHandshakeSession() : null),
                    jsse -> jsse.checkServerTrusted(chain, authType, socket));
            lifetime.believed(chain);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        requireClientContext();
        if (verifies()) {
            pkix.verify(chain, Role.SERVER, List.of(), jsse -> jsse.checkServerTrusted(chain, authType));
            lifetime.believed(chain);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        requirePromised(enforcer.brokenPromise(engine));
        if (verifies()) {
            pkix.verify(chain, Role.CLIENT, List.of(), jsse -> jsse.checkClientTrusted(chain, authType, engine));
            lifetime.believed(chain);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (socket instanceof SSLSocket ssl) {
            requirePromised(enforcer.brokenPromise(ssl));
        }
        if (verifies()) {
            pkix.verify(chain, Role.CLIENT, List.of(), jsse -> jsse.checkClientTrusted(chain, authType, socket));
            lifetime.believed(chain);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (verifies()) {
            pkix.verify(chain, Role.CLIENT, List.of(), jsse -> jsse.checkClientTrusted(chain, authType));
            lifetime.believed(chain);
        }
    }

    /** Whom a server names in its CertificateRequest: the anchors, where nothing else was said. It decides nothing. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return enforcer.policy()
                .connections()
                .authorities()
                .map(named -> named.toArray(X509Certificate[]::new))
                .orElseGet(pkix::anchors);
    }

    private static void requirePromised(Optional<String> refusal) throws CertificateException {
        if (refusal.isPresent()) {
            throw new CertificateException(refusal.get());
        }
    }

    /** A context for servers checks no host name, so it must not be used to call anyone. */
    private void requireClientContext() throws CertificateException {
        if (!enforcer.policy().client()) {
            throw new CertificateException("this context was built for servers, expected one of MtlsContext.client()");
        }
    }

    private void requireHost(SSLEngine engine) throws CertificateException {
        if (enforcer.policy().checkHost() && engine.getPeerHost() == null) {
            throw new CertificateException(
                    "the engine does not know whom it calls, so the certificate cannot be compared "
                            + "with a host name: make it with createSSLEngine(host, port), or say dangerous().skipHostCheck()");
        }
    }

    /** The names that JSSE compares: the server names that were asked for, and the host of the connection. */
    private List<String> called(@Nullable SSLSession handshake) {
        if (!enforcer.policy().checkHost() || handshake == null) {
            return List.of();
        }
        List<String> called = new ArrayList<>();
        if (handshake instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    called.add(host.getAsciiName());
                }
            }
        }
        if (handshake.getPeerHost() != null) {
            called.add(handshake.getPeerHost());
        }
        return called;
    }
}
