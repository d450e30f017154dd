package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.PemDocument;
import dev.mtls.core.pem.PemKey;
import dev.mtls.core.pem.PemLimits;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who one is: a private key and the certificate chain that names its public half, leaf first. Immutable; its text never shows the key.
 *
 * <p>Every {@code pem} method throws {@link MtlsConfigurationException} when something cannot be read; what can be read and is
 * questionable stands in {@link #findings()}. An error there, such as {@code key-certificate-mismatch}, stops a context from being built.
 * A source holds 1 MiB and 64 blocks at most. Passwords are copied, the copies wiped after use, and the arrays given left alone.
 */
public final class Identity {

    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final List<Finding> findings;

    private Identity(PrivateKey privateKey, List<X509Certificate> chain, List<Finding> findings) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
        this.findings = List.copyOf(findings);
    }

    /** Reads the chain from one PEM file and its key from another. */
    public static Identity pem(Path certificates, Path key) {
        return of(parse(certificates), parse(key), KeyFile.check(key), null);
    }

    /** Reads the chain from one PEM file and its encrypted key from another. */
    public static Identity pem(Path certificates, Path key, char[] password) {
        return of(parse(certificates), parse(key), KeyFile.check(key), password);
    }

    /** Reads chain and key from one PEM file. */
    public static Identity pem(Path both) {
        PemDocument document = parse(both);
        return of(document, document, KeyFile.check(both), null);
    }

    /** Reads chain and encrypted key from one PEM file. */
    public static Identity pem(Path both, char[] password) {
        PemDocument document = parse(both);
        return of(document, document, KeyFile.check(both), password);
    }

    /** Reads the chain from one PEM text and its key from another, or from the same. */
    public static Identity pem(String certificates, String key) {
        return of(parse(certificates, "certificate text"), parse(key, "key text"), List.of(), null);
    }

    /** Reads the chain from one PEM text and its encrypted key from another, or from the same. */
    public static Identity pem(String certificates, String key, char[] password) {
        return of(parse(certificates, "certificate text"), parse(key, "key text"), List.of(), password);
    }

    /** Takes a key and its chain; the key may be one that does not leave its hardware. */
    public static Identity of(PrivateKey key, List<X509Certificate> chain) {
        return of(PemKey.of(key), chain, List.of(), Optional.empty());
    }

    private static PemDocument parse(Path file) {
        return PemDocument.parse(file, PemLimits.IDENTITY);
    }

    private static PemDocument parse(String text, String source) {
        return PemDocument.parse(text, source, PemLimits.IDENTITY);
    }

    private static Identity of(
            PemDocument certificates, PemDocument key, List<Finding> ofFile, char @Nullable [] password) {
        List<Finding> findings = new ArrayList<>(certificates.findings());
        if (key != certificates) {
            findings.addAll(key.findings());
        }
        findings.addAll(ofFile);
        List<X509Certificate> chain = certificates.certificates();
        PemKey read = password == null ? key.privateKey() : key.privateKey(password);
        findings.addAll(read.findings());
        return of(read, chain, findings, Optional.of(Where.of(certificates.source())));
    }

    private static Identity of(PemKey key, List<X509Certificate> chain, List<Finding> before, Optional<Where> where) {
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
        return new Identity(key.key(), ordered, findings);
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
        return Names.subject(chain.get(0)) + " (" + privateKey.getAlgorithm() + " key, " + chain.size()
                + (chain.size() == 1 ? " certificate)" : " certificates)");
    }
}
