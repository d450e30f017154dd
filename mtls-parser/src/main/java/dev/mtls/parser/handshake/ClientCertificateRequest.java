package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * The wish of a client for one more certificate of the server, in an exported authenticator, never in a handshake. RFC 9261 4:
 * {@code opaque certificate_request_context<0..2^8-1>; Extension extensions<0..2^16-1>}, as {@link CertificateRequest} of TLS 1.3.
 *
 * @param certificateRequestContext the name of the request, 0 to 255 bytes
 * @param extensions what the certificate shall be like
 */
public record ClientCertificateRequest(Bytes certificateRequestContext, Extensions extensions)
        implements HandshakeMessage {
    static ClientCertificateRequest read(WireReader in, ReadContext context) {
        return new ClientCertificateRequest(
                in.opaque8("certificate_request_context", 0),
                Extensions.read(in, context.in(MessageKind.CERTIFICATE_REQUEST)));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_CERTIFICATE_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        extensions.write(out.opaque8(certificateRequestContext));
    }
}
