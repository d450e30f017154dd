package dev.mtls.core;

import dev.mtls.core.finding.Severity;
import dev.mtls.core.path.IssuerHints;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The chain that an identity sends: each member's dates, signature and right to issue, whether the chain reaches an authority, and whether
 * it fits into a handshake. A root at its end is left out of all this, as peers do who have a copy of their own.
 */
final class ChainChecks {

    /** What JSSE takes by default: jdk.tls.maxHandshakeMessageSize, and jdk.tls.client.maxInboundCertificateChainLength. */
    static final int LARGEST_MESSAGE = 32_768;

    private static final List<String> WEAK = List.of("SHA1", "SHA-1", "MD5", "MD2");

    private static final int LONGEST_OF_SERVER = 10;
    /** jdk.tls.server.maxInboundCertificateChainLength of JDK 25; before it was 10 as well. */
    private static final int LONGEST_OF_CLIENT = 8;

    private static final int BYTES_BESIDE_A_CERTIFICATE = 5;

    private final PreflightChecks checks;

    ChainChecks(PreflightChecks checks) {
        this.checks = checks;
    }

    void check(List<X509Certificate> chain, Trust trust) {
        X509Certificate last = chain.get(chain.size() - 1);
        boolean withRoot = chain.size() > 1 && ChainOrder.selfIssued(last);
        List<X509Certificate> judged = withRoot ? chain.subList(0, chain.size() - 1) : chain;
        for (int i = 0; i < judged.size(); i++) {
            X509Certificate member = judged.get(i);
            dates(member);
            signature(member);
            if (i > 0) {
                new UsageChecks(checks).issuer(member, i - 1);
                new KeyChecks(checks).authority(member);
                nameConstraints(chain.get(0), member);
            }
        }
        // By bytes first: to find two names different they must be brought into canonical form, which costs more than
        // all the rest.
        if (!reaches(chain, trust.anchors(), true) && !ChainOrder.selfIssued(last)) {
            end(chain, trust);
        }
        size(chain);
    }

    private void dates(X509Certificate member) {
        Instant from = member.getNotBefore().toInstant();
        Instant until = member.getNotAfter().toInstant();
        if (checks.now().isBefore(from)) {
            checks.error(
                    "certificate-not-yet-valid",
                    "A certificate is not valid yet",
                    "found " + Names.subject(member) + " valid from " + from + ", expected a time before "
                            + checks.now(),
                    "check the clocks, or wait");
        } else if (checks.now().isAfter(until)) {
            checks.error(
                    "certificate-expired",
                    "A certificate has expired",
                    "found " + Names.subject(member) + " valid until " + until + ", expected a time after "
                            + checks.now(),
                    "renew it; an issuer that peers trust under another certificate may be left out instead");
        } else {
            checks.expiring(member);
        }
    }

    /** Nobody verifies the signature of a root on itself. */
    private void signature(X509Certificate member) {
        if (isWeak(digestOf(member)) && !ChainOrder.selfIssued(member)) {
            checks.warn(
                    "signature-weak",
                    "A certificate is signed with a weak digest",
                    "found " + Names.safe(digestOf(member)) + " on " + Names.subject(member)
                            + ", expected SHA-256 or better",
                    "issue it again: OpenSSL refuses it at its default level");
        }
    }

    private static boolean isWeak(String digest) {
        for (String weak : WEAK) {
            if (digest.regionMatches(true, 0, weak, 0, weak.length())) {
                return true;
            }
        }
        return false;
    }

    /** {@code SHA256withRSA}; of RSASSA-PSS, whose name does not tell, the digest alone. */
    private static String digestOf(X509Certificate certificate) {
        String name = certificate.getSigAlgName();
        byte[] parameters = name.equals("RSASSA-PSS") ? certificate.getSigAlgParams() : null;
        if (parameters == null) {
            return name;
        }
        try {
            AlgorithmParameters pss = AlgorithmParameters.getInstance("RSASSA-PSS");
            pss.init(parameters);
            return pss.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException e) {
            return name;
        }
    }

    /** Names that no peer can compare: JSSE throws in the middle of a handshake, OpenSSL refuses. */
    private void nameConstraints(X509Certificate leaf, X509Certificate issuer) {
        if (IssuerHints.limitsOtherNames(issuer) && IssuerHints.hasOtherName(leaf)) {
            checks.error(
                    "name-constraint-unsupported",
                    "An authority limits names that no peer can compare",
                    "found name constraints on otherName in " + Names.subject(issuer) + " and an otherName in "
                            + Names.subject(leaf) + ", expected one of both at most",
                    "issue the certificate without the otherName, or by an authority without that constraint");
        }
    }

    /**
     * The chain ends in a certificate that somebody else issued. That is right when the peers have its issuer, which nobody here knows.
     * Where the certificate itself says of which kind its issuer is, that decides. Else what is trusted here is mostly of the same making,
     * so an issuer that is unknown here is warned of where authorities were chosen; a server's chain that holds an issuer already is
     * believed, because servers often have a certificate of a public authority and clients of their own.
     */
    private void end(List<X509Certificate> chain, Trust trust) {
        if (reaches(chain, trust.anchors(), false)) {
            return;
        }
        X509Certificate end = chain.get(chain.size() - 1);
        Optional<Boolean> root = IssuerHints.issuedByRoot(end);
        boolean said = root.isPresent() || chain.size() == 1 && IssuerHints.namesPlaceOfIssuer(end);
        boolean likely = said ? !root.orElse(false) : checks.client() || chain.size() == 1;
        if (!likely || !said && trust.chosen().isEmpty()) {
            return;
        }
        X509Certificate last = chain.get(chain.size() - 1);
        checks.warn(
                "chain-incomplete",
                "The chain may end too early",
                "found " + Names.subject(last) + " at its end, issued by " + Names.issuer(last)
                        + ", which is not trusted here, expected a chain up to an authority that peers trust",
                "append the certificate of " + Names.issuer(last)
                        + ": peers that lack it refuse, and a JSSE client sends nothing at all");
        if (checks.client() && !checks.alwaysSends() && !trust.chosen().isEmpty()) {
            checks.warn(
                    "ca-list-silences-client",
                    TrustChecks.SILENCES,
                    "found the issuer " + Names.issuer(last)
                            + ", expected one of the authorities trusted here, of which a "
                            + "server that trusts the same ones sends the names",
                    "complete the chain, use a certificate of an authority that the server names, or say "
                            + "alwaysSendIdentity()");
        }
    }

    /** As JSSE looks for an issuer among the names of a server. */
    private static boolean reaches(List<X509Certificate> chain, List<X509Certificate> anchors, boolean byBytes) {
        for (X509Certificate member : chain) {
            X500Principal issuer = member.getIssuerX500Principal();
            for (X509Certificate anchor : anchors) {
                X500Principal subject = anchor.getSubjectX500Principal();
                if (byBytes ? Names.sameBytes(issuer, subject) : issuer.equals(subject)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void size(List<X509Certificate> chain) {
        int most = checks.client() ? LONGEST_OF_CLIENT : LONGEST_OF_SERVER;
        if (chain.size() > most) {
            checks.warn(
                    "chain-too-long",
                    "The chain is longer than JSSE takes",
                    "found " + chain.size() + " certificates, expected at most " + most,
                    "shorten it, or raise jdk.tls." + (checks.client() ? "server" : "client")
                            + ".maxInboundCertificateChainLength of the peers (before JDK 25 jdk.tls.maxCertificateChainLength)");
        }
        long bytes = 0;
        for (X509Certificate member : chain) {
            bytes += length(member);
        }
        if (bytes > LARGEST_MESSAGE) {
            tooLarge(checks, "a chain", bytes);
        }
    }

    static void tooLarge(PreflightChecks checks, String what, long bytes) {
        checks.add(
                "message-too-large",
                Severity.WARNING,
                "A handshake message is larger than JSSE takes",
                "found " + what + " of " + bytes + " bytes, expected at most " + LARGEST_MESSAGE,
                "make it smaller, or raise jdk.tls.maxHandshakeMessageSize of the peers");
    }

    private static long length(X509Certificate certificate) {
        try {
            return certificate.getEncoded().length + (long) BYTES_BESIDE_A_CERTIFICATE;
        } catch (CertificateEncodingException e) {
            return 0;
        }
    }
}
