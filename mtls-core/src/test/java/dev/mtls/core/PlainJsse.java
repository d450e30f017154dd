package dev.mtls.core;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/** The other side, as an application makes it that has never heard of us. */
final class PlainJsse {

    private PlainJsse() {}

    static EngineHandshake.Result handshake(SSLContext client, SSLContext server, TlsVersion version) {
        SSLEngine called = client.createSSLEngine("localhost", 443);
        called.setUseClientMode(true);
        called.setEnabledProtocols(new String[] {version.protocol()});
        SSLEngine answering = server.createSSLEngine();
        answering.setUseClientMode(false);
        answering.setNeedClientAuth(true);
        return new EngineHandshake(called, answering).run();
    }

    /** As an application would write it that has never heard of us. */
    static SSLContext context(Identity identity, Trust trust) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "mine", identity.privateKey(), new char[0], identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            return context(managers.getKeyManagers(), trust);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext context(KeyManager[] keys, Trust trust) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (X509Certificate anchor : trust.anchors()) {
            anchors.setCertificateEntry("anchor " + anchors.size(), anchor);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, factory.getTrustManagers(), null);
        return context;
    }
}
