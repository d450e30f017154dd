package dev.mtls.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mtls.core.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A throwaway certificate with its private key, in every form that a program may ask for.
 *
 * <p>The chain holds the leaf first and leaves the root out, as a TLS peer sends it (RFC 8446, section 4.4.2).
 * Immutable; {@code toString} tells the subject, never the key.
 */
public final class TestIdentity {
    private final List<X509Certificate> chain;
    private final PrivateKey privateKey;

    TestIdentity(List<X509Certificate> chain, PrivateKey privateKey) {
        this.chain = List.copyOf(chain);
        this.privateKey = privateKey;
    }

    /** The leaf. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The leaf, then what issued it, without the root. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The key of the leaf. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** What {@code MtlsContext} takes. */
    public Identity identity() {
        return Identity.of(privateKey, chain);
    }

    /** The chain as {@code CERTIFICATE} blocks, leaf first. */
    public String certificatePem() {
        return chain.stream().map(TestIdentity::pem).collect(Collectors.joining());
    }

    /** The key as a {@code PRIVATE KEY} block (PKCS#8, not encrypted), an EC key with its public half, as OpenSSL writes it. */
    public String keyPem() {
        return block("PRIVATE KEY", PrivateKeyInfo.of(privateKey, certificate().getPublicKey()));
    }

    /**
     * A PKCS#12 file with the key and the chain under the alias {@code key}.
     *
     * @param password of the store and of the key; left as it is
     */
    public byte[] pkcs12(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", privateKey, password, chain.toArray(Certificate[]::new));
            var out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot write PKCS#12", e);
        }
    }

    /**
     * Writes {@code NAME.pem} (the chain, leaf first) and {@code NAME-key.pem} (mode 0600 where the file system knows
     * modes). Files that were there are replaced, symbolic links never followed.
     *
     * @param directory an existing folder
     * @param name the first part of the two names
     * @throws java.io.UncheckedIOException when they cannot be written
     */
    public PemFiles writeTo(Path directory, String name) {
        return new PemFiles(
                PrivateFiles.write(
                        directory.resolve(name + ".pem"), certificatePem().getBytes(US_ASCII), false),
                PrivateFiles.write(directory.resolve(name + "-key.pem"), keyPem().getBytes(US_ASCII), true));
    }

    /**
     * Writes {@link #pkcs12} as {@code NAME.p12}, mode 0600 where the file system knows modes.
     *
     * @throws java.io.UncheckedIOException when it cannot be written
     */
    public Path writePkcs12(Path directory, String name, char[] password) {
        return PrivateFiles.write(directory.resolve(name + ".p12"), pkcs12(password), true);
    }

    @Override
    public String toString() {
        return "TestIdentity[" + certificate().getSubjectX500Principal() + "]";
    }

    private static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has no encoding", e);
        }
    }

    private static String block(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /**
     * The two files of an identity.
     *
     * @param certificates the chain
     * @param key the private key
     */
    public record PemFiles(Path certificates, Path key) {}
}
