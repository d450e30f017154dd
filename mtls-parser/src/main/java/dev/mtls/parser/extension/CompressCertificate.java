package dev.mtls.parser.extension;

import dev.mtls.parser.code.CertificateCompressionAlgorithm;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * compress_certificate (27): the compressions of certificates that the sender can read, best first. RFC 8879 3.
 *
 * <p>{@code CertificateCompressionAlgorithm algorithms<2..2^8-2>}. In ClientHello and CertificateRequest. Absent: certificates
 * must be sent as they are.
 *
 * @param algorithms the algorithms in wire order
 */
public record CompressCertificate(List<CertificateCompressionAlgorithm> algorithms) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public CompressCertificate {
        algorithms = List.copyOf(algorithms);
    }

    static CompressCertificate read(WireReader in, ReadContext context) {
        return new CompressCertificate(in.codePoints8("algorithms", 2, CertificateCompressionAlgorithm.TABLE));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.COMPRESS_CERTIFICATE;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints8(algorithms, CertificateCompressionAlgorithm.TABLE);
    }
}
