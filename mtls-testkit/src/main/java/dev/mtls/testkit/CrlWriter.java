package dev.mtls.testkit;

import static dev.mtls.testkit.DerWriter.bitString;
import static dev.mtls.testkit.DerWriter.integer;
import static dev.mtls.testkit.DerWriter.octetString;
import static dev.mtls.testkit.DerWriter.oid;
import static dev.mtls.testkit.DerWriter.sequence;
import static dev.mtls.testkit.DerWriter.time;
import static dev.mtls.testkit.DerWriter.value;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Writes and signs one certificate revocation list of version 2 (RFC 5280, section 5), as {@link CertificateWriter} does certificates. */
final class CrlWriter {
    private static final byte[] ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));

    private CrlWriter() {}

    static X509CRL sign(
            byte[] issuer,
            byte[] authorityKeyIdentifier,
            PrivateKey key,
            Instant thisUpdate,
            Instant nextUpdate,
            List<X509Certificate> revoked) {
        byte[] entries = sequence(revoked.stream()
                .map(certificate -> sequence(integer(certificate.getSerialNumber()), time(thisUpdate)))
                .toArray(byte[][]::new));
        byte[] extensions = sequence(
                sequence(oid("2.5.29.35"), octetString(sequence(value(0x80, authorityKeyIdentifier)))),
                sequence(oid("2.5.29.20"), octetString(integer(BigInteger.valueOf(thisUpdate.toEpochMilli())))));
        byte[] toBeSigned = sequence(
                integer(BigInteger.ONE),
                ECDSA_WITH_SHA256,
                issuer,
                time(thisUpdate),
                time(nextUpdate),
                revoked.isEmpty() ? new byte[0] : entries, // RFC 5280, section 5.1.2.6: absent, not empty
                value(0xa0, extensions));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(toBeSigned);
            byte[] der = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature.sign()));
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign a revocation list with ECDSA and SHA-256", e);
        }
    }
}
