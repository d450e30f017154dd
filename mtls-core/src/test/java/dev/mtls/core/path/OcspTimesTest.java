package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

class OcspTimesTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Instant SOON = NOW.plusSeconds(60);
    private static final Instant LATER = NOW.plusSeconds(3600);

    private static Optional<Instant> until(byte[] response) {
        return OcspTimes.holdsUntil(response, NOW);
    }

    /** An answer for each; null for one without nextUpdate. */
    private static byte[] response(Instant... nextUpdates) throws Exception {
        return response(null, nextUpdates);
    }

    /** The same with certificates of a responder, of which each ends then. */
    private static byte[] response(Instant[] ends, Instant... nextUpdates) throws Exception {
        X509CertificateHolder[] responders = ends == null ? null : new X509CertificateHolder[ends.length];
        for (int i = 0; ends != null && i < ends.length; i++) {
            responders[i] = new X509CertificateHolder(Draft.authority("CN=Responder " + i)
                    .valid(NOW.minusSeconds(86_400), ends[i])
                    .selfSigned()
                    .certificate()
                    .getEncoded());
        }
        KeyPair key = KeyPairGenerator.getInstance("EC").generateKeyPair();
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(new X500Name("CN=Root")));
        X509CertificateHolder issuer = new X509CertificateHolder(
                Draft.authority("CN=Root").selfSigned().certificate().getEncoded());
        int serial = 1;
        for (Instant next : nextUpdates) {
            builder.addResponse(
                    new CertificateID(
                            new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                            issuer,
                            BigInteger.valueOf(serial++)),
                    CertificateStatus.GOOD,
                    Date.from(NOW),
                    next == null ? null : Date.from(next),
                    null);
        }
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()),
                                responders,
                                Date.from(NOW)))
                .getEncoded();
    }

    @Test
    void ofSeveralAnswersTheFirstEndCounts() throws Exception {
        assertThat(until(response(LATER))).contains(LATER);
        assertThat(until(response(LATER, SOON))).contains(SOON);
        assertThat(until(response(SOON, LATER))).contains(SOON);
    }

    @Test
    void oneAnswerWithoutAnEndIsEnoughForNone() throws Exception {
        assertThat(until(response((Instant) null))).isEmpty();
        assertThat(until(response(LATER, null))).isEmpty();
    }

    @Test
    void aCertificateOfTheResponderEndsItTooUnlessItHadEndedBefore() throws Exception {
        Instant between = NOW.plusSeconds(600);
        assertThat(until(response(new Instant[] {between}, LATER))).contains(between);
        assertThat(until(response(new Instant[] {between}, SOON))).contains(SOON);
        assertThat(until(response(new Instant[] {LATER, between}, LATER))).contains(between);
        assertThat(until(response(new Instant[] {NOW.minusSeconds(1), LATER}, between)))
                .contains(between);
        assertThat(until(response(new Instant[] {between}, LATER, null))).isEmpty();
    }

    @Test
    void whatCannotBeReadHasNone() throws Exception {
        byte[] whole = response(LATER);
        for (int length = 0; length < whole.length; length++) {
            assertThat(until(Arrays.copyOf(whole, length))).isEmpty();
        }
        assertThat(until(new OCSPRespBuilder()
                        .build(OCSPRespBuilder.TRY_LATER, null)
                        .getEncoded()))
                .isEmpty();
    }
}
