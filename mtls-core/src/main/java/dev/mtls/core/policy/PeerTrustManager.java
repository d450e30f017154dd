package dev.mtls.core.policy;

import dev.mtls.core.finding.Refusal;
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
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Part C of the policy: a peer is believed only on a connection whose version is one that was promised, and a server only where its host
 * is compared as promised; then JSSE's own trust manager decides, which does compare it. Where nothing is to be verified only the version
 * is looked at. What is decided is recorded.
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

    /** What must hold before the certificates are looked at. */
    private interface Promise {
        void require() throws CertificateException;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        Connection connection = of(engine);
        Promise promise = () -> {
            requireClientContext();
            requireKept(connection);
            requireHost(engine);
        };
        judge(connection, Role.SERVER, chain, promise, jsse -> jsse.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        Connection connection = of(socket);
        Promise promise = () -> {
            requireClientContext();
            requireKept(connection);
        };
        judge(connection, Role.SERVER, chain, promise, jsse -> jsse.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(
                UNKNOWN,
                Role.SERVER,
                chain,
                this::requireClientContext,
                jsse -> jsse.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        Connection connection = of(engine);
        Promise promise = () -> requireKept(connection);
        judge(connection, Role.CLIENT, chain, promise, jsse -> jsse.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        Connection connection = of(socket);
        Promise promise = () -> requireKept(connection);
        judge(connection, Role.CLIENT, chain, promise, jsse -> jsse.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(UNKNOWN, Role.CLIENT, chain, () -> {}, jsse -> jsse.checkClientTrusted(chain, authType));
    }

    /** The connection that a peer is judged on, as far as JSSE tells it. */
    private record Connection(
            @Nullable Object itself,
            @Nullable SSLParameters parameters,
            @Nullable SSLSession handshake) {}

    private static final Connection UNKNOWN = new Connection(null, null, null);

    private static Connection of(SSLEngine engine) {
        return new Connection(engine, engine.getSSLParameters(), engine.getHandshakeSession());
    }

    private static Connection of(Socket socket) {
        return socket instanceof SSLSocket ssl
                ? new Connection(ssl, ssl.getSSLParameters(), ssl.getHandshakeSession())
                : UNKNOWN;
    }

    private void judge(Connection connection, Role role, X509Certificate[] chain, Promise promise, Pkix.Check jsse)
            throws CertificateException {
        VerdictLog verdicts = enforcer.verdicts();
        try {
            promise.require();
            if (enforcer.policy().verify()) {
                List<String> called = role == Role.SERVER ? called(connection.handshake) : List.of();
                pkix.verify(chain, role, called, connection.handshake, jsse);
                lifetime.believed(chain);
            }
        } catch (BrokenPromise e) {
            verdicts.judged(
                    connection.itself,
                    connection.parameters,
                    chain,
                    Optional.of(Refusal.POLICY_REFUSED),
                    String.valueOf(e.getMessage()));
            throw e;
        } catch (CertificateException e) {
            verdicts.judged(
                    connection.itself,
                    connection.parameters,
                    chain,
                    Optional.of(PeerFaults.id(e, role, chain)),
                    PeerFaults.reason(e, chain));
            throw e;
        }
        String reason = enforcer.policy().verify() ? "verified" : "not verified, as this context was told";
        verdicts.judged(connection.itself, connection.parameters, chain, Optional.empty(), reason);
    }

    /** The peer is not even judged, because the connection is not what was promised. */
    private static final class BrokenPromise extends CertificateException {

        private static final long serialVersionUID = 1L;

        BrokenPromise(String message) {
            super(message);
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

    private void requireKept(Connection connection) throws CertificateException {
        if (connection.itself == null || connection.parameters == null) {
            return;
        }
        Optional<String> refusal =
                enforcer.brokenPromise(connection.itself, connection.handshake, connection.parameters);
        if (refusal.isPresent()) {
            throw new BrokenPromise(refusal.get());
        }
    }

    /** A context for servers checks no host name, so it must not be used to call anyone. */
    private void requireClientContext() throws CertificateException {
        if (!enforcer.policy().client()) {
            throw new BrokenPromise("this context was built for servers, expected one of MtlsContext.client()");
        }
    }

    private void requireHost(SSLEngine engine) throws CertificateException {
        if (enforcer.policy().verify() && enforcer.policy().checkHost() && engine.getPeerHost() == null) {
            throw new BrokenPromise("the engine does not know whom it calls, so the certificate cannot be compared "
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
