package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.pem.PemSource;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom one trusts: the certificates of the authorities that may vouch for a peer, each once. Immutable.
 *
 * <p>A bundle is read whole or not at all: a certificate in it that is cut off or damaged is an error. It holds 32 MiB and 10,000 blocks
 * at most ({@link dev.mtls.core.pem.PemLimits#TRUST_BUNDLE}). As in JSSE, a certificate that is an anchor itself is believed without any further check.
 */
public final class Trust {

    private static final Trust NOBODY = new Trust(List.of(), List.of(), Origin.inMemory());

    private final List<X509Certificate> anchors;
    private final List<X509Certificate> chosen;
    private final List<Finding> findings;
    private final Origin<Trust> origin;

    private Trust(Collection<X509Certificate> anchors, List<Finding> findings, Origin<Trust> origin) {
        this.anchors = distinct(anchors);
        this.chosen = this.anchors;
        this.findings = List.copyOf(findings);
        this.origin = origin;
    }

    /** Loads authorities from one or more sources: password, limits, strictness. */
    public static TrustLoader from(PemSource first, PemSource... more) {
        List<PemSource> sources = new ArrayList<>(List.of(first));
        sources.addAll(List.of(more));
        return new TrustLoader(sources);
    }

    /**
     * Reads bundles of authorities from PEM files.
     *
     * @throws MtlsConfigurationException when one cannot be read whole, or holds no certificate
     */
    public static Trust pem(Path first, Path... more) {
        List<PemSource> sources = new ArrayList<>(List.of(PemSource.file(first)));
        List.of(more).forEach(file -> sources.add(PemSource.file(file)));
        return new TrustLoader(sources).meant(SourceReader.Meant.PEM).load();
    }

    /** Reads a bundle of authorities from PEM text; otherwise like {@link #pem(Path, Path...)}. */
    public static Trust pem(String bundle) {
        return from(PemSource.text("trust text", bundle))
                .meant(SourceReader.Meant.PEM)
                .load();
    }

    /**
     * Reads the authorities in a file that is a key store, PKCS#12 or JKS: the certificates that belong to none of its keys.
     *
     * @param password the password of the store; it is left alone
     */
    public static Trust keyStore(Path file, char[] password) {
        return from(PemSource.file(file))
                .meant(SourceReader.Meant.STORE)
                .password(password)
                .load();
    }

    /**
     * Trusts the certificates that a key store, loaded by the caller, holds as trusted: not those of its keys.
     *
     * @throws MtlsConfigurationException with id {@code certificate-missing} when there is none
     */
    public static Trust of(KeyStore store) {
        return of(StoreEntry.trusted(store));
    }

    static Trust loaded(List<X509Certificate> anchors, List<Finding> findings, Origin<Trust> origin) {
        return new Trust(anchors, findings, origin);
    }

    private Trust(
            List<X509Certificate> anchors, List<X509Certificate> chosen, List<Finding> findings, Origin<Trust> origin) {
        this.anchors = anchors;
        this.chosen = chosen;
        this.findings = List.copyOf(findings);
        this.origin = origin;
    }

    /** Hashing a whole certificate costs a tenth of reading it; its serial number is enough to tell most apart. */
    private static List<X509Certificate> distinct(Collection<X509Certificate> anchors) {
        record BySerial(X509Certificate certificate) {
            @Override
            public int hashCode() {
                return certificate.getSerialNumber().hashCode();
            }
        }
        Set<BySerial> distinct = new LinkedHashSet<>(2 * anchors.size());
        anchors.forEach(anchor -> distinct.add(new BySerial(anchor)));
        return distinct.stream().map(BySerial::certificate).toList();
    }

    /** Trusts these. */
    public static Trust of(Collection<X509Certificate> anchors) {
        return new Trust(anchors, List.of(), Origin.inMemory());
    }

    /** Trusts this one. */
    public static Trust of(X509Certificate anchor) {
        return new Trust(List.of(anchor), List.of(), Origin.inMemory());
    }

    /** Trusts the authorities that this JDK trusts ({@code cacerts}, or what {@code javax.net.ssl.trustStore} names). */
    public static Trust system() {
        List<X509Certificate> anchors = new ArrayList<>();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    anchors.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new MtlsConfigurationException(
                    Finding.of(
                            "system-trust-unreadable",
                            Severity.ERROR,
                            "The authorities of the JDK cannot be read",
                            "found " + e.getClass().getSimpleName() + ", expected its trust store",
                            "check javax.net.ssl.trustStore and the cacerts of the JDK"),
                    e);
        }
        return new Trust(distinct(anchors), List.of(), List.of(), Origin.inMemory());
    }

    /** Trusts nobody: for a server that authenticates no client. */
    public static Trust noClients() {
        return NOBODY;
    }

    /** The authorities in the order in which they were given; unmodifiable. */
    public List<X509Certificate> anchors() {
        return anchors;
    }

    /** Trusts these and those. */
    public Trust plus(Trust more) {
        List<X509Certificate> both = new ArrayList<>(anchors);
        both.addAll(more.anchors);
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more.findings);
        List<X509Certificate> named = new ArrayList<>(chosen);
        named.addAll(more.chosen);
        Origin<Trust> origins = Origin.join(this, origin, more, more.origin, Trust::plus);
        return new Trust(distinct(both), distinct(named), all, origins);
    }

    /** Those that the caller chose; what a JDK brings is not the caller's to mend. */
    List<X509Certificate> chosen() {
        return chosen;
    }

    /** What it was read from, and how to read it again. */
    Origin<Trust> origin() {
        return origin;
    }

    /** What was found while it was read; unmodifiable. */
    public List<Finding> findings() {
        return findings;
    }

    /** {@code 1 authority, CN=Root}. */
    @Override
    public String toString() {
        if (anchors.isEmpty()) {
            return "nobody";
        }
        String first = Names.subject(anchors.get(0));
        return anchors.size() == 1 ? "1 authority, " + first : anchors.size() + " authorities, the first " + first;
    }
}
