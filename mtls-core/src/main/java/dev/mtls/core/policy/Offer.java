package dev.mtls.core.policy;

import java.security.CryptoPrimitive;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;

/**
 * What connections offer of suites, groups, signature schemes and application protocols, in order of preference. An empty list leaves
 * the choice to the JDK. All but the application protocols are promises: nothing else is negotiated, whatever is set on a connection.
 *
 * @param cipherSuites the names of JSSE
 * @param namedGroups the names of JSSE; empty on a JDK that cannot be told any
 * @param signatureSchemes like the groups
 * @param applicationProtocols ALPN; a framework may set its own
 * @param preferPeerSuites a server takes the first of the client's suites instead of the first of its own
 */
public record Offer(
        List<String> cipherSuites,
        List<String> namedGroups,
        List<String> signatureSchemes,
        List<String> applicationProtocols,
        boolean preferPeerSuites) {

    /** Without the curves that JSSE signs with: it asks for these by the same names when it looks for a signature scheme. */
    private static final Pattern GROUP =
            Pattern.compile("x25519|x448|(sect|brainpool|ffdhe).*|.*mlkem.*", Pattern.CASE_INSENSITIVE);

    private static final Pattern SCHEME = Pattern.compile("ed25519|ed448|(rsa|ecdsa|dsa)_.*|mldsa.*|slhdsa.*");
    private static final String NOT_YET = "SSL_NULL_WITH_NULL_NULL";

    public Offer {
        cipherSuites = List.copyOf(cipherSuites);
        namedGroups = List.copyOf(namedGroups);
        signatureSchemes = List.copyOf(signatureSchemes);
        applicationProtocols = List.copyOf(applicationProtocols);
    }

    void putOn(SSLParameters parameters) {
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
        }
        if (!namedGroups.isEmpty()) {
            NewerParameters.setNamedGroups(parameters, namedGroups);
        }
        if (!signatureSchemes.isEmpty()) {
            NewerParameters.setSignatureSchemes(parameters, signatureSchemes);
        }
        if (!applicationProtocols.isEmpty()) {
            parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        }
        if (preferPeerSuites) {
            parameters.setUseCipherSuitesOrder(false);
        }
    }

    /** Takes out of parameters the groups and schemes that may not be negotiated. */
    void narrow(SSLParameters parameters) {
        if (beyond(NewerParameters.namedGroups(parameters), namedGroups)) {
            NewerParameters.setNamedGroups(parameters, common(NewerParameters.namedGroups(parameters), namedGroups));
        }
        if (beyond(NewerParameters.signatureSchemes(parameters), signatureSchemes)) {
            NewerParameters.setSignatureSchemes(
                    parameters, common(NewerParameters.signatureSchemes(parameters), signatureSchemes));
        }
    }

    private static List<String> common(List<String> enabled, List<String> chosen) {
        List<String> common = enabled.stream().filter(chosen::contains).toList();
        return common.isEmpty() ? chosen : common;
    }

    /** Suites without a certificate or a cipher never; others as far as they were chosen. */
    boolean allowsSuite(String name) {
        return !name.contains("_anon_")
                && !name.contains("_NULL_")
                && (cipherSuites.isEmpty() || cipherSuites.contains(name) || name.endsWith("_SCSV"));
    }

    /** Whether JSSE may use what it asks its constraints for: by the name of a suite, of a group or of a signature scheme. */
    boolean allows(Set<CryptoPrimitive> primitives, String name) {
        if (name.startsWith("TLS_") || name.startsWith("SSL_")) {
            return allowsSuite(name);
        }
        if (!namedGroups.isEmpty()
                && primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                && GROUP.matcher(name).matches()) {
            return namedGroups.stream().anyMatch(name::equalsIgnoreCase);
        }
        return signatureSchemes.isEmpty()
                || !primitives.contains(CryptoPrimitive.SIGNATURE)
                || !SCHEME.matcher(name).matches()
                || signatureSchemes.contains(name);
    }

    /** What was negotiated against what was promised. A server's session has no suite yet when its key manager is asked. */
    Optional<String> brokenBy(String negotiatedSuite) {
        return negotiatedSuite.equals(NOT_YET) || allowsSuite(negotiatedSuite)
                ? Optional.empty()
                : Optional.of("negotiated " + negotiatedSuite + " but only " + cipherSuites + " may be");
    }

    /** What parameters enable beyond what was promised: told where constraints of a caller have taken the place of ours. */
    Optional<String> widenedBy(SSLParameters parameters) {
        String[] suites = parameters.getCipherSuites();
        if (suites != null && !Arrays.stream(suites).allMatch(this::allowsSuite)) {
            return Optional.of("cipher suites beyond " + (cipherSuites.isEmpty() ? "safe ones" : cipherSuites)
                    + " were enabled on this connection, and constraints of its own were set on it");
        }
        return beyond(NewerParameters.signatureSchemes(parameters), signatureSchemes)
                ? Optional.of("signature schemes beyond " + signatureSchemes
                        + " were enabled on this connection, and constraints of its own were set on it")
                : Optional.empty();
    }

    /** Groups that parameters enable beyond those that were chosen, where constraints cannot refuse them. */
    Optional<String> groupsWidenedBy(SSLParameters parameters) {
        return beyond(NewerParameters.namedGroups(parameters), namedGroups)
                ? Optional.of("named groups beyond " + namedGroups + " were enabled on this connection")
                : Optional.empty();
    }

    /** Nothing enabled means that the JDK decides, which is beyond any choice. */
    private static boolean beyond(List<String> enabled, List<String> chosen) {
        return !chosen.isEmpty() && (enabled.isEmpty() || !chosen.containsAll(enabled));
    }
}
