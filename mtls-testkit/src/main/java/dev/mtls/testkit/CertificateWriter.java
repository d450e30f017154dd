package dev.mtls.testkit;

import static dev.mtls.testkit.DerWriter.bitString;
import static dev.mtls.testkit.DerWriter.bool;
import static dev.mtls.testkit.DerWriter.integer;
import static dev.mtls.testkit.DerWriter.octetString;
import static dev.mtls.testkit.DerWriter.oid;
import static dev.mtls.testkit.DerWriter.sequence;
import static dev.mtls.testkit.DerWriter.time;
import static dev.mtls.testkit.DerWriter.utf8;
import static dev.mtls.testkit.DerWriter.value;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes and signs one X.509 version 3 certificate (RFC 5280) with the JDK's own signatures, ECDSA with SHA-256 over
 * P-256. No class of Bouncy Castle is needed for this path.
 */
final class CertificateWriter {
    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    static final int DIGITAL_SIGNATURE = 0;
    static final int KEY_CERT_SIGN = 5;
    static final int CRL_SIGN = 6;

    private static final byte[] ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final List<byte[]> extensions = new ArrayList<>();
    private final byte[] serial;
    private final byte[] issuer;
    private final byte[] validity;
    private final byte[] subject;
    private final PublicKey key;

    CertificateWriter(
            BigInteger serial, byte[] issuer, Instant notBefore, Instant notAfter, byte[] subject, PublicKey key) {
        this.serial = integer(serial);
        this.issuer = issuer;
        this.validity = sequence(time(notBefore), time(notAfter));
        this.subject = subject;
        this.key = key;
    }

    /** A name of one CN, or the empty name when {@code commonName} is empty. */
    static byte[] name(String commonName) {
        return commonName.isEmpty() ? sequence() : sequence(DerWriter.set(sequence(oid("2.5.4.3"), utf8(commonName))));
    }

    CertificateWriter authority() {
        return extension("2.5.29.19", true, sequence(bool(true)));
    }

    CertificateWriter leaf() {
        return extension("2.5.29.19", true, sequence());
    }

    CertificateWriter keyUsage(int... bits) {
        return extension("2.5.29.15", true, DerWriter.namedBits(bits));
    }

    CertificateWriter extendedKeyUsage(List<String> purposes) {
        return extension(
                "2.5.29.37",
                false,
                sequence(purposes.stream().map(DerWriter::oid).toArray(byte[][]::new)));
    }

    CertificateWriter subjectKeyIdentifier() {
        return extension("2.5.29.14", false, octetString(keyIdentifier(key)));
    }

    CertificateWriter authorityKeyIdentifier(PublicKey issuerKey) {
        return extension("2.5.29.35", false, sequence(value(0x80, keyIdentifier(issuerKey))));
    }

    /** RFC 5280, section 4.2.1.6: critical exactly where the subject is empty. */
    CertificateWriter subjectAltNames(List<String> names) {
        boolean noSubject = Arrays.equals(subject, sequence());
        return extension(
                "2.5.29.17",
                noSubject,
                sequence(names.stream().map(CertificateWriter::generalName).toArray(byte[][]::new)));
    }

    X509Certificate sign(PrivateKey issuerKey) {
        byte[] toBeSigned = sequence(
                value(0xa0, integer(BigInteger.TWO)),
                serial,
                ECDSA_WITH_SHA256,
                issuer,
                validity,
                subject,
                key.getEncoded(),
                value(0xa3, sequence(extensions.toArray(byte[][]::new))));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKey);
            signature.update(toBeSigned);
            byte[] der = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign a certificate with ECDSA and SHA-256", e);
        }
    }

    private CertificateWriter extension(String id, boolean critical, byte[] content) {
        extensions.add(
                critical
                        ? sequence(oid(id), bool(true), octetString(content))
                        : sequence(oid(id), octetString(content)));
        return this;
    }

    /** What a caller wrote as a plain string, as the kind of name that it is: URI, e-mail, IP address or host. */
    private static byte[] generalName(String name) {
        if (name.contains("://")) {
            return value(0x86, name.getBytes(StandardCharsets.US_ASCII));
        }
        if (name.contains("@")) {
            return value(0x81, name.getBytes(StandardCharsets.US_ASCII));
        }
        if (name.contains(":") || IPV4.matcher(name).matches()) {
            try {
                return value(0x87, InetAddress.getByName(name).getAddress());
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("found \"" + name + "\", expected an IP address", e);
            }
        }
        boolean ascii = name.chars().allMatch(c -> c < 0x80);
        return value(0x82, (ascii ? name : IDN.toASCII(name)).getBytes(StandardCharsets.US_ASCII));
    }

    /** RFC 5280, section 4.2.1.2, method 1: the SHA-1 of the key's bits. */
    static byte[] keyIdentifier(PublicKey key) {
        byte[] info = key.getEncoded();
        // A P-256 SubjectPublicKeyInfo ends with its 65-byte uncompressed point.
        byte[] point = Arrays.copyOfRange(info, info.length - 65, info.length);
        try {
            return MessageDigest.getInstance("SHA-1").digest(point);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-1", e);
        }
    }
}
