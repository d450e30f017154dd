package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** Certificates and OCSP responses of the test resources. */
final class X509Files {
    private X509Files() {}

    static Bytes certificate(String name) {
        try (InputStream in = open("/dev/mtls/parser/pki/" + name + ".pem")) {
            return Bytes.owning(CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded());
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    static Bytes ocsp(String name) {
        try (InputStream in = open("/ocsp/" + name + ".der")) {
            return Bytes.owning(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) {
        return Optional.ofNullable(X509Files.class.getResourceAsStream(path)).orElseThrow();
    }
}
