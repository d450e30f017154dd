package dev.mtls.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** The least code that makes a context from PKCS#8 PEM with the JDK alone: no key store, nothing checked, nothing held. */
final class DirectContext {

    private static final String BEGIN = "-----BEGIN ";

    private DirectContext() {}

    static SSLContext make(Path certificate, Path key, Path ca) throws GeneralSecurityException, IOException {
        Set<TrustAnchor> anchors =
                readCertificates(ca).stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
        parameters.setRevocationEnabled(false);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new CertPathTrustManagerParameters(parameters));
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager keys = new OneKey(readKey(key), readCertificates(certificate).toArray(X509Certificate[]::new));
        context.init(new KeyManager[] {keys}, trust.getTrustManagers(), null);
        return context;
    }

    static PrivateKey readKey(Path key) throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(block(Files.readString(key), 0)));
    }

    static List<X509Certificate> readCertificates(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block(text, at))));
        }
        return certificates;
    }

    private static byte[] block(String text, int from) {
        int begin = text.indexOf('\n', text.indexOf(BEGIN, from)) + 1;
        return Base64.getMimeDecoder().decode(text.substring(begin, text.indexOf("-----END", begin)));
    }

    private static final class OneKey extends X509ExtendedKeyManager {

        private static final String ALIAS = "key";

        private final PrivateKey key;
        private final X509Certificate[] chain;

        OneKey(PrivateKey key, X509Certificate[] chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return keyType.equals(key.getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return keyType.equals(key.getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
