package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CertificateCompressionAlgorithm;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;

/**
 * A {@link CertificateMessage} of TLS 1.3 in compressed form. RFC 8879 4: {@code CertificateCompressionAlgorithm algorithm; uint24
 * uncompressed_length; opaque compressed_certificate_message<1..2^24-1>}.
 *
 * <p>zlib is inflated by the JDK, brotli and zstd where the optional dependency is there. What it says of its length is checked
 * before memory is set aside: at most {@link dev.mtls.parser.wire.DecodeLimits#uncompressedCertificate} bytes and at most 32 times
 * the compressed ones.
 *
 * @param algorithm how it is compressed
 * @param uncompressedLength bytes of the Certificate message that it claims to be, 0 to 16,777,215
 * @param compressedCertificateMessage the compressed bytes
 * @param certificate the message inflated; absent when that was not possible ({@link #missingDecoder}, or a problem says why)
 */
public record CompressedCertificate(
        CertificateCompressionAlgorithm algorithm,
        int uncompressedLength,
        Bytes compressedCertificateMessage,
        Optional<CertificateMessage> certificate)
        implements HandshakeMessage {
    private static final int BAD_CERTIFICATE = 42;

    static CompressedCertificate read(WireReader in, ReadContext context) {
        CertificateCompressionAlgorithm algorithm = in.codePoint("algorithm", CertificateCompressionAlgorithm.TABLE);
        int uncompressedLength = in.u24("uncompressed_length");
        Bytes compressed = in.opaque24As("compressed_length", 1, 0xffffff, bytes -> new Field.Num(bytes.size()));
        Inflation inflated = Inflation.of(
                algorithm, compressed, uncompressedLength, in.limits().uncompressedCertificate());
        inflated.problem()
                .ifPresent(
                        kind -> in.report(kind, "compressed_certificate_message", BAD_CERTIFICATE, inflated.words()));
        ReadContext inside = context.with(ProtocolVersion.TLS_1_3);
        return new CompressedCertificate(
                algorithm,
                uncompressedLength,
                compressed,
                inflated.bytes().flatMap(bytes -> in.derived(bytes, r -> CertificateMessage.read(r, inside))));
    }

    /** The optional dependency that would inflate this and is not there; empty where none is missing, or none is known. */
    public Optional<String> missingDecoder() {
        return certificate.isPresent() ? Optional.empty() : Inflation.missingDecoder(algorithm);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.COMPRESSED_CERTIFICATE;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint16(algorithm).u24(uncompressedLength).opaque24(compressedCertificateMessage);
    }
}
