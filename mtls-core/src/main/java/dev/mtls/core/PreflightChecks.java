package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What will fail, or soon, or with some peers, told before a socket opens. */
final class PreflightChecks {

    static final String DANGEROUS = "dangerous-option";

    /** The ids of the errors that a build can meet and a caller can accept, in alphabetical order. */
    static final Set<String> ERRORS = new TreeSet<>(Set.of(
            "key-certificate-mismatch",
            "certificate-expired",
            "certificate-not-yet-valid",
            "certificate-unfit-for-role",
            "host-not-matched",
            "curve-unusable-in-jsse",
            "key-cannot-sign",
            "trust-empty"));

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int SHORT_RSA = 2048;
    private static final Duration SOON = Duration.ofDays(30);
    private static final Set<String> AGREE_ONLY = Set.of("XDH", "X25519", "X448", "DH", "DiffieHellman");
    /** How an EC SubjectPublicKeyInfo names the three curves that JSSE signs with: P-256, P-384, P-521. */
    private static final List<String> JSSE_CURVES = List.of("06082a8648ce3d030107", "06052b81040022", "06052b81040023");

    private final List<Finding> findings = new ArrayList<>();
    private final boolean client;
    private final Instant now;
    private final @Nullable Duration expiryWarning;

    PreflightChecks(ContextBuilder<?> builder) {
        this.client = builder.policy().client();
        this.now = builder.clock.instant();
        this.expiryWarning = builder.expiryWarning;
    }

    List<Finding> findings() {
        return findings;
    }

    void identity(Identity identity) {
        X509Certificate leaf = identity.chain().get(0);
        String name = Names.subject(leaf);
        validity(leaf, name);
        usage(leaf, name);
        key(leaf, name);
        if (leaf.getBasicConstraints() >= 0) {
            warn(
                    "leaf-is-ca",
                    "The certificate of the identity is one of an authority",
                    "found basicConstraints CA:TRUE in " + name + ", expected an end entity",
                    "issue a certificate that is not an authority");
        }
        if (!client && !hasAlternativeNames(leaf)) {
            warn(
                    "san-missing",
                    "The certificate names no host",
                    "found no subjectAltName in " + name + ", expected the names that clients call it by",
                    "issue it with a subjectAltName: clients do not look at the CN");
        }
        String signature = leaf.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.startsWith("SHA1") || signature.startsWith("MD5") || signature.startsWith("MD2")) {
            warn(
                    "signature-weak",
                    "The certificate is signed with a weak digest",
                    "found " + leaf.getSigAlgName() + " on " + name + ", expected SHA-256 or better",
                    "issue it again: OpenSSL refuses it at its default level");
        }
    }

    private void validity(X509Certificate leaf, String name) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            error(
                    "certificate-not-yet-valid",
                    "The certificate is not valid yet",
                    "found " + name + " valid from " + from + ", expected a time before " + now,
                    "check the clocks, or wait");
        } else if (now.isAfter(until)) {
            error(
                    "certificate-expired",
                    "The certificate has expired",
                    "found " + name + " valid until " + until + ", expected a time after " + now,
                    "renew it");
        } else {
            // Not Duration.dividedBy, whose BigDecimal costs a fresh JVM 20 ms.
            Duration third = Duration.ofSeconds(Duration.between(from, until).toSeconds() / 3);
            Duration standard = third.compareTo(SOON) < 0 ? third : SOON;
            Duration soon = expiryWarning == null ? standard : expiryWarning;
            if (now.plus(soon).isAfter(until)) {
                warn(
                        "certificate-expiring",
                        "The certificate expires soon",
                        "found " + name + " valid until " + until + ", expected more than " + soon.toHours() + " hours",
                        "renew it");
            }
        }
    }

    private void usage(X509Certificate leaf, String name) {
        String role = client ? "clientAuth" : "serverAuth";
        List<String> extended = extendedUsage(leaf);
        if (extended != null && !extended.contains(client ? CLIENT_AUTH : SERVER_AUTH)) {
            boolean any = extended.contains(ANY_USAGE);
            unfit(
                    any ? Severity.WARNING : Severity.ERROR,
                    "found extendedKeyUsage " + (any ? "anyExtendedKeyUsage" : extended) + " in " + name + ", expected "
                            + role,
                    "issue it with extendedKeyUsage " + role);
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            boolean transportsKeys = !client && usage[KEY_ENCIPHERMENT];
            unfit(
                    transportsKeys ? Severity.WARNING : Severity.ERROR,
                    "found keyUsage without digitalSignature in " + name + ", expected it",
                    "issue it with keyUsage digitalSignature");
        }
    }

    private void unfit(Severity severity, String detail, String remedy) {
        findings.add(Finding.of(
                "certificate-unfit-for-role",
                severity,
                "The certificate is not meant for " + (client ? "a client" : "a server"),
                detail,
                remedy));
    }

    /** Null when there is no such extension: every usage is allowed. */
    private static @Nullable List<String> extendedUsage(X509Certificate leaf) {
        try {
            return leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static boolean hasAlternativeNames(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names != null && !names.isEmpty();
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private void key(X509Certificate leaf, String name) {
        PublicKey key = leaf.getPublicKey();
        if (AGREE_ONLY.contains(key.getAlgorithm())) {
            error(
                    "key-cannot-sign",
                    "The key cannot sign",
                    "found " + key.getAlgorithm() + " in " + name + ", expected a key that signs handshakes",
                    "use a key on P-256, or RSA");
        } else if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORT_RSA) {
            warn(
                    "rsa-key-short",
                    "The RSA key is short",
                    "found " + rsa.getModulus().bitLength() + " bits in " + name + ", expected " + SHORT_RSA
                            + " or more",
                    "issue it for a new key: OpenSSL refuses it at its default level");
        } else if (key.getAlgorithm().startsWith("EC") && !onCurveOfJsse(key)) {
            error(
                    "curve-unusable-in-jsse",
                    "JSSE cannot use the curve of the key",
                    "found an EC key of another curve in " + name + ", expected P-256, P-384 or P-521",
                    "issue it for a key on P-256");
        }
    }

    private static boolean onCurveOfJsse(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            return true;
        }
        String start = HexFormat.of().formatHex(encoded, 0, Math.min(encoded.length, 32));
        return JSSE_CURVES.stream().anyMatch(start::contains);
    }

    void trust(Trust trust) {
        for (X509Certificate anchor : trust.chosen()) {
            boolean authority = anchor.getBasicConstraints() >= 0 || anchor.getVersion() < 3;
            if (!authority) {
                String name = Names.subject(anchor);
                if (ChainOrder.selfIssued(anchor)) {
                    warn(
                            "anchor-not-ca",
                            "A trusted certificate is not one of an authority",
                            "found no basicConstraints CA:TRUE in " + name + ", expected an authority",
                            "trust the authority that issues for the peers");
                } else {
                    warn(
                            "anchor-is-leaf",
                            "A trusted certificate is one that an authority issued",
                            "found " + name + " issued by " + Names.issuer(anchor) + ", expected an authority",
                            "trust its issuer: a client that sees this name in the list of authorities sends nothing");
                }
            }
            Instant until = anchor.getNotAfter().toInstant();
            if (now.isAfter(until)) {
                warn(
                        "anchor-expired",
                        "A trusted authority has expired",
                        "found " + Names.subject(anchor) + " valid until " + until + ", expected a time after " + now,
                        "leave it out: OpenSSL refuses what it issued, JSSE does not");
            }
        }
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

    void dangerous(String option, String effect) {
        warn(
                DANGEROUS,
                "A dangerous option is on",
                "found " + option + ", with which " + effect,
                "take it out of the program when the test is over");
    }

    private void error(String id, String title, String detail, String remedy) {
        findings.add(Finding.of(id, Severity.ERROR, title, detail, remedy));
    }

    private void warn(String id, String title, String detail, String remedy) {
        findings.add(Finding.of(id, Severity.WARNING, title, detail, remedy));
    }
}
