package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.PemKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a private key belongs to a certificate. The public halves are compared; where the private key does not hold its own, a
 * signature is made with one and verified with the other.
 */
final class KeyMatch {

    private static final byte[] PROBE = "a probe of mtls".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> SIGNATURES = Map.of(
            "RSA", "SHA256withRSA",
            "EC", "SHA256withECDSA",
            "EdDSA", "EdDSA",
            "DSA", "SHA256withDSA",
            "ML-DSA", "ML-DSA");

    private KeyMatch() {}

    /** False only where it is known: a key that nothing here can sign with gets a finding of its own. */
    static boolean belongs(PemKey key, X509Certificate certificate) {
        PublicKey theirs = certificate.getPublicKey();
        Optional<Boolean> told = key.belongsTo(theirs);
        return told.isPresent() ? told.get() : probe(key.key(), theirs);
    }

    private static boolean probe(PrivateKey mine, PublicKey theirs) {
        String algorithm = SIGNATURES.get(mine.getAlgorithm());
        if (algorithm == null) {
            return true;
        }
        if (!mine.getAlgorithm().equals(theirs.getAlgorithm())) {
            return false;
        }
        byte[] signed;
        Signature signature;
        try {
            signature = Signature.getInstance(algorithm);
            signature.initSign(mine);
            signature.update(PROBE);
            signed = signature.sign();
        } catch (GeneralSecurityException | ProviderException e) { // a token may be locked, or gone
            return true;
        }
        try {
            signature = Signature.getInstance(algorithm);
            signature.initVerify(theirs);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static Finding mismatch(PrivateKey key, X509Certificate certificate, Optional<Where> where) {
        return new Finding(
                "key-certificate-mismatch",
                Severity.ERROR,
                "The private key does not belong to the certificate",
                "found a key of algorithm " + key.getAlgorithm() + " and a certificate for "
                        + Names.subject(certificate) + " with another public key ("
                        + certificate.getPublicKey().getAlgorithm() + "), expected the two halves of one pair",
                where,
                "give the key that the certificate was made for");
    }
}
