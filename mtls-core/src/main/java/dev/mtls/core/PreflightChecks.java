package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.policy.CoreLog;
import dev.mtls.core.policy.Policy;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What will fail, or soon, or with some peers, told before a socket opens. The rules are one class to a subject: {@link IdentityChecks} whom
 * the certificate of an identity names, {@link UsageChecks} what certificates may be used for, {@link KeyChecks} their keys,
 * {@link ChainChecks} the chain that is sent, {@link TrustChecks} the trusted authorities and what naming them does to clients. What a builder alone knows is checked there ({@link ContextBuilder#check}); what a key file or the order
 * of a chain is like is found when they are read.
 */
final class PreflightChecks {

    static final String DANGEROUS = "dangerous-option";

    /** The ids of the errors that a build can meet and a caller can accept, in alphabetical order. */
    static final Set<String> ERRORS = Collections.unmodifiableSet(new TreeSet<>(Set.of(
            "key-certificate-mismatch",
            "certificate-expired",
            "certificate-not-yet-valid",
            "certificate-unfit-for-role",
            "host-not-matched",
            "curve-unusable-in-jsse",
            "key-cannot-sign",
            "name-constraint-unsupported",
            "crl-outdated",
            "crl-signature-wrong",
            "trust-empty")));

    private static final Duration MONTH = Duration.ofDays(30);

    private final List<Finding> findings = new ArrayList<>();
    private final Trust trust;
    private final boolean client;
    private final List<String> versions;
    private final boolean verifies;
    private final boolean alwaysSends;
    private final Instant now;
    private final @Nullable Duration expiryWarning;
    /** Of what is being looked at. */
    private Optional<Where> where = Optional.empty();

    PreflightChecks(ContextBuilder<?> builder) {
        this.trust = builder.trust;
        Policy policy = builder.policy();
        this.client = policy.client();
        this.versions = builder.versions.names();
        this.verifies = policy.verify();
        this.alwaysSends = policy.alwaysSend();
        this.now = builder.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        this.expiryWarning = builder.expiryWarning;
    }

    static void warnOfDangerous(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.id().equals(DANGEROUS)) {
                CoreLog.log().warn("{}", finding);
            }
        }
    }

    List<Finding> findings() {
        return findings;
    }

    void identity(Identity identity) {
        where = source(identity.origin());
        X509Certificate leaf = identity.chain().get(0);
        new IdentityChecks(this).check(leaf);
        new UsageChecks(this).leaf(leaf);
        new KeyChecks(this).identity(leaf);
        new ChainChecks(this).check(identity.chain(), trust);
        where = Optional.empty();
    }

    void trust(Trust trust) {
        where = trust.origin().sources().size() == 1 ? source(trust.origin()) : Optional.empty();
        new TrustChecks(this).check(trust.chosen());
        where = Optional.empty();
    }

    /** The certificates of an identity are in the first of its sources. */
    private static Optional<Where> source(Origin<?> origin) {
        return origin.sources().isEmpty()
                ? Optional.empty()
                : Optional.of(Where.of(origin.sources().get(0).name()));
    }

    /** The authorities that a server names to its clients. */
    void named(List<X509Certificate> authorities) {
        new TrustChecks(this).named(authorities, trust);
    }

    /** The hosts that clients call a server by, each of which one of its identities must name. */
    void hosts(List<Identity> identities, List<String> hosts) {
        if (hosts.isEmpty()) {
            return;
        }
        new IdentityChecks(this)
                .hosts(identities.stream().map(known -> known.chain().get(0)).toList(), hosts);
    }

    void trustEmpty(String expected) {
        error(
                "trust-empty",
                "Nobody is trusted",
                "found no authority, expected " + expected,
                client
                        ? "give the authority of the servers"
                        : "give the authority of the clients, or say ClientAuth.NONE");
    }

    void revocation(ContextBuilder<?> builder) {
        if (builder.revocation.acceptUnknown) {
            dangerous("acceptUnknownRevocation()", "a peer of which no revocation list can tell is believed");
        }
        if (verifies) {
            new RevocationChecks(this, builder).check();
        }
    }

    void dangerous(String option, String effect) {
        warn(
                DANGEROUS,
                "A dangerous option is on",
                "found " + option + ", with which " + effect,
                "take it out of the program when the test is over");
    }

    /** Whether it is for a client, which sends its certificate only where a server names its issuer. */
    boolean client() {
        return client;
    }

    /** The protocol names that may be negotiated. */
    List<String> versions() {
        return versions;
    }

    /** Whether a client sends its certificate whatever authorities a server names. */
    boolean alwaysSends() {
        return alwaysSends;
    }

    /** The time to judge by, in whole seconds. */
    Instant now() {
        return now;
    }

    /** Tells of a certificate whose end is near; its beginning and its end are not looked at. */
    void expiring(X509Certificate certificate) {
        Instant until = certificate.getNotAfter().toInstant();
        Duration soon = expiryWarning;
        if (soon == null) {
            Duration life = Duration.between(certificate.getNotBefore().toInstant(), until);
            // Not Duration.dividedBy, whose BigDecimal costs a fresh JVM 20 ms.
            Duration third = Duration.ofSeconds(life.toSeconds() / 3);
            soon = third.compareTo(MONTH) < 0 ? third : MONTH;
        }
        if (now.plus(soon).isAfter(until)) {
            warn(
                    "certificate-expiring",
                    "A certificate expires soon",
                    "found " + Names.subject(certificate) + " valid until " + until + ", expected more than "
                            + soon.toHours() + " hours after " + now,
                    "renew it");
        }
    }

    void error(String id, String title, String detail, String remedy) {
        add(id, Severity.ERROR, title, detail, remedy);
    }

    void warn(String id, String title, String detail, String remedy) {
        add(id, Severity.WARNING, title, detail, remedy);
    }

    void add(String id, Severity severity, String title, String detail, String remedy) {
        findings.add(new Finding(id, severity, title, detail, where, remedy));
    }
}
