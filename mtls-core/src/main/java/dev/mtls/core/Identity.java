package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.PemKey;
import dev.mtls.core.pem.PemSource;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who one is: a private key and the certificate chain that names its public half, leaf first. Immutable; its text never shows the key.
 *
 * <p>Every method that reads throws {@link MtlsConfigurationException} when something cannot be read; what can be read and is
 * questionable stands in {@link #findings()}. An error there, such as {@code key-certificate-mismatch}, stops a context from being built.
 * A source holds 1 MiB and 64 blocks at most ({@link dev.mtls.core.pem.PemLimits#IDENTITY}). Passwords are copied, the copies wiped after
 * use, and the arrays given left alone. The {@code pem} and {@code keyStore} methods are short forms of {@link #from(PemSource, PemSource)};
 * each reads the other kind of container too, with a finding {@code container-unexpected}.
 */
public final class Identity {

    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final List<Finding> findings;
    private final Origin<Identity> origin;

    private Identity(
            PrivateKey privateKey, List<X509Certificate> chain, List<Finding> findings, Origin<Identity> origin) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
        this.findings = List.copyOf(findings);
        this.origin = origin;
    }

    /** Loads the chain from one source and its key from another: sources, password, limits, choice of a key. */
    public static IdentityLoader from(PemSource certificates, PemSource key) {
        return new IdentityLoader(certificates, key);
    }

    /** Loads chain and key from one source, which may be a key store. */
    public static IdentityLoader from(PemSource both) {
        return new IdentityLoader(both, both);
    }

    /** Reads the chain from one PEM file and its key from another. */
    public static Identity pem(Path certificates, Path key) {
        return pem(PemSource.file(certificates), PemSource.file(key)).load();
    }

    /** Reads the chain from one PEM file and its encrypted key from another. */
    public static Identity pem(Path certificates, Path key, char[] password) {
        return pem(PemSource.file(certificates), PemSource.file(key))
                .password(password)
                .load();
    }

    /** Reads chain and key from one PEM file. */
    public static Identity pem(Path both) {
        PemSource file = PemSource.file(both);
        return pem(file, file).load();
    }

    /** Reads chain and encrypted key from one PEM file. */
    public static Identity pem(Path both, char[] password) {
        PemSource file = PemSource.file(both);
        return pem(file, file).password(password).load();
    }

    /** Reads the chain from one PEM text and its key from another, or from the same. */
    public static Identity pem(String certificates, String key) {
        return pem(PemSource.text("certificate text", certificates), PemSource.text("key text", key))
                .load();
    }

    /** Reads the chain from one PEM text and its encrypted key from another, or from the same. */
    public static Identity pem(String certificates, String key, char[] password) {
        return pem(PemSource.text("certificate text", certificates), PemSource.text("key text", key))
                .password(password)
                .load();
    }

    private static IdentityLoader pem(PemSource certificates, PemSource key) {
        return new IdentityLoader(certificates, key).meant(SourceReader.Meant.PEM);
    }

    /**
     * Reads key and chain from a file that is a key store, PKCS#12 or JKS, with one private key in it.
     *
     * @param password the password of the store and of the key
     */
    public static Identity keyStore(Path file, char[] password) {
        return from(PemSource.file(file))
                .meant(SourceReader.Meant.STORE)
                .password(password)
                .load();
    }

    /**
     * Takes a key and its chain from a key store that the caller loaded, of any kind that a provider has, hardware included.
     *
     * @param password the password of the key; it is left alone
     * @throws MtlsConfigurationException with id {@code key-missing} when there is no private key of this alias,
     *     {@code key-password-wrong} when the password does not open it
     */
    public static Identity of(KeyStore store, String alias, char[] password) {
        StoreEntry entry = StoreEntry.read(store, alias, password);
        return of(PemKey.of(entry.key()), entry.chain(), List.of(), Optional.empty(), Origin.inMemory());
    }

    /**
     * Takes a key and its chain. The key may be one that does not leave its hardware and has no encoding: that it belongs to the
     * certificate is then told by a signature. JSSE looks for who can sign with it among the providers that the caller installed, and asks
     * an RSA key for its modulus, so it must be a {@link java.security.interfaces.RSAKey}.
     */
    public static Identity of(PrivateKey key, List<X509Certificate> chain) {
        return of(PemKey.of(key), chain, List.of(), Optional.empty(), Origin.inMemory());
    }

    static Identity of(
            PemKey key,
            List<X509Certificate> chain,
            List<Finding> before,
            Optional<Where> where,
            Origin<Identity> origin) {
        if (chain.isEmpty()) {
            throw new MtlsConfigurationException(Finding.of(
                    "certificate-missing",
                    Severity.ERROR,
                    "There is no certificate",
                    "found an empty chain, expected the certificate of the key first",
                    "give the chain, leaf first"));
        }
        ChainOrder order = new ChainOrder(where);
        List<X509Certificate> ordered = order.order(key, chain);
        List<Finding> findings = new ArrayList<>(before);
        findings.addAll(order.findings());
        return new Identity(key.key(), ordered, findings, origin);
    }

    /** What it was read from, and how to read it again. */
    Origin<Identity> origin() {
        return origin;
    }

    /** The key. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The chain, the certificate of the key first, each next one the issuer of the one before; unmodifiable, never empty. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** What was found while it was read, before it has a role; unmodifiable. */
    public List<Finding> findings() {
        return findings;
    }

    /** {@code CN=alice (EC key, 2 certificates)}. */
    @Override
    public String toString() {
        return text(privateKey, chain);
    }

    static String text(PrivateKey key, List<X509Certificate> chain) {
        return Names.subject(chain.get(0)) + " (" + key.getAlgorithm() + " key, " + chain.size()
                + (chain.size() == 1 ? " certificate)" : " certificates)");
    }
}
