package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.pem.PemSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;

/** Where operating systems keep the authorities that they trust. */
final class OperatingSystemTrust {

    /** Bundles in the places where distributions put them, the first one that is there counts. */
    private static final List<String> BUNDLES = List.of(
            "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Gentoo
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL
            "/etc/pki/tls/certs/ca-bundle.crt", // older RHEL, CentOS
            "/etc/ssl/ca-bundle.pem", // openSUSE
            "/etc/ssl/cert.pem", // Alpine, FreeBSD, OpenBSD
            "/usr/local/share/certs/ca-root-nss.crt", // older FreeBSD
            "/etc/openssl/certs/ca-certificates.crt"); // NetBSD

    private OperatingSystemTrust() {}

    static Trust load() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return store("Windows-ROOT");
        }
        if (system.startsWith("mac")) {
            return store("KeychainStore-ROOT", "KeychainStore");
        }
        return bundle(BUNDLES.stream().map(Path::of).toList());
    }

    static Trust bundle(List<Path> places) {
        return places.stream()
                .filter(Files::isReadable)
                .findFirst()
                .map(file -> Trust.from(PemSource.file(file)).load())
                .orElseThrow(() -> missing("found none of the files " + places));
    }

    /** The type of the roots of macOS is known to newer JDKs; the older one holds what the user added. */
    static Trust store(String... types) {
        for (String type : types) {
            try {
                KeyStore store = KeyStore.getInstance(type);
                store.load(null, null);
                return Trust.of(store);
            } catch (GeneralSecurityException | IOException e) {
                // Told below, when no other type is left to try.
            }
        }
        throw missing("found no key store of the type " + String.join(" or ", types));
    }

    private static MtlsConfigurationException missing(String found) {
        return new MtlsConfigurationException(Finding.of(
                "os-trust-missing",
                Severity.ERROR,
                "The authorities of the operating system are not where they are known to be",
                found + ", expected a bundle of the operating system",
                "install it (the package ca-certificates), name the file with Trust.pem(...), or take Trust.system()"));
    }
}
