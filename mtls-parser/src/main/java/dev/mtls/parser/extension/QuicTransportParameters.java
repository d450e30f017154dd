package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * quic_transport_parameters (57): settings of the sender's side of a QUIC connection. RFC 9001 8.2, RFC 9000 18.
 *
 * <p>Parameters one behind the other, to the end. In ClientHello and EncryptedExtensions. Absent: no QUIC.
 *
 * @param transportParameters the parameters in wire order, duplicates kept
 */
public record QuicTransportParameters(List<QuicTransportParameter> transportParameters) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public QuicTransportParameters {
        transportParameters = List.copyOf(transportParameters);
    }

    static QuicTransportParameters read(WireReader in, ReadContext context) {
        return new QuicTransportParameters(in.listToEnd("transport_parameters", QuicTransportParameter::read));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.QUIC_TRANSPORT_PARAMETERS;
    }

    @Override
    public void write(WireWriter out) {
        transportParameters.forEach(parameter -> parameter.write(out));
    }
}
