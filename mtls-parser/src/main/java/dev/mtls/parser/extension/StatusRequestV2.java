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
     * One kind of proof.
     *
     * @param statusType the kind
     * @param request what is asked, as the kind writes it
     */
    public record Item(CertificateStatusType statusType, Bytes request) {
        private static Item read(WireReader in) {
            return new Item(in.codePoint("status_type", CertificateStatusType.TABLE), in.opaque16("request", 0));
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
            out.list16(
                    certificateStatusReqList,
                    (w, e) -> w.codePoint8(e.statusType()).opaque16(e.request()));
        }
    }
}
