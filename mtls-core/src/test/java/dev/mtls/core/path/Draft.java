package dev.mtls.core.path;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate as it is to be: one that keeps every rule of {@code strictPath()}, but for what a test changes. */
public final class Draft {

    private static final AtomicLong SERIAL = new AtomicLong(5_000);

    private final X500Name name;
    private final Map<ASN1ObjectIdentifier, Written> extensions = new LinkedHashMap<>();
    private final List<ASN1ObjectIdentifier> left = new ArrayList<>();
    private KeyPair key = newKey();
    private BigInteger serial = BigInteger.valueOf(SERIAL.incrementAndGet());
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(300));
    private String signature = "";

    private record Written(boolean critical, byte[] value) {}

    /** A certificate and its key. */
    public record Held(X509Certificate certificate, KeyPair key) {}

    private Draft(String name) {
        this.name = new X500Name(name);
    }

    public static Draft authority(String name) {
        return new Draft(name)
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    public static Draft client(String name) {
        return new Draft(name)
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .purposes(KeyPurposeId.id_kp_clientAuth);
    }

    public static Draft server(String name, String... hosts) {
        GeneralName[] names = new GeneralName[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            names[i] = new GeneralName(GeneralName.dNSName, hosts[i]);
        }
        return new Draft(name)
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .purposes(KeyPurposeId.id_kp_serverAuth)
                .names(names);
    }

    public Draft with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            return with(oid, critical, value.toASN1Primitive().getEncoded("DER"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** An extension with these bytes as its value, whatever they are. */
    public Draft with(ASN1ObjectIdentifier oid, boolean critical, byte[] value) {
        extensions.put(oid, new Written(critical, value));
        return this;
    }

    public Draft without(ASN1ObjectIdentifier oid) {
        extensions.remove(oid);
        left.add(oid);
        return this;
    }

    public Draft names(GeneralName... names) {
        return names.length == 0
                ? this
                : with(Extension.subjectAlternativeName, name.getRDNs().length == 0, new GeneralNames(names));
    }

    public Draft purposes(KeyPurposeId... purposes) {
        return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    public Draft usage(int bits) {
        return with(Extension.keyUsage, true, new KeyUsage(bits));
    }

    public Draft permits(GeneralName... bases) {
        return with(Extension.nameConstraints, true, new NameConstraints(subtrees(bases), null));
    }

    public Draft excludes(GeneralName... bases) {
        return with(Extension.nameConstraints, true, new NameConstraints(null, subtrees(bases)));
    }

    private static GeneralSubtree[] subtrees(GeneralName... bases) {
        GeneralSubtree[] subtrees = new GeneralSubtree[bases.length];
        for (int i = 0; i < bases.length; i++) {
            subtrees[i] = new GeneralSubtree(bases[i]);
        }
        return subtrees;
    }

    public Draft valid(Instant notBefore, Instant notAfter) {
        from = notBefore;
        until = notAfter;
        return this;
    }

    public Draft key(KeyPair of) {
        key = of;
        return this;
    }

    public Draft serial(BigInteger number) {
        serial = number;
        return this;
    }

    /** The algorithm that the issuer signs with. */
    public Draft signed(String algorithm) {
        signature = algorithm;
        return this;
    }

    public Held selfSigned() {
        return new Held(write(name, key, false), key);
    }

    public Held issuedBy(Held issuer) {
        X500Name by = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        return new Held(write(by, issuer.key(), true), key);
    }

    private X509Certificate write(X500Name issuer, KeyPair issuerKey, boolean naming) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, serial, Date.from(from), Date.from(until), name, key.getPublic());
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            if (!left.contains(Extension.subjectKeyIdentifier)
                    && !extensions.containsKey(Extension.subjectKeyIdentifier)) {
                builder.addExtension(
                        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key.getPublic()));
            }
            if (naming
                    && !left.contains(Extension.authorityKeyIdentifier)
                    && !extensions.containsKey(Extension.authorityKeyIdentifier)) {
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(issuerKey.getPublic()));
            }
            for (Map.Entry<ASN1ObjectIdentifier, Written> extension : extensions.entrySet()) {
                builder.addExtension(
                        extension.getKey(),
                        extension.getValue().critical(),
                        extension.getValue().value());
            }
            String algorithm = !signature.isEmpty()
                    ? signature
                    : issuerKey.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKey.getPrivate())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair newKey(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
