package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CertificateStatusType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * Proofs that the certificates of the server are not revoked, before TLS 1.3. RFC 6066 8, RFC 6961 2.2.
 *
 * <p>{@code CertificateStatusType status_type;} then for ocsp {@code opaque response<1..2^24-1>}, for ocsp_multi {@code
 * OCSPResponse ocsp_response_list<1..2^24-1>; opaque OCSPResponse<0..2^24-1>}.
 *
 * @param statusType what kind of proof
 * @param response the proof for the certificate of the server, or all there is where the kind is not known; absent for ocsp_multi
 * @param responses the proofs for a whole chain, empty ones where there is none
 */
public record CertificateStatus(CertificateStatusType statusType, Optional<Bytes> response, List<Bytes> responses)
        implements HandshakeMessage {
    /** Keeps an unmodifiable copy. */
    public CertificateStatus {
        responses = List.copyOf(responses);
    }

    static CertificateStatus read(WireReader in, ReadContext context) {
        CertificateStatusType type = in.codePoint("status_type", CertificateStatusType.TABLE);
        if (type.equals(CertificateStatusType.OCSP)) {
            return new CertificateStatus(type, Optional.of(in.opaque24("response", 1, 0xffffff)), List.of());
        }
        if (type.equals(CertificateStatusType.OCSP_MULTI)) {
            List<Bytes> responses = in.list24("responses", 1, r -> r.opaque24("", 0, 0xffffff));
            return new CertificateStatus(type, Optional.empty(), responses);
        }
        return new CertificateStatus(type, Optional.of(in.rest("response")), List.of());
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_STATUS;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint8(statusType);
        if (response.isEmpty()) {
            out.list24(responses, WireWriter::opaque24);
        } else if (statusType.equals(CertificateStatusType.OCSP)) {
            out.opaque24(response.get());
        } else {
            out.bytes(response.get());
        }
    }
}
