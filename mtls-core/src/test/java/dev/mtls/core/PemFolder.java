package dev.mtls.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;

/** A folder with {@code tls.crt}, {@code tls.key} and {@code ca.crt}, and the ways in which such files are replaced. */
final class PemFolder {

    private final Path folder;
    private int versions;

    PemFolder(Path folder) {
        this.folder = folder;
    }

    Path certificate() {
        return folder.resolve("tls.crt");
    }

    Path key() {
        return folder.resolve("tls.key");
    }

    Path ca() {
        return folder.resolve("ca.crt");
    }

    Identity identity() {
        return Identity.pem(certificate(), key());
    }

    Trust trust() {
        return Trust.pem(ca());
    }

    static String text(Identity identity) {
        return TestCertificates.pem(identity.chain().get(0));
    }

    static String keyText(Identity identity) {
        return TestCertificates.pem("PRIVATE KEY", identity.privateKey().getEncoded());
    }

    /** Writes each file in place. */
    void write(Identity identity, X509Certificate ca) throws IOException {
        write(folder, identity, ca);
    }

    private static void write(Path into, Identity identity, X509Certificate ca) throws IOException {
        Files.writeString(into.resolve("tls.crt"), text(identity));
        Files.writeString(into.resolve("tls.key"), keyText(identity));
        Files.writeString(into.resolve("ca.crt"), TestCertificates.pem(ca));
    }

    /** Renames another certificate of the same key into place. */
    void renew(Identity identity) throws IOException {
        Path next = folder.resolve("next");
        Files.writeString(next, text(identity));
        Files.move(next, certificate(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As the kubelet does it: files are links into {@code ..data}, a link that is renamed over; the old folder is deleted. */
    void swap(Identity identity, X509Certificate ca) throws IOException {
        Path data = folder.resolve("..data");
        Path before = Files.exists(data) ? data.toRealPath() : null;
        Path version = Files.createDirectory(folder.resolve("..version" + ++versions));
        write(version, identity, ca);
        Path link = folder.resolve("..data_tmp");
        Files.createSymbolicLink(link, version.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
        for (String name : new String[] {"tls.crt", "tls.key", "ca.crt"}) {
            if (!Files.exists(folder.resolve(name))) {
                Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
            }
        }
        if (before != null) {
            for (String name : new String[] {"tls.crt", "tls.key", "ca.crt"}) {
                Files.delete(before.resolve(name));
            }
            Files.delete(before);
        }
    }
}
