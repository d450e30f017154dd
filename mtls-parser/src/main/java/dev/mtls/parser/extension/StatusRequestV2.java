package dev.mtls.parser.extension;

import dev.mtls.parser.code.CertificateStatusType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * status_request_v2 (17): asks for proofs that the certificates of a chain are not revoked, before TLS 1.3. RFC 6961 2.2.
 *
 * <p>{@code CertificateStatusRequestItemV2 certificate_status_req_list<1..2^16-1>} in ClientHello, empty in ServerHello.
 * Absent: no such proof is asked for.
 *
 * @param certificateStatusReqList what is asked for, best first; empty in the answer of a server
 */
public record StatusRequestV2(List<StatusRequestV2.Item> certificateStatusReqList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public StatusRequestV2 {
        certificateStatusReqList = List.copyOf(certificateStatusReqList);
    }

    /**
     * One kind of proof. RFC 6961 2.2: {@code CertificateStatusType status_type; uint16 request_length; ResponderID
     * responder_id_list<0..2^16-1>; opaque request_extensions<0..2^16-1>}.
     *
     * @param statusType the kind
     * @param responderIdList the responders that the client trusts, in DER; empty when there are none
     * @param requestExtensions extensions of the OCSP request in DER, or the whole request when its kind is unknown
     */
    public record Item(CertificateStatusType statusType, List<Bytes> responderIdList, Bytes requestExtensions) {
        /** Keeps an unmodifiable copy. */
        public Item {
            responderIdList = List.copyOf(responderIdList);
        }

        private static Item read(WireReader in) {
            CertificateStatusType type = in.codePoint("status_type", CertificateStatusType.TABLE);
            return isOcsp(type)
                    ? in.sized16("request", request -> ocsp(type, request))
                    : new Item(type, List.of(), in.opaque16("request", 0));
        }

        private static Item ocsp(CertificateStatusType type, WireReader in) {
            return new Item(
                    type,
                    in.list16("responder_id_list", 0, id -> id.opaque16("", 1)),
                    in.opaque16("request_extensions", 0));
        }

        private static boolean isOcsp(CertificateStatusType type) {
            return type.equals(CertificateStatusType.OCSP) || type.equals(CertificateStatusType.OCSP_MULTI);
        }

        private void write(WireWriter out) {
            out.codePoint8(statusType);
            if (isOcsp(statusType)) {
                out.sized(
                        2,
                        () -> out.list16(responderIdList, WireWriter::opaque16).opaque16(requestExtensions));
            } else {
                out.opaque16(requestExtensions);
            }
        }
    }

    static StatusRequestV2 read(WireReader in, ReadContext context) {
        boolean answer = context.kind() != MessageKind.CLIENT_HELLO;
        return new StatusRequestV2(answer ? List.of() : in.list16("certificate_status_req_list", 1, Item::read));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST_V2;
    }

    @Override
    public void write(WireWriter out) {
        if (!certificateStatusReqList.isEmpty()) {
            out.list16(certificateStatusReqList, (w, item) -> item.write(w));
        }
    }
}
