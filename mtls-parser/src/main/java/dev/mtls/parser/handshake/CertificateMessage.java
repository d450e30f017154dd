package dev.mtls.parser.handshake;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A chain of certificates, the sender's own first; empty when a client has none to show. RFC 8446 4.4.2, RFC 5246 7.4.2,
 * RFC 7250 3.
 *
 * <p>TLS 1.3: {@code opaque certificate_request_context<0..2^8-1>; CertificateEntry certificate_list<0..2^24-1>}; before:
 * {@code ASN.1Cert certificate_list<0..2^24-1>}, or for a raw public key {@code opaque ASN.1_subjectPublicKeyInfo<1..2^24-1>}.
 *
 * @param certificateRequestContext the request that this answers, empty in the handshake; absent before TLS 1.3
 * @param certificateList the certificates in wire order; a raw public key as the only one
 */
public record CertificateMessage(Optional<Bytes> certificateRequestContext, List<CertificateEntry> certificateList)
        implements HandshakeMessage {
    /** Keeps an unmodifiable copy. */
    public CertificateMessage {
        certificateList = List.copyOf(certificateList);
    }

    static CertificateMessage read(WireReader in, ReadContext context) {
        if (!context.isTls13()) {
            return new CertificateMessage(Optional.empty(), legacyList(in, context));
        }
        ReadContext inside = context.in(MessageKind.CERTIFICATE);
        CertificateMessage message = new CertificateMessage(
                Optional.of(in.opaque8("certificate_request_context", 0)),
                in.list24("certificate_list", 0, r -> CertificateEntry.read(r, inside)));
        if (message.certificateList.size() > 1
                && message.certificateList.stream().anyMatch(CertificateEntry::isRawPublicKey)) {
            in.report(
                    Problem.Kind.ILLEGAL_VALUE,
                    "certificate_list",
                    AlertDescription.ILLEGAL_PARAMETER.value(),
                    "a raw public key is not the only entry");
        }
        return message;
    }

    private static List<CertificateEntry> legacyList(WireReader in, ReadContext context) {
        CertificateType type = context.certificateType().orElseGet(() -> sniffed(in.ahead()));
        return in.list24(
                "certificate_list",
                0,
                type.equals(CertificateType.RAW_PUBLIC_KEY)
                        ? CertificateEntry::readBare
                        : r -> CertificateEntry.readLegacy(r, type));
    }

    /** A key starts with the tag of a sequence, where a list has the high byte of a length of at most 2^16. */
    private static CertificateType sniffed(Bytes body) {
        boolean key = body.size() > 3 && body.u8(3) == 0x30;
        return key ? CertificateType.RAW_PUBLIC_KEY : CertificateType.X509;
    }

    /** The chain that a message brings, as it is or compressed; empty for other messages and where it cannot be inflated. */
    public static Optional<CertificateMessage> in(HandshakeMessage message) {
        if (message instanceof CertificateMessage certificate) {
            return Optional.of(certificate);
        }
        return message instanceof CompressedCertificate compressed ? compressed.certificate() : Optional.empty();
    }

    /** Whether there is no certificate at all. */
    public boolean isEmpty() {
        return certificateList.isEmpty();
    }

    /** The certificates that can be read, in wire order; those that cannot are left out. */
    public List<X509Certificate> x509() {
        return certificateList.stream().flatMap(e -> e.x509().stream()).toList();
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE;
    }

    @Override
    public void write(WireWriter out) {
        certificateRequestContext.ifPresent(out::opaque8);
        if (certificateRequestContext.isEmpty()
                && certificateList.size() == 1
                && certificateList.get(0).isRawPublicKey()) {
            out.opaque24(certificateList.get(0).certData());
        } else {
            out.list24(certificateList, (w, e) -> e.write(w));
        }
    }
}
