package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.path.Draft.Held;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** Whatever stands in an extension of a certificate that is validly signed: it is taken or refused, and nothing else is thrown. */
class HostileCertificatePropertyTest {

    private static final PathRules STRICT = new PathRules(OptionalInt.of(9), true, List.of(), CrlScope.CHAIN);
    private static final Held ROOT = Draft.authority("CN=Root")
            .permits(
                    new GeneralName(GeneralName.dNSName, "a.example"),
                    new GeneralName(GeneralName.rfc822Name, "a.example"))
            .selfSigned();
    private static final X509Certificate GOOD =
            Draft.server("CN=a.example", "a.example").issuedBy(ROOT).certificate();

    @Provide
    static Arbitrary<ASN1ObjectIdentifier> extension() {
        return Arbitraries.of(
                Extension.subjectAlternativeName,
                Extension.nameConstraints,
                Extension.authorityKeyIdentifier,
                Extension.subjectKeyIdentifier,
                Extension.authorityInfoAccess,
                Extension.extendedKeyUsage,
                Extension.policyConstraints,
                Extension.cRLDistributionPoints);
    }

    /** Elements that nest, mostly, with lengths that are mostly right. */
    @Provide
    static Arbitrary<byte[]> der() {
        Arbitrary<byte[]> leaf = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
        return Arbitraries.lazyOf(() -> leaf, () -> element(der()), () -> element(leaf), () -> element(element(leaf)));
    }

    private static Arbitrary<byte[]> element(Arbitrary<byte[]> content) {
        Arbitrary<Integer> tag =
                Arbitraries.of(0x30, 0x31, 0x30, 0x04, 0x06, 0x80, 0x81, 0x82, 0x86, 0x87, 0xa0, 0xa1, 0xa4, 0x16);
        return tag.flatMap(t -> content.map(value -> {
            byte[] element = new byte[Math.min(value.length, 100) + 2];
            element[0] = t.byteValue();
            element[1] = (byte) (element.length - 2);
            System.arraycopy(value, 0, element, 2, element.length - 2);
            return element;
        }));
    }

    @Property(tries = 300)
    void anythingMayStandInAnExtension(
            @ForAll("extension") ASN1ObjectIdentifier oid, @ForAll("der") byte[] value, @ForAll boolean ofLeaf) {
        Draft draft = ofLeaf ? Draft.server("CN=a.example", "a.example") : Draft.authority("CN=I");
        X509Certificate hostile;
        try {
            hostile = parsed(draft.with(oid, false, value).issuedBy(ROOT));
        } catch (CertificateException | AssertionError e) {
            return; // the JDK does not read it, so nobody is asked
        }
        X509Certificate[] sent = ofLeaf ? new X509Certificate[] {hostile} : new X509Certificate[] {GOOD, hostile};
        try {
            CertificationPath path = new PathValidator(List.of(ROOT.certificate()), STRICT)
                    .validate(sent, Role.SERVER, List.of("a.example"), Instant.now());
            assertThat(path.leaf()).isEqualTo(sent[0]);
        } catch (PathException e) {
            assertThat(e).message().matches("[ -~]+");
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate parsed(Held held) throws CertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(held.certificate().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
