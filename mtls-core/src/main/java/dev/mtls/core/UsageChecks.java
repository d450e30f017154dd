package dev.mtls.core;

import dev.mtls.core.finding.Severity;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What certificates may be used for, RFC 5280 4.2.1.3, 4.2.1.9 and 4.2.1.12: the identity's own for its role, its issuers' to issue. */
final class UsageChecks {

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_CERT_SIGN = 5;

    private final PreflightChecks checks;

    UsageChecks(PreflightChecks checks) {
        this.checks = checks;
    }

    /** The certificate of the identity. */
    void leaf(X509Certificate leaf) {
        List<String> extended = extendedUsage(leaf);
        if (extended != null && !extended.contains(purpose())) {
            boolean any = extended.contains(ANY_USAGE);
            unfit(
                    any ? Severity.WARNING : Severity.ERROR,
                    "extendedKeyUsage " + (any ? "anyExtendedKeyUsage alone, which OpenSSL refuses," : extended),
                    leaf,
                    role(),
                    "issue it with extendedKeyUsage " + role());
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            boolean transportsKeys = !checks.client() && usage[KEY_ENCIPHERMENT];
            unfit(
                    transportsKeys ? Severity.WARNING : Severity.ERROR,
                    "keyUsage without digitalSignature",
                    leaf,
                    "it",
                    "issue it with keyUsage digitalSignature");
        }
    }

    /**
     * An issuer in the chain. JSSE does not look at its extendedKeyUsage; OpenSSL does.
     *
     * @param below how many other authorities are between it and the certificate of the identity
     */
    void issuer(X509Certificate issuer, int below) {
        int depth = issuer.getBasicConstraints();
        boolean[] usage = issuer.getKeyUsage();
        if (depth < 0) {
            unfitIssuer("no basicConstraints CA:TRUE", issuer, "it in an issuer");
        } else if (usage != null && !usage[KEY_CERT_SIGN]) {
            unfitIssuer("keyUsage without keyCertSign", issuer, "it in an issuer");
        } else if (depth < below) {
            unfitIssuer("a path length of " + depth, issuer, "at least " + below + " for the authorities below it");
        }
        List<String> extended = extendedUsage(issuer);
        if (extended != null && !extended.contains(purpose())) {
            unfit(
                    Severity.WARNING,
                    "extendedKeyUsage " + extended + ", with which OpenSSL refuses what it issued,",
                    issuer,
                    role() + " or no such extension",
                    "have it issued by an authority that is not restricted, or is to " + role());
        }
    }

    private void unfitIssuer(String found, X509Certificate issuer, String expected) {
        unfit(Severity.ERROR, found, issuer, expected, "have it issued by an authority that may issue it");
    }

    private void unfit(Severity severity, String found, X509Certificate in, String expected, String remedy) {
        checks.add(
                "certificate-unfit-for-role",
                severity,
                "A certificate is not meant for what it is used for",
                "found " + found + " in " + Names.subject(in) + ", expected " + expected,
                remedy);
    }

    private String purpose() {
        return checks.client() ? CLIENT_AUTH : SERVER_AUTH;
    }

    private String role() {
        return checks.client() ? "clientAuth" : "serverAuth";
    }

    /** Null when there is no such extension: every usage is allowed. */
    private static @Nullable List<String> extendedUsage(X509Certificate certificate) {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Whether a certificate may issue others; the first version of X.509 had no way to say so. */
    static boolean mayIssue(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        boolean authority = certificate.getBasicConstraints() >= 0 || certificate.getVersion() < 3;
        return authority && (usage == null || usage[KEY_CERT_SIGN]);
    }
}
