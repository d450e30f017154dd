package dev.mtls.core.pem;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Opens a JKS store, the JDK's own format, and gives what it holds as plain blocks, in the order of the aliases. */
final class JavaKeyStore {

    private final PemBlock store;
    private final PemLimits limits;
    private final @Nullable Password password;
    private final List<PemBlock> blocks = new ArrayList<>();

    JavaKeyStore(PemBlock store, PemLimits limits, @Nullable Password password) {
        this.store = store;
        this.limits = limits;
        this.password = password;
    }

    List<PemBlock> open() {
        char @Nullable [] characters = password == null ? null : password.characters();
        try {
            KeyStore keyStore = KeyStore.getInstance("JKS");
            keyStore.load(new ByteArrayInputStream(store.bytes()), characters);
            return open(keyStore, characters);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw PasswordScheme.wrongPassword(store.where(), e);
            }
            throw damaged(e);
        } catch (MtlsConfigurationException e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private List<PemBlock> open(KeyStore keyStore, char @Nullable [] characters) throws GeneralSecurityException {
        for (String alias : new TreeSet<>(Collections.list(keyStore.aliases()))) {
            Certificate[] chain = keyStore.getCertificateChain(alias);
            if (keyStore.isCertificateEntry(alias)) {
                add("CERTIFICATE", alias, false, keyStore.getCertificate(alias).getEncoded());
            } else if (chain != null && chain.length > 0) {
                add("PRIVATE KEY", alias, true, key(keyStore, alias, characters));
                for (Certificate certificate : chain) {
                    add("CERTIFICATE", alias, true, certificate.getEncoded());
                }
            }
        }
        return blocks;
    }

    private byte[] key(KeyStore keyStore, String alias, char @Nullable [] characters) throws GeneralSecurityException {
        if (characters == null) {
            throw PemError.KEY_PASSWORD_MISSING.at(
                    store.where(), "found a private key and no password, expected a password", "give its password");
        }
        try {
            Key key = keyStore.getKey(alias, characters);
            return key.getEncoded();
        } catch (UnrecoverableKeyException e) {
            throw PasswordScheme.otherPassword(store.where(), e);
        }
    }

    private void add(String label, String alias, boolean ofKey, byte[] der) {
        int number = blocks.size() + 1;
        if (number > limits.blocks()) {
            throw PemError.TOO_LARGE.at(
                    store.where(),
                    "found more than " + limits.blocks() + " entries, expected at most that",
                    "leave out what is not needed, or raise the limit (PemLimits)");
        }
        Map<String, String> attributes = new LinkedHashMap<>(Map.of(PemBlock.FRIENDLY_NAME, alias));
        if (ofKey) {
            attributes.put(PemBlock.LOCAL_KEY_ID, alias);
        }
        blocks.add(PemBlock.ofStore(store, label, number, attributes, der, limits));
    }

    private MtlsConfigurationException damaged(Exception cause) {
        return PemError.STORE_UNREADABLE.at(
                store.where(),
                "found " + PemError.quoted(String.valueOf(cause.getMessage())) + ", expected a whole " + store.label()
                        + " store",
                "copy the store again from where it came",
                cause);
    }
}
