package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A private key and its chain in a key store that the caller loaded. */
record StoreEntry(PrivateKey key, List<X509Certificate> chain) {

    private static final int MOST_LISTED = 8;

    static StoreEntry read(KeyStore store, String alias, char[] password) {
        try {
            Key key = store.getKey(alias, password);
            Certificate[] chain = store.getCertificateChain(alias);
            if (!(key instanceof PrivateKey found) || chain == null) {
                throw error(
                        "key-missing",
                        "There is no private key",
                        "found " + entries(store) + ", expected a private key of alias " + Names.quoted(alias),
                        "name the alias of a private key",
                        null);
            }
            return new StoreEntry(found, x509(List.of(chain)));
        } catch (UnrecoverableKeyException e) {
            throw error(
                    "key-password-wrong",
                    "This password does not open it",
                    "found that it does not open the key of alias " + Names.quoted(alias)
                            + ", expected the password of the key, which need not be that of the store",
                    "check the password of the key",
                    e);
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    static List<X509Certificate> trusted(KeyStore store) {
        try {
            List<Certificate> trusted = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    trusted.add(store.getCertificate(alias));
                }
            }
            if (trusted.isEmpty()) {
                throw error(
                        "certificate-missing",
                        "There is no certificate",
                        "found " + entries(store) + ", expected a trusted certificate",
                        "import the authority with keytool -importcert, or load the file with Trust.keyStore, which also"
                                + " takes certificates that are not marked as trusted",
                        null);
            }
            return x509(trusted);
        } catch (KeyStoreException e) {
            throw unreadable(e);
        }
    }

    private static List<X509Certificate> x509(List<Certificate> certificates) {
        return certificates.stream()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static String entries(KeyStore store) throws KeyStoreException {
        List<String> aliases = Collections.list(store.aliases());
        if (aliases.isEmpty()) {
            return "a store without an entry";
        }
        List<String> listed = new ArrayList<>();
        for (String alias : aliases.subList(0, Math.min(aliases.size(), MOST_LISTED))) {
            listed.add((store.isKeyEntry(alias) ? "a key" : "a certificate") + " of alias " + Names.quoted(alias));
        }
        return listed.stream().collect(Collectors.joining(" and "))
                + (aliases.size() > MOST_LISTED ? " and " + (aliases.size() - MOST_LISTED) + " more" : "");
    }

    private static MtlsConfigurationException unreadable(GeneralSecurityException cause) {
        return error(
                "store-unreadable",
                "The key store cannot be read",
                "found " + cause.getClass().getSimpleName() + ", expected a key store that was loaded",
                "call load on it first",
                cause);
    }

    private static MtlsConfigurationException error(
            String id, String title, String detail, String remedy, @Nullable Exception cause) {
        Finding finding = Finding.of(id, Severity.ERROR, title, detail, remedy);
        return cause == null ? new MtlsConfigurationException(finding) : new MtlsConfigurationException(finding, cause);
    }
}
