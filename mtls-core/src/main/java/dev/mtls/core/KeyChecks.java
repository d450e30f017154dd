package dev.mtls.core;

import dev.mtls.core.finding.Severity;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;

/** Whether JSSE can sign with the key of an identity, and verify with the keys of authorities, and whether they are long enough. */
final class KeyChecks {

    private static final int SHORT_RSA = 2048;
    private static final Set<String> SIGNERS = Set.of("RSA", "RSASSA-PSS", "EC", "EdDSA", "Ed25519", "Ed448");
    /** JSSE has no signature scheme of TLS 1.3 for it. */
    private static final String OF_TLS_1_2 = "DSA";
    /** The order of each curve that JSSE signs with, which no other curve has: P-256, P-384, P-521 (FIPS 186-4, D.1.2). */
    private static final Set<BigInteger> JSSE_CURVES = Set.of(
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16),
            new BigInteger(
                    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
                    16),
            new BigInteger(
                    "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
                            + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
                    16));

    private final PreflightChecks checks;

    KeyChecks(PreflightChecks checks) {
        this.checks = checks;
    }

    /** The key that signs handshakes. */
    void identity(X509Certificate leaf) {
        String algorithm = leaf.getPublicKey().getAlgorithm();
        if (algorithm.equals(OF_TLS_1_2)) {
            boolean never = checks.versions().equals(List.of(TlsVersion.TLS_1_3.protocol()));
            cannotSign(
                    never ? Severity.ERROR : Severity.WARNING,
                    "a DSA key, which signs nothing in TLS 1.3,",
                    Names.subject(leaf));
        } else if (!SIGNERS.contains(algorithm)) {
            cannotSign(Severity.ERROR, "a key of " + Names.safe(algorithm), Names.subject(leaf));
        }
        curve(leaf, Severity.ERROR, "issue it for a key on P-256");
        length(leaf);
    }

    /** The key of an authority, whose signatures are verified. */
    void authority(X509Certificate authority) {
        curve(
                authority,
                Severity.WARNING,
                "use an authority with a key on P-256, or RSA: JSSE verifies nothing of this one");
        length(authority);
    }

    private void cannotSign(Severity severity, String found, String name) {
        checks.add(
                "key-cannot-sign",
                severity,
                "The key cannot sign a handshake",
                "found " + found + " in " + name + ", expected one of RSA, on P-256, P-384 or P-521, Ed25519 or Ed448",
                "issue it for a key on P-256, or RSA");
    }

    private void length(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < SHORT_RSA) {
            checks.warn(
                    "rsa-key-short",
                    "The RSA key is short",
                    "found " + rsa.getModulus().bitLength() + " bits in " + Names.subject(certificate) + ", expected "
                            + SHORT_RSA + " or more",
                    "issue it for a new key: OpenSSL refuses it at its default level");
        }
    }

    private void curve(X509Certificate certificate, Severity severity, String remedy) {
        PublicKey key = certificate.getPublicKey();
        if (key.getAlgorithm().equals("EC") && !onCurveOfJsse(key)) {
            checks.add(
                    "curve-unusable-in-jsse",
                    severity,
                    "JSSE cannot use the curve of the key",
                    "found an EC key of another curve in " + Names.subject(certificate)
                            + ", expected P-256, P-384 or P-521",
                    remedy);
        }
    }

    private static boolean onCurveOfJsse(PublicKey key) {
        // A JDK makes no ECPublicKey of a key whose curve it does not know.
        return key instanceof ECPublicKey ec
                && JSSE_CURVES.contains(ec.getParams().getOrder());
    }
}
