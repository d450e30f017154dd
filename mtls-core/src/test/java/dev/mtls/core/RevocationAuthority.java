package dev.mtls.core;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Revocation lists and OCSP responses of an authority of the tests. */
final class RevocationAuthority {

    private static final Duration DAY = Duration.ofDays(1);

    private RevocationAuthority() {}

    static X509CRL list(TestCertificates pki, X509Certificate... revoked) {
        return list(
                pki.ca.getSubjectX500Principal().getName(),
                pki.caKey.getPrivate(),
                Instant.now().plus(DAY),
                revoked);
    }

    static X509CRL list(String issuer, PrivateKey key, Instant nextUpdate, X509Certificate... revoked) {
        try {
            X509v2CRLBuilder builder =
                    new X509v2CRLBuilder(new X500Name(issuer), Date.from(nextUpdate.minus(DAY.multipliedBy(2))));
            builder.setNextUpdate(Date.from(nextUpdate));
            for (X509Certificate certificate : revoked) {
                builder.addCRLEntry(
                        certificate.getSerialNumber(),
                        Date.from(nextUpdate.minus(DAY.multipliedBy(2))),
                        CRLReason.keyCompromise);
            }
            return new JcaX509CRLConverter()
                    .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Answers every question about certificates that it is asked, with a signature of that key; each answer holds for a day. */
    static HttpServer responder(TestCertificates pki, PrivateKey key, Function<BigInteger, CertificateStatus> status)
            throws IOException {
        return responder(pki, key, status, Optional.of(DAY));
    }

    /** The same with answers that hold so long; empty for those that do not tell. */
    static HttpServer responder(
            TestCertificates pki,
            PrivateKey key,
            Function<BigInteger, CertificateStatus> status,
            Optional<Duration> holding)
            throws IOException {
        return responder(pki.ca, new X509Certificate[0], key, status, holding);
    }

    /** The same by somebody whom the authority has appointed (RFC 6960, section 4.2.2.2), with the certificate that says so. */
    static HttpServer delegated(X509Certificate appointed, PrivateKey key, Duration holding) throws IOException {
        return responder(
                appointed, new X509Certificate[] {appointed}, key, RevocationAuthority::good, Optional.of(holding));
    }

    private static HttpServer responder(
            X509Certificate name,
            X509Certificate[] shown,
            PrivateKey key,
            Function<BigInteger, CertificateStatus> status,
            Optional<Duration> holding)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] question = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("GET")) {
                String path = exchange.getRequestURI().getPath();
                question = java.util.Base64.getDecoder().decode(path.substring(path.indexOf('/') + 1));
            }
            byte[] answer = answer(name, shown, key, question, status, holding);
            exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static byte[] answer(
            X509Certificate name,
            X509Certificate[] shown,
            PrivateKey key,
            byte[] question,
            Function<BigInteger, CertificateStatus> status,
            Optional<Duration> holding)
            throws IOException {
        try {
            CertificateID asked = new OCSPReq(question).getRequestList()[0].getCertID();
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(
                    X500Name.getInstance(name.getSubjectX500Principal().getEncoded())));
            X509CertificateHolder[] certificates = new X509CertificateHolder[shown.length];
            for (int i = 0; i < shown.length; i++) {
                certificates[i] = new X509CertificateHolder(shown[i].getEncoded());
            }
            builder.addResponse(
                    asked,
                    status.apply(asked.getSerialNumber()),
                    Date.from(Instant.now().minus(Duration.ofMinutes(1))),
                    holding.map(Instant.now()::plus).map(Date::from).orElse(null),
                    null);
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(key),
                                    certificates,
                                    new Date()))
                    .getEncoded();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    static CertificateStatus revoked(BigInteger serial) {
        return new RevokedStatus(Date.from(Instant.now().minus(DAY)), CRLReason.keyCompromise);
    }

    static CertificateStatus good(BigInteger serial) {
        return CertificateStatus.GOOD;
    }
}
