package dev.mtls.examples.cli;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Stands between JSSE and the key and trust managers of a client and remembers what JSSE asked of them: under TLS 1.3 the
 * server's certificate and its request for ours are encrypted on the wire, but this client's own TLS has read them.
 *
 * <p>For one connection: the last question counts. Told to be lenient it lets every server pass, after the real trust
 * manager has judged it.
 */
final class Witness {
    private final boolean lenient;

    private volatile boolean asked;
    private volatile List<String> authorities = List.of();
    private volatile boolean sent;
    private volatile List<X509Certificate> serverChain = List.of();
    private volatile @Nullable CertificateException objection;

    Witness(boolean lenient) {
        this.lenient = lenient;
    }

    /** Whether the server asked for a certificate. */
    boolean wasAsked() {
        return asked;
    }

    /** The CAs that the server named when it asked; empty when it named none. */
    List<String> authorities() {
        return authorities;
    }

    /** Whether a certificate was chosen in answer. */
    boolean sentCertificate() {
        return sent;
    }

    /** What the server presented, leaf first; empty when the handshake did not come that far. */
    List<X509Certificate> serverChain() {
        return serverChain;
    }

    /** Why the trust manager would not have the server; empty when it would. */
    Optional<CertificateException> objection() {
        return Optional.ofNullable(objection);
    }

    KeyManager[] around(KeyManager @Nullable [] managers) {
        X509ExtendedKeyManager real = Stream.of(managers == null ? new KeyManager[0] : managers)
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElse(NOBODY);
        return new KeyManager[] {new Keys(real)};
    }

    TrustManager[] around(TrustManager[] managers) {
        return Stream.of(managers)
                .map(each -> each instanceof X509ExtendedTrustManager real ? new Judge(real) : each)
                .toArray(TrustManager[]::new);
    }

    private @Nullable String chosen(@Nullable String alias, Principal @Nullable [] issuers) {
        asked = true;
        authorities = issuers == null
                ? List.of()
                : Stream.of(issuers).map(each -> Names.escape(each.getName())).toList();
        sent |= alias != null;
        return alias;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void judged(X509Certificate[] chain, Check check) throws CertificateException {
        serverChain = List.of(chain);
        try {
            check.run();
        } catch (CertificateException refused) {
            objection = refused;
            if (!lenient) {
                throw refused;
            }
        }
    }

    private static final X509ExtendedKeyManager NOBODY = new X509ExtendedKeyManager() {
        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return null;
        }
    };

    private final class Keys extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager real;

        Keys(X509ExtendedKeyManager real) {
            this.real = real;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return chosen(real.chooseClientAlias(keyType, issuers, socket), issuers);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chosen(real.chooseEngineClientAlias(keyType, issuers, engine), issuers);
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return real.getClientAliases(keyType, issuers);
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return real.getServerAliases(keyType, issuers);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return real.chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return real.chooseEngineServerAlias(keyType, issuers, engine);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return real.getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return real.getPrivateKey(alias);
        }
    }

    private final class Judge extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager real;

        Judge(X509ExtendedTrustManager real) {
            this.real = real;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            judged(chain, () -> real.checkServerTrusted(chain, authType, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judged(chain, () -> real.checkServerTrusted(chain, authType, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judged(chain, () -> real.checkServerTrusted(chain, authType));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            real.checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            real.checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            real.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return real.getAcceptedIssuers();
        }
    }
}
