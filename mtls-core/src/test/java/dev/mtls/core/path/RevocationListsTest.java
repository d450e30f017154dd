package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.path.Draft.Held;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationListsTest {

    private static final Instant NOW = Instant.now();
    private static final Held ROOT = Draft.authority("CN=Root").selfSigned();
    private static final Held ISSUING = Draft.authority("CN=Issuing").issuedBy(ROOT);
    private static final Held ALICE = Draft.client("CN=alice").issuedBy(ISSUING);

    /** A list as it is to be: current, and signed by its issuer. */
    private static final class Written {

        private final X509v2CRLBuilder builder;
        private final KeyPair key;

        Written(Held issuer, Instant from, Instant until) {
            key = issuer.key();
            builder = new X509v2CRLBuilder(
                    X500Name.getInstance(
                            issuer.certificate().getSubjectX500Principal().getEncoded()),
                    Date.from(from));
            if (until != null) {
                builder.setNextUpdate(Date.from(until));
            }
        }

        Written revokes(X509Certificate certificate, int reason) {
            builder.addCRLEntry(certificate.getSerialNumber(), Date.from(NOW.minusSeconds(60)), reason);
            return this;
        }

        Written with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
            try {
                builder.addExtension(oid, critical, value);
                return this;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        X509CRL signedBy(KeyPair signer) {
            return signedBy(signer, "SHA256withECDSA");
        }

        X509CRL signedBy(KeyPair signer, String algorithm) {
            try {
                return new JcaX509CRLConverter()
                        .getCRL(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        X509CRL signed() {
            return signedBy(key);
        }
    }

    private static Written current(Held issuer) {
        return new Written(issuer, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));
    }

    private static CertificationPath validate(Held leaf, CrlScope scope, boolean strict, X509CRL... lists)
            throws CertificateException {
        PathRules rules = new PathRules(OptionalInt.empty(), strict, List.of(lists), scope);
        X509Certificate[] sent = {leaf.certificate(), ISSUING.certificate()};
        return new PathValidator(List.of(ROOT.certificate()), rules).validate(sent, Role.CLIENT, List.of(), NOW);
    }

    private static void assertUnknown(String why, X509CRL... lists) {
        assertThatThrownBy(() -> validate(ALICE, CrlScope.LEAF, false, lists))
                .hasMessageStartingWith(
                        "client-certificate-revocation-unknown: no current CRL of CN=Issuing tells whether "
                                + "CN=alice was revoked: found ")
                .hasMessageContaining(why)
                .cause()
                .isInstanceOfSatisfying(
                        CertPathValidatorException.class,
                        e -> assertThat(e.getReason()).isEqualTo(BasicReason.UNDETERMINED_REVOCATION_STATUS));
    }

    private static void assertRevoked(X509CRL... lists) {
        assertThatThrownBy(() -> validate(ALICE, CrlScope.LEAF, false, lists))
                .hasMessageStartingWith("client-certificate-revoked: CN=alice was revoked at ")
                .cause()
                .isInstanceOfSatisfying(
                        CertPathValidatorException.class,
                        e -> assertThat(e.getReason()).isEqualTo(BasicReason.REVOKED));
    }

    @Test
    void whoIsOnNoListIsTaken() throws Exception {
        X509Certificate other = Draft.client("CN=bob").issuedBy(ISSUING).certificate();
        assertThat(validate(
                                ALICE,
                                CrlScope.LEAF,
                                false,
                                current(ISSUING)
                                        .revokes(other, CRLReason.keyCompromise)
                                        .signed())
                        .leaf())
                .isEqualTo(ALICE.certificate());
    }

    @Test
    void whoIsOnAListIsRefused() {
        assertRevoked(current(ISSUING)
                .revokes(ALICE.certificate(), CRLReason.keyCompromise)
                .signed());
        assertRevoked(current(ISSUING)
                .revokes(ALICE.certificate(), CRLReason.certificateHold)
                .signed());
    }

    /** Another list of the same issuer, outdated or current, does not make up for it. */
    @Test
    void whoIsOnAnyListOfTheIssuerIsRefused() {
        X509CRL old = new Written(ISSUING, NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(2)))
                .revokes(ALICE.certificate(), CRLReason.superseded)
                .signed();
        X509CRL empty = current(ISSUING).signed();
        assertRevoked(empty, old);
        assertRevoked(old, empty);
    }

    @Test
    void withoutAListOfTheIssuerItIsRefused() {
        assertUnknown("none of that issuer", current(ROOT).signed());
    }

    @Test
    void aListThatCannotTellIsRefused() {
        Instant past = NOW.minus(Duration.ofDays(2));
        assertUnknown("was to be replaced by", new Written(ISSUING, past.minusSeconds(9), past).signed());
        assertUnknown("yet to come", new Written(ISSUING, NOW.plusSeconds(60), NOW.plusSeconds(99)).signed());
        assertUnknown("does not say until when it holds", new Written(ISSUING, past, null).signed());
        assertUnknown("another key has signed", current(ISSUING).signedBy(Draft.newKey()));
        assertUnknown(
                "not understood",
                current(ISSUING)
                        .with(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE)
                        .signed());
        assertUnknown(
                "changes to another",
                current(ISSUING)
                        .with(Extension.deltaCRLIndicator, false, new CRLNumber(BigInteger.ONE))
                        .signed());
    }

    @Test
    void anIssuerThatMaySignNoListsIsNotHeard() {
        Held issuer = Draft.authority("CN=Mute").usage(KeyUsage.keyCertSign).selfSigned();
        Held leaf = Draft.client("CN=alice").issuedBy(issuer);
        PathRules rules = new PathRules(
                OptionalInt.empty(), false, List.of(current(issuer).signed()), CrlScope.LEAF);
        X509Certificate[] sent = {leaf.certificate()};
        assertThatThrownBy(() -> new PathValidator(List.of(issuer.certificate()), rules)
                        .validate(sent, Role.CLIENT, List.of(), NOW))
                .hasMessageContaining("leaves out cRLSign");
    }

    @Test
    void aListOfAnotherIssuerOfTheSameNameIsNotHeard() {
        Held twin = Draft.authority("CN=Issuing").issuedBy(ROOT);
        assertUnknown("another key has signed", current(twin).signed());
    }

    @Test
    void theScopeSaysWhoMustHaveAList() throws Exception {
        X509CRL ofIssuing = current(ISSUING).signed();
        assertThat(validate(ALICE, CrlScope.LEAF, false, ofIssuing).leaf()).isEqualTo(ALICE.certificate());
        assertThatThrownBy(() -> validate(ALICE, CrlScope.CHAIN, false, ofIssuing))
                .hasMessageContaining("no current CRL of CN=Root tells whether CN=Issuing was revoked");
        assertThat(validate(
                                ALICE,
                                CrlScope.CHAIN,
                                false,
                                ofIssuing,
                                current(ROOT).signed())
                        .leaf())
                .isEqualTo(ALICE.certificate());
        X509CRL revoked = current(ROOT)
                .revokes(ISSUING.certificate(), CRLReason.cACompromise)
                .signed();
        assertThatThrownBy(() -> validate(ALICE, CrlScope.CHAIN, false, ofIssuing, revoked))
                .hasMessageStartingWith("client-certificate-revoked: CN=Issuing");
    }

    @Test
    void strictAsksForANumberAndADigestOfToday() throws Exception {
        X509CRL plain = current(ISSUING).signed();
        assertThatThrownBy(() -> validate(ALICE, CrlScope.LEAF, true, plain)).hasMessageContaining("without a number");
        assertThat(validate(
                                ALICE,
                                CrlScope.LEAF,
                                true,
                                numbered(current(ISSUING)).signed())
                        .leaf())
                .isEqualTo(ALICE.certificate());
        X509CRL sha1 = numbered(current(ISSUING)).signedBy(ISSUING.key(), "SHA1withECDSA");
        assertThatThrownBy(() -> validate(ALICE, CrlScope.LEAF, true, sha1)).hasMessageContaining("SHA1withECDSA");
    }

    private static Written numbered(Written list) {
        return list.with(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
    }

    /** Section 5.2.5: a list may be for a part of the certificates of its issuer. */
    @ParameterizedTest
    @CsvSource({
        "users, true",
        "authorities, false",
        "attributes, false",
        "indirect, false",
        "reasons, false",
        "point of alice, true",
        "other point, false"
    })
    void aPartialListTellsOfItsPartOnly(String part, boolean covers) throws Exception {
        Held alice = Draft.client("CN=alice")
                .with(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(point("http://crl.example/a"), null, null)
                }))
                .issuedBy(ISSUING);
        X509CRL list = current(ISSUING)
                .with(
                        Extension.issuingDistributionPoint,
                        true,
                        new org.bouncycastle.asn1.x509.IssuingDistributionPoint(
                                part.equals("point of alice")
                                        ? point("http://crl.example/a")
                                        : part.equals("other point") ? point("http://crl.example/b") : null,
                                part.equals("users"),
                                part.equals("authorities"),
                                part.equals("reasons") ? new ReasonFlags(ReasonFlags.keyCompromise) : null,
                                part.equals("indirect"),
                                part.equals("attributes")))
                .signed();
        if (covers) {
            assertThat(validate(alice, CrlScope.LEAF, false, list).leaf()).isEqualTo(alice.certificate());
        } else {
            assertThatThrownBy(() -> validate(alice, CrlScope.LEAF, false, list))
                    .hasMessageContaining("one for other certificates of the issuer");
        }
    }

    private static DistributionPointName point(String uri) {
        return new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    @Test
    void whoIsTrustedItselfNeedsNoList() throws Exception {
        PathRules rules =
                new PathRules(OptionalInt.empty(), false, List.of(current(ROOT).signed()), CrlScope.CHAIN);
        X509Certificate[] sent = {ALICE.certificate()};
        assertThat(new PathValidator(List.of(ALICE.certificate()), rules)
                        .validate(sent, Role.CLIENT, List.of(), NOW)
                        .pinned())
                .isTrue();
    }
}
