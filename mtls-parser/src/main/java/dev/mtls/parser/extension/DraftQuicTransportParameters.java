package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * quic_transport_parameters (65445): settings of the sender's side of a QUIC connection, before RFC 9001. draft-ietf-quic-tls-27 to 32
 * 8.2.
 *
 * <p>Parameters one behind the other, to the end. In ClientHello and EncryptedExtensions. Older drafts wrote them otherwise: those are
 * malformed here. Absent: no QUIC.
 *
 * @param transportParameters the parameters in wire order, duplicates kept
 */
public record DraftQuicTransportParameters(List<QuicTransportParameter> transportParameters) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public DraftQuicTransportParameters {
        transportParameters = List.copyOf(transportParameters);
    }

    static DraftQuicTransportParameters read(WireReader in, ReadContext context) {
        return new DraftQuicTransportParameters(in.listToEnd("transport_parameters", QuicTransportParameter::read));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.QUIC_TRANSPORT_PARAMETERS_DRAFT;
    }

    @Override
    public void write(WireWriter out) {
        transportParameters.forEach(parameter -> parameter.write(out));
    }
}
