package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * signed_certificate_timestamp (18): asks for, or gives, promises of logs that they show a certificate. RFC 6962 3.3.
 *
 * <p>Empty in ClientHello and CertificateRequest, {@code SerializedSCT sct_list<1..2^16-1>} in ServerHello (before TLS 1.3)
 * and Certificate. Absent: no such promise is asked for, or given.
 *
 * @param sctList the promises in wire order, not decoded; empty where they are asked for
 */
public record SignedCertificateTimestamp(List<Bytes> sctList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public SignedCertificateTimestamp {
        sctList = List.copyOf(sctList);
    }

    static SignedCertificateTimestamp read(WireReader in, ReadContext context) {
        boolean asks = context.kind() == MessageKind.CLIENT_HELLO || context.kind() == MessageKind.CERTIFICATE_REQUEST;
        return new SignedCertificateTimestamp(asks ? List.of() : in.list16("sct_list", 1, r -> r.opaque16("", 1)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP;
    }

    @Override
    public void write(WireWriter out) {
        if (!sctList.isEmpty()) {
            out.list16(sctList, WireWriter::opaque16);
        }
    }
}
