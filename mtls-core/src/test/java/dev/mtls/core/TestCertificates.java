package dev.mtls.core;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A small authority for the tests of this module, which cannot use the test kit: it is built on this module. */
final class TestCertificates {

    static final Duration YEAR = Duration.ofDays(365);
    private static final AtomicLong SERIAL = new AtomicLong(1000);

    final KeyPair caKey = keys("EC");
    final X509Certificate ca;

    TestCertificates(String name) {
        ca = new Request(name, caKey).authority().issuedBy(name, caKey);
    }

    Identity server() {
        return identity(
                new Request("CN=localhost", keys("EC")).hosts("localhost").usage(KeyPurposeId.id_kp_serverAuth));
    }

    Identity client(String name) {
        return identity(new Request(name, keys("EC")).usage(KeyPurposeId.id_kp_clientAuth));
    }

    Identity identity(Request request) {
        return Identity.of(request.key.getPrivate(), List.of(issue(request)));
    }

    X509Certificate issue(Request request) {
        return request.issuedBy(ca.getSubjectX500Principal().getName(), caKey);
    }

    Trust trust() {
        return Trust.of(ca);
    }

    static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What a certificate is to say. */
    static final class Request {
        final String subject;
        final KeyPair key;
        private Instant from = Instant.now().minus(Duration.ofHours(1));
        private Instant until = Instant.now().plus(YEAR);
        private boolean authority;
        private String[] hosts = {};
        private KeyPurposeId[] purposes = {};

        Request(String subject, KeyPair key) {
            this.subject = subject;
            this.key = key;
        }

        Request authority() {
            authority = true;
            return this;
        }

        Request hosts(String... names) {
            hosts = names;
            return this;
        }

        Request usage(KeyPurposeId... of) {
            purposes = of;
            return this;
        }

        Request valid(Instant notBefore, Instant notAfter) {
            from = notBefore;
            until = notAfter;
            return this;
        }

        X509Certificate issuedBy(String issuer, KeyPair issuerKey) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.valueOf(SERIAL.incrementAndGet()),
                        Date.from(from),
                        Date.from(until),
                        new X500Name(subject),
                        key.getPublic());
                if (authority) {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    builder.addExtension(
                            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
                }
                if (hosts.length > 0) {
                    GeneralName[] names = new GeneralName[hosts.length];
                    for (int i = 0; i < hosts.length; i++) {
                        names[i] = new GeneralName(GeneralName.dNSName, hosts[i]);
                    }
                    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
                }
                if (purposes.length > 0) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
                }
                String signature =
                        issuerKey.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
                return new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(new JcaContentSignerBuilder(signature).build(issuerKey.getPrivate())));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
