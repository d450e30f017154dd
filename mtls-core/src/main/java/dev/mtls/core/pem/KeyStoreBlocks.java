package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.pem.DerReader.DerException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a key store to the plain blocks of its entries. */
final class KeyStoreBlocks {

    private KeyStoreBlocks() {}

    static List<PemBlock> open(PemBlock store, char @Nullable [] password, List<Finding> findings) {
        try (Password given = new Password(password == null ? new char[0] : password)) {
            return switch (store.label()) {
                case "PKCS12" -> new Pkcs12(store, store.limits(), given, findings).open();
                case "JKS" -> new JavaKeyStore(store, store.limits(), password == null ? null : given).open();
                default ->
                    throw PemError.STORE_UNREADABLE.at(
                            store.where(),
                            "found a " + store.label() + " store, expected PKCS#12 or JKS",
                            "convert it with: keytool -importkeystore -deststoretype PKCS12");
            };
        } catch (DerException e) {
            throw PemError.STORE_UNREADABLE.at(
                    store.where(), String.valueOf(e.getMessage()), "copy the store again from where it came", e);
        } catch (MtlsConfigurationException e) {
            // Without a password the empty one was tried, which opens the stores that have none.
            if (password == null && e.id().equals("key-password-wrong")) {
                throw PemError.KEY_PASSWORD_MISSING.at(
                        store.where(),
                        "found a " + store.label() + " store and no password, expected a password",
                        "give its password");
            }
            throw e;
        }
    }
}
