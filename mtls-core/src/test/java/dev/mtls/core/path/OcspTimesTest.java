package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
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

    /** An answer for each; null for one without nextUpdate. */
    private static byte[] response(Instant... nextUpdates) throws Exception {
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
                                null,
                                Date.from(NOW)))
                .getEncoded();
    }

    @Test
    void ofSeveralAnswersTheFirstEndCounts() throws Exception {
        assertThat(OcspTimes.nextUpdate(response(LATER))).contains(LATER);
        assertThat(OcspTimes.nextUpdate(response(LATER, SOON))).contains(SOON);
        assertThat(OcspTimes.nextUpdate(response(SOON, LATER))).contains(SOON);
    }

    @Test
    void oneAnswerWithoutAnEndIsEnoughForNone() throws Exception {
        assertThat(OcspTimes.nextUpdate(response((Instant) null))).isEmpty();
        assertThat(OcspTimes.nextUpdate(response(LATER, null))).isEmpty();
    }

    @Test
    void whatCannotBeReadHasNone() throws Exception {
        byte[] whole = response(LATER);
        for (int length = 0; length < whole.length; length++) {
            assertThat(OcspTimes.nextUpdate(Arrays.copyOf(whole, length))).isEmpty();
        }
        assertThat(OcspTimes.nextUpdate(new OCSPRespBuilder()
                        .build(OCSPRespBuilder.TRY_LATER, null)
                        .getEncoded()))
                .isEmpty();
    }
}
