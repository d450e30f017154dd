package dev.mtls.testkit;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Stands before the server's trust manager and keeps what it was asked: of a refused client JSSE does not keep the
 * certificates. It decides nothing.
 *
 * <p>A handshake of an {@code SSLSocket} runs on the thread that reads or writes, so what belongs to a connection is
 * kept by thread.
 */
final class ClientWatch {
    private final ThreadLocal<Seen> current = new ThreadLocal<>();

    /** What one connection showed. */
    static final class Seen {
        private List<X509Certificate> chain = List.of();

        List<X509Certificate> chain() {
            return chain;
        }
    }

    /** Starts a connection on this thread. */
    Seen begin() {
        Seen seen = new Seen();
        current.set(seen);
        return seen;
    }

    void end() {
        current.remove();
    }

    /** The same managers, the extended ones of them watched. */
    TrustManager[] watching(TrustManager[] managers) {
        TrustManager[] watched = managers.clone();
        for (int i = 0; i < watched.length; i++) {
            if (watched[i] instanceof X509ExtendedTrustManager manager) {
                watched[i] = new Watched(manager);
            }
        }
        return watched;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private final class Watched extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager judge;

        private Watched(X509ExtendedTrustManager judge) {
            this.judge = judge;
        }

        private void watch(X509Certificate[] chain, Check check) throws CertificateException {
            Seen seen = current.get();
            if (seen != null) {
                seen.chain = List.of(chain);
            }
            check.run();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            watch(chain, () -> judge.checkClientTrusted(chain, authType));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            watch(chain, () -> judge.checkClientTrusted(chain, authType, socket));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            watch(chain, () -> judge.checkClientTrusted(chain, authType, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            judge.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judge.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return judge.getAcceptedIssuers();
        }
    }
}
