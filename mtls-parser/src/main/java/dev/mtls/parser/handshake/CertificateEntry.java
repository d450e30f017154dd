package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import dev.mtls.parser.x509.Certificates;
import dev.mtls.parser.x509.SubjectPublicKeyInfo;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * One certificate of a {@link CertificateMessage}, or a raw public key. RFC 8446 4.4.2: {@code opaque cert_data<1..2^24-1>} or
 * {@code opaque ASN1_subjectPublicKeyInfo<1..2^24-1>}{@code ; Extension extensions<0..2^16-1>}; before TLS 1.3 without extensions.
 *
 * @param certificateType what it is: X.509 unless RFC 7250 negotiated another, or, where that was not seen, unless the bytes are
 *     those of a raw public key
 * @param certData the certificate or the key in DER, not checked when it is read
 * @param extensions the extensions; absent before TLS 1.3
 */
public record CertificateEntry(CertificateType certificateType, Bytes certData, Extensions extensions) {
    /** A certificate of X.509. */
    public CertificateEntry(Bytes certData, Extensions extensions) {
        this(CertificateType.X509, certData, extensions);
    }

    static CertificateEntry read(WireReader in, ReadContext context) {
        CertificateType type = context.certificateType().orElseGet(() -> sniffed(in.ahead()));
        Bytes data = in.opaque24(name(type), 1, in.limits().certificate());
        return new CertificateEntry(type, data, Extensions.read(in, context));
    }

    static CertificateEntry readLegacy(WireReader in, CertificateType type) {
        return new CertificateEntry(type, in.opaque24(name(type), 1, in.limits().certificate()), Extensions.ABSENT);
    }

    /** A raw public key of TLS 1.2, whose length is that of the list. */
    static CertificateEntry readBare(WireReader in) {
        CertificateType type = CertificateType.RAW_PUBLIC_KEY;
        return new CertificateEntry(type, in.rest(name(type)), Extensions.ABSENT);
    }

    private static String name(CertificateType type) {
        return type.equals(CertificateType.RAW_PUBLIC_KEY) ? "subject_public_key_info" : "cert_data";
    }

    /** What stands behind a length of three bytes. */
    private static CertificateType sniffed(Bytes ahead) {
        boolean key = ahead.size() > 3
                && SubjectPublicKeyInfo.startsOne(ahead.slice(3, Math.min(ahead.size(), 3 + ahead.u24(0))));
        return key ? CertificateType.RAW_PUBLIC_KEY : CertificateType.X509;
    }

    /** Whether it is a raw public key (RFC 7250). */
    public boolean isRawPublicKey() {
        return certificateType.equals(CertificateType.RAW_PUBLIC_KEY);
    }

    /** The certificate; empty when it is none of X.509, or the bytes cannot be read. The last ones asked for are kept. */
    public Optional<X509Certificate> x509() {
        return certificateType.equals(CertificateType.X509) ? Certificates.read(certData) : Optional.empty();
    }

    /** The raw public key; empty when it is none, or the bytes cannot be read. */
    public Optional<SubjectPublicKeyInfo> subjectPublicKeyInfo() {
        return isRawPublicKey() ? SubjectPublicKeyInfo.of(certData) : Optional.empty();
    }

    void write(WireWriter out) {
        out.opaque24(certData);
        extensions.write(out);
    }
}
