package dev.mtls.core;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
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
import org.bouncycastle.jce.provider.BouncyCastleProvider;
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

    Identity rsaServer() {
        return identity(
                new Request("CN=localhost", keys("RSA")).hosts("localhost").usage(KeyPurposeId.id_kp_serverAuth));
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

    /** A chain of this depth from this authority: the identity's own certificate, and so many authorities above it. */
    Identity chained(Request leaf, int authorities) {
        List<X509Certificate> chain = new ArrayList<>();
        String name = ca.getSubjectX500Principal().getName();
        KeyPair key = caKey;
        for (int i = 0; i < authorities; i++) {
            Request next = new Request("CN=Authority " + i, keys("EC")).authority();
            chain.add(0, next.issuedBy(name, key));
            name = next.subject;
            key = next.key;
        }
        chain.add(0, leaf.issuedBy(name, key));
        return Identity.of(leaf.key.getPrivate(), chain);
    }

    Trust trust() {
        return Trust.of(ca);
    }

    static KeyPair keys(String algorithm) {
        return keys(algorithm, "secp256r1");
    }

    static KeyPair keys(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(curve));
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
        private int pathLength = -1;
        private int keyUsage = -1;
        private String signature;
        private GeneralName[] names = {};
        private final Map<ASN1ObjectIdentifier, ASN1Encodable> extensions = new LinkedHashMap<>();
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

        Request authority(int longestPath) {
            pathLength = longestPath;
            return authority();
        }

        /** Bits of {@link KeyUsage}, in place of those that an authority has otherwise. */
        Request keyUsage(int bits) {
            keyUsage = bits;
            return this;
        }

        Request signedWith(String algorithm) {
            signature = algorithm;
            return this;
        }

        /** Alternative names of any kind; otherwise see {@link #hosts}. */
        Request names(GeneralName... alternatives) {
            names = alternatives;
            return this;
        }

        Request with(ASN1ObjectIdentifier extension, ASN1Encodable value) {
            extensions.put(extension, value);
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
                    BasicConstraints constraints =
                            pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength);
                    builder.addExtension(Extension.basicConstraints, true, constraints);
                }
                if (authority || keyUsage >= 0) {
                    int bits = keyUsage >= 0 ? keyUsage : KeyUsage.keyCertSign | KeyUsage.cRLSign;
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
                }
                List<GeneralName> alternatives = new ArrayList<>(List.of(names));
                for (String host : hosts) {
                    alternatives.add(new GeneralName(GeneralName.dNSName, host));
                }
                if (!alternatives.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(alternatives.toArray(GeneralName[]::new)));
                }
                for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> extension : extensions.entrySet()) {
                    builder.addExtension(extension.getKey(), false, extension.getValue());
                }
                if (purposes.length > 0) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
                }
                boolean rsa = issuerKey.getPrivate().getAlgorithm().equals("RSA");
                String algorithm = signature != null ? signature : rsa ? "SHA256withRSA" : "SHA256withECDSA";
                JcaContentSignerBuilder signer = new JcaContentSignerBuilder(algorithm);
                if (algorithm.endsWith("MGF1")) {
                    // The JDK knows it by another name.
                    signer.setProvider(new BouncyCastleProvider());
                }
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(signer.build(issuerKey.getPrivate())));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
