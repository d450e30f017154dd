package dev.mtls.parser.extension;

import dev.mtls.parser.code.CertificateStatusType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * status_request (5): asks for a proof that the certificate is not revoked, or in a Certificate of TLS 1.3 gives it. RFC 6066 8,
 * RFC 8446 4.4.2.1.
 *
 * <p>{@code CertificateStatusType status_type; ResponderID responder_id_list<0..2^16-1>; opaque request_extensions<0..2^16-1>}
 * in ClientHello, {@code CertificateStatusType status_type; opaque response<1..2^24-1>} in Certificate, empty in ServerHello;
 * empty or as in ClientHello in CertificateRequest. Absent: no proof is asked for.
 *
 * @param statusType what kind of proof; absent when the body is empty
 * @param responderIdList the responders that the client trusts, in DER; empty when there are none
 * @param requestExtensions extensions of the OCSP request in DER, or the whole request when its type is unknown
 * @param response the proof; present in a Certificate alone
 */
public record StatusRequest(
        Optional<CertificateStatusType> statusType,
        List<Bytes> responderIdList,
        Bytes requestExtensions,
        Optional<Bytes> response)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public StatusRequest {
        responderIdList = List.copyOf(responderIdList);
    }

    static StatusRequest read(WireReader in, ReadContext context) {
        boolean mayBeEmpty = context.kind() == MessageKind.CERTIFICATE_REQUEST && in.remaining() == 0;
        if (mayBeEmpty || isAnswer(context.kind())) {
            return new StatusRequest(Optional.empty(), List.of(), Bytes.EMPTY, Optional.empty());
        }
        CertificateStatusType type = in.codePoint("status_type", CertificateStatusType.TABLE);
        if (context.kind() == MessageKind.CERTIFICATE) {
            Bytes response = in.opaque24("response", 1, 0xffffff);
            return new StatusRequest(Optional.of(type), List.of(), Bytes.EMPTY, Optional.of(response));
        }
        if (!type.equals(CertificateStatusType.OCSP)) {
            return new StatusRequest(Optional.of(type), List.of(), in.rest("request"), Optional.empty());
        }
        return new StatusRequest(
                Optional.of(type),
                in.list16("responder_id_list", 0, r -> r.opaque16("", 1)),
                in.opaque16("request_extensions", 0),
                Optional.empty());
    }

    private static boolean isAnswer(MessageKind kind) {
        return switch (kind) {
            case LEGACY_SERVER_HELLO, SERVER_HELLO, HELLO_RETRY_REQUEST, ENCRYPTED_EXTENSIONS -> true;
            default -> false;
        };
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        if (statusType.isEmpty()) {
            return;
        }
        out.codePoint8(statusType.get());
        if (response.isPresent()) {
            out.opaque24(response.get());
        } else if (statusType.get().equals(CertificateStatusType.OCSP)) {
            out.list16(responderIdList, WireWriter::opaque16).opaque16(requestExtensions);
        } else {
            out.bytes(requestExtensions);
        }
    }
}
