package dev.mtls.parser.live;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Keys, certificates and contexts of the tests. */
final class Material {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private Material() {}

    static SSLContext server() {
        return context(keys("server.p12"), trust());
    }

    static SSLContext serverElsewhere() {
        return context(keys("elsewhere.p12"), trust());
    }

    static SSLContext client() {
        return context(keys("client.p12"), trust());
    }

    static SSLContext anonymousClient() {
        return context(null, trust());
    }

    static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyManager[] keys(String file) {
        try (InputStream in = open(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static TrustManager[] trust() {
        try (InputStream in = open("ca.pem")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(Material.class.getResourceAsStream(file), file);
    }
}
