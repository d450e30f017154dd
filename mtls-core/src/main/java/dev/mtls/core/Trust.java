package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.pem.PemDocument;
import dev.mtls.core.pem.PemLimits;
import dev.mtls.core.pem.PemSource;
import dev.mtls.core.policy.Trusted;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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

    private static final Trust NOBODY = loaded(List.of(), List.of(), Origin.inMemory());

    private final List<X509Certificate> anchors;
    private final List<X509Certificate> chosen;
    private final List<Finding> findings;
    private final Origin<Trust> origin;
    private final Restrictions restrictions;
    private final List<X509CRL> crls;

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

    static Trust loaded(Collection<X509Certificate> anchors, List<Finding> findings, Origin<Trust> origin) {
        List<X509Certificate> distinct = distinct(anchors);
        return new Trust(distinct, distinct, findings, origin, Restrictions.NONE, List.of());
    }

    private Trust(
            List<X509Certificate> anchors,
            List<X509Certificate> chosen,
            List<Finding> findings,
            Origin<Trust> origin,
            Restrictions restrictions,
            List<X509CRL> crls) {
        this.anchors = anchors;
        this.chosen = chosen;
        this.findings = List.copyOf(findings);
        this.origin = origin;
        this.restrictions = restrictions;
        this.crls = List.copyOf(crls);
    }

    /** Hashing a whole certificate costs a tenth of reading it; its serial number is enough to tell most apart. */
    private static List<X509Certificate> distinct(Collection<X509Certificate> anchors) {
        record BySerial(X509Certificate certificate) {
            @Override
            public int hashCode() {
                return certificate.getSerialNumber().hashCode();
            }
        }
        if (anchors.size() == 1) {
            return List.copyOf(anchors);
        }
        Set<BySerial> seen = new HashSet<>(2 * anchors.size());
        List<X509Certificate> distinct = new ArrayList<>(anchors.size());
        for (X509Certificate anchor : anchors) {
            if (seen.add(new BySerial(anchor))) {
                distinct.add(anchor);
            }
        }
        return List.copyOf(distinct);
    }

    /** Trusts these. */
    public static Trust of(Collection<X509Certificate> anchors) {
        return loaded(anchors, List.of(), Origin.inMemory());
    }

    /** Trusts this one. */
    public static Trust of(X509Certificate anchor) {
        return loaded(List.of(anchor), List.of(), Origin.inMemory());
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
        return new Trust(distinct(anchors), List.of(), List.of(), Origin.inMemory(), Restrictions.NONE, List.of());
    }

    /**
     * Trusts the authorities that the operating system trusts: the bundle in the place where the distribution keeps it on Linux and the
     * BSDs, {@code Windows-ROOT} on Windows, the key chain on macOS. No program is started. They are not the caller's to mend, so they are
     * not judged one by one, and {@link MtlsContext#validUntil()} leaves them out.
     *
     * @throws MtlsConfigurationException with id {@code os-trust-missing} when there is none, or another one when it cannot be read whole
     */
    public static Trust operatingSystem() {
        Trust all = OperatingSystemTrust.load();
        return new Trust(all.anchors, List.of(), List.of(), all.origin, Restrictions.NONE, List.of());
    }

    /** Trusts nobody: for a server that authenticates no client. */
    public static Trust noClients() {
        return NOBODY;
    }

    /** The authorities in the order in which they were given; unmodifiable. */
    public List<X509Certificate> anchors() {
        return anchors;
    }

    /**
     * Admits only a peer whose certificate bears one of these names, besides having a path to one of the authorities. Not called, the names
     * of a peer do not matter. Called again it narrows: a peer needs a name of each list. Only the certificate that the peer proved to hold
     * the key of is looked at, never another one that it sent.
     *
     * <p>For a server these are its clients; one that shows no certificate at all, where {@link ClientAuth#OPTIONAL} lets it, is on no list and
     * served all the same. A client goes on comparing the host that it calls with the certificate, unless it is told
     * {@link ClientBuilder#allowListInsteadOfHost()}.
     *
     * <p>Whoever is refused has the cause {@code client-certificate-not-allowed} or {@code server-certificate-not-allowed}.
     */
    public Trust allow(PeerName first, PeerName... more) {
        return allow(together(first, more));
    }

    /**
     * Like {@link #allow(PeerName, PeerName...)}.
     *
     * @throws MtlsConfigurationException with id {@code allow-list-empty} when it is empty
     */
    public Trust allow(Collection<PeerName> names) {
        return restricted(Restrictions.AllowedNames.of(names));
    }

    /**
     * Admits only a peer whose certificate is one of these; otherwise like {@link #allow(PeerName, PeerName...)}. It must have a path to one
     * of the authorities all the same.
     *
     * @param sha256 the SHA-256 of the certificate in hexadecimal digits, with or without colons
     * @throws MtlsConfigurationException with id {@code fingerprint-malformed} when one is not of that form
     */
    public Trust allowFingerprints(String sha256, String... more) {
        return restricted(Restrictions.AllowedFingerprints.of(together(sha256, more)));
    }

    /**
     * Admits only a peer in whose verified path, the authority at its end included, one of these keys stands; otherwise like
     * {@link #allow(PeerName, PeerName...)}. It pins who vouches for the peer, or the peer itself where it is the key of that. It does not
     * stand in for the comparison of the host.
     *
     * @param pin {@code sha256/} and the Base64 of the SHA-256 of a SubjectPublicKeyInfo (RFC 7469, section 2.4)
     * @throws MtlsConfigurationException with id {@code pin-malformed} when one is not of that form
     */
    public Trust pinKeys(String pin, String... more) {
        return restricted(Restrictions.PinnedKeys.of(together(pin, more)));
    }

    /**
     * Refuses a peer that a revocation list (RFC 5280, section 5) names, or whose path has an authority without a current list: every
     * certificate of the path but the anchor needs one, signed by its issuer. Not called, revocation is not looked at; called again, the
     * lists are added. {@link ContextBuilder#crlsOfPeerOnly()} narrows that to the certificate of the peer itself. Nothing is fetched, whatever
     * distribution points a peer names.
     *
     * <p>Whoever is refused has the cause {@code client-certificate-revoked} or {@code client-certificate-revocation-unknown}, or the same
     * of a server. When the first list is to be replaced by a newer one, sessions of before are not resumed any more.
     *
     * @throws MtlsConfigurationException with id {@code crl-unreadable} or {@code crl-missing} when a source cannot be read whole or holds
     *     none
     */
    public Trust crls(PemSource first, PemSource... more) {
        return plus(revoking(together(first, more)));
    }

    /** Reads the lists from files; otherwise like {@link #crls(PemSource, PemSource...)}. */
    public Trust crls(Path first, Path... more) {
        return plus(revoking(together(first, more).stream().map(PemSource::file).toList()));
    }

    /**
     * Like {@link #crls(PemSource, PemSource...)}.
     *
     * @throws MtlsConfigurationException with id {@code crl-missing} when there is none
     */
    public Trust crls(Collection<X509CRL> lists) {
        if (lists.isEmpty()) {
            throw new MtlsConfigurationException(Finding.of(
                    "crl-missing",
                    Severity.ERROR,
                    "There is no revocation list",
                    "found no list in crls(...), expected one at least",
                    "leave crls(...) out where revocation is not to be looked at"));
        }
        return plus(revoking(lists, List.of(), Origin.inMemory()));
    }

    private static Trust revoking(List<PemSource> sources) {
        List<X509CRL> lists = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (PemSource source : sources) {
            PemDocument document = PemDocument.parse(source, PemLimits.TRUST_BUNDLE);
            lists.addAll(document.crls());
            findings.addAll(document.findings());
        }
        return revoking(lists, findings, Origin.of(sources, Optional.of(() -> revoking(sources))));
    }

    private static Trust revoking(Collection<X509CRL> lists, List<Finding> findings, Origin<Trust> origin) {
        return new Trust(List.of(), List.of(), findings, origin, Restrictions.NONE, List.copyOf(lists));
    }

    /** The revocation lists; unmodifiable, empty where revocation is not looked at. */
    public List<X509CRL> crls() {
        return crls;
    }

    @SafeVarargs
    private static <T> List<T> together(T first, T... more) {
        List<T> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(more));
        return all;
    }

    private Trust restricted(Restrictions.Demand demand) {
        return new Trust(
                anchors,
                chosen,
                findings,
                origin.map(loaded -> loaded.restricted(demand)),
                restrictions.and(demand),
                crls);
    }

    /** Whether a path to an authority is not enough. */
    boolean isRestricted() {
        return !restrictions.demands().isEmpty() || !crls.isEmpty();
    }

    /** Whether a peer must be on a list of names or fingerprints. */
    boolean identifiesPeers() {
        return restrictions.identify();
    }

    Trusted trusted() {
        return new Trusted(anchors, restrictions.restrictions(), crls);
    }

    /**
     * The authorities of both. What either of them demands of a peer besides is demanded of every peer, whoever vouches for it, and the
     * revocation lists are those of both: nothing ever widens silently.
     */
    public Trust plus(Trust more) {
        List<X509Certificate> both = new ArrayList<>(anchors);
        both.addAll(more.anchors);
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more.findings);
        List<X509Certificate> named = new ArrayList<>(chosen);
        named.addAll(more.chosen);
        Set<X509CRL> lists = new LinkedHashSet<>(crls);
        lists.addAll(more.crls);
        Origin<Trust> origins = Origin.join(this, origin, more, more.origin, Trust::plus);
        return new Trust(
                distinct(both), distinct(named), all, origins, restrictions.and(more.restrictions), List.copyOf(lists));
    }

    /** Those that the caller chose; what a JDK brings is not the caller's to mend. */
    List<X509Certificate> chosen() {
        return chosen;
    }

    /** Whether the same peers are believed, wherever it was read from. */
    boolean demandsTheSame(Trust other) {
        return anchors.equals(other.anchors) && restrictions.equals(other.restrictions) && crls.equals(other.crls);
    }

    /** What it was read from, and how to read it again. */
    Origin<Trust> origin() {
        return origin;
    }

    /** What was found while it was read; unmodifiable. */
    public List<Finding> findings() {
        return findings;
    }

    /** What a peer must satisfy besides. */
    Restrictions restrictions() {
        return restrictions;
    }

    /** {@code 1 authority, CN=Root}. */
    String authorities() {
        if (anchors.isEmpty()) {
            return "nobody";
        }
        String first = Names.subject(anchors.get(0));
        return anchors.size() == 1 ? "1 authority, " + first : anchors.size() + " authorities, the first " + first;
    }

    /** {@code 1 authority, CN=Root; allows DNS:a.example}. */
    @Override
    public String toString() {
        if (anchors.isEmpty()) {
            return authorities();
        }
        return authorities()
                + (restrictions.demands().isEmpty() ? "" : "; " + restrictions)
                + (crls.isEmpty() ? "" : "; " + crls.size() + (crls.size() == 1 ? " CRL" : " CRLs"));
    }
}
