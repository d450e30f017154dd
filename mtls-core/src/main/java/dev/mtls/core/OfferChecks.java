package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.policy.NewerParameters;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Whether JSSE can use the suites, groups and schemes that were chosen. JSSE is asked, by the beginning of a handshake that goes nowhere:
 * what it disables depends on three security properties and their patterns.
 */
final class OfferChecks {

    /** The names of SunJSSE. No JDK tells its own, and one that it does not know is left out without a word. */
    private static final Set<String> SCHEMES = new TreeSet<>(Set.of(
            "ed25519",
            "ed448",
            "ecdsa_secp256r1_sha256",
            "ecdsa_secp384r1_sha384",
            "ecdsa_secp521r1_sha512",
            "rsa_pss_rsae_sha256",
            "rsa_pss_rsae_sha384",
            "rsa_pss_rsae_sha512",
            "rsa_pss_pss_sha256",
            "rsa_pss_pss_sha384",
            "rsa_pss_pss_sha512",
            "rsa_pkcs1_sha256",
            "rsa_pkcs1_sha384",
            "rsa_pkcs1_sha512",
            "ecdsa_sha1",
            "rsa_pkcs1_sha1",
            "dsa_sha256"));

    private final List<Finding> errors = new ArrayList<>();
    private final ConnectionOptions options;
    private final List<String> versions;

    private OfferChecks(ConnectionOptions options, List<String> versions) {
        this.options = options;
        this.versions = versions;
    }

    /** Throws where something was chosen that cannot be had: nothing of it is left out without a word, and no error accepted. */
    static void require(ConnectionOptions options, List<String> versions) {
        List<Finding> errors = errors(options, versions);
        if (!errors.isEmpty()) {
            throw new MtlsConfigurationException(errors);
        }
    }

    static List<Finding> errors(ConnectionOptions options, List<String> versions) {
        OfferChecks checks = new OfferChecks(options, versions);
        try {
            checks.cipherSuites();
            checks.namedGroups();
            checks.signatureSchemes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JSSE cannot be asked what it knows", e);
        }
        return checks.errors;
    }

    private void cipherSuites() throws GeneralSecurityException {
        if (options.cipherSuites.isEmpty()) {
            return;
        }
        SSLContext context = probe();
        List<String> usable = new ArrayList<>();
        for (String suite : options.cipherSuites) {
            if (!known(context, suite)) {
                error(
                        "suite-unknown",
                        "There is no such cipher suite",
                        "found \"" + Names.safe(suite) + "\", expected a name that JSSE knows",
                        "write it as in TLS_AES_128_GCM_SHA256; "
                                + "SSLContext.getSupportedSSLParameters().getCipherSuites() lists them");
            } else if (suite.contains("_anon_") || suite.contains("_NULL_")) {
                disabled(suite, "a suite that authenticates and encrypts");
            } else if (!startsWith(context, List.of(suite), "TLSv1.2", "TLSv1.3", "TLSv1.1", "TLSv1")) {
                disabled(suite, "one that jdk.tls.disabledAlgorithms allows");
            } else if (!startsWith(context, List.of(suite), versions.toArray(String[]::new))) {
                error(
                        "suite-version-mismatch",
                        "No version uses this cipher suite",
                        "found " + suite + ", expected one of " + versions,
                        "take it out, or let versions(...) allow its version");
            } else {
                usable.add(suite);
            }
        }
        for (String version : versions) {
            if (errors.isEmpty() && !startsWith(context, usable, version)) {
                error(
                        "version-without-suite",
                        "A version is left without a cipher suite",
                        "found " + usable + ", expected at least one of " + version,
                        "add a suite of " + version + ", or take the version out of versions(...)");
            }
        }
    }

    private void disabled(String suite, String expected) {
        error(
                "suite-disabled",
                "This cipher suite is disabled",
                "found " + suite + ", expected " + expected,
                "use another one");
    }

    private void namedGroups() throws GeneralSecurityException {
        if (options.namedGroups.isEmpty()) {
            return;
        }
        if (!NewerParameters.haveNamedGroups()) {
            error(
                    "named-groups-unsupported",
                    "This JDK cannot be told which named groups to use",
                    "found JDK " + Runtime.version().feature() + ", expected 20 or later",
                    "update the JDK, or start the JVM with -Djdk.tls.namedGroups="
                            + String.join(",", options.namedGroups));
            return;
        }
        List<String> known = NewerParameters.namedGroups(probe().getSupportedSSLParameters());
        for (String group : options.namedGroups) {
            if (!known.isEmpty() && !known.contains(group)) {
                error(
                        "named-group-unknown",
                        "This named group cannot be used",
                        "found \"" + Names.safe(group) + "\", expected one of " + known,
                        "write a name that this JDK knows and does not disable");
            }
        }
    }

    private void signatureSchemes() {
        if (options.signatureSchemes.isEmpty()) {
            return;
        }
        if (!NewerParameters.haveSignatureSchemes()) {
            error(
                    "signature-schemes-unsupported",
                    "This JDK cannot be told which signature schemes to use",
                    "found JDK " + Runtime.version().feature() + ", expected 19 or later",
                    "update the JDK, or start the JVM with -Djdk.tls.client.SignatureSchemes and "
                            + "-Djdk.tls.server.SignatureSchemes=" + String.join(",", options.signatureSchemes));
            return;
        }
        for (String scheme : options.signatureSchemes) {
            if (!SCHEMES.contains(scheme)) {
                error(
                        "signature-scheme-unknown",
                        "There is no such signature scheme",
                        "found \"" + Names.safe(scheme) + "\", expected one of " + SCHEMES,
                        "write the name as in RFC 8446, 4.2.3");
            }
        }
    }

    private static SSLContext probe() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], new TrustManager[0], null);
        return context;
    }

    private static boolean known(SSLContext context, String suite) {
        try {
            context.createSSLEngine().setEnabledCipherSuites(new String[] {suite});
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether JSSE would begin a handshake with nothing but these. */
    private static boolean startsWith(SSLContext context, List<String> suites, String... versions) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        List<String> known = Arrays.asList(engine.getSupportedProtocols());
        engine.setEnabledProtocols(
                Arrays.stream(versions).filter(known::contains).toArray(String[]::new));
        engine.setEnabledCipherSuites(suites.toArray(String[]::new));
        try {
            engine.beginHandshake();
            return true;
        } catch (SSLException e) {
            return false;
        }
    }

    private void error(String id, String title, String detail, String remedy) {
        errors.add(Finding.of(id, Severity.ERROR, title, detail, remedy));
    }
}
