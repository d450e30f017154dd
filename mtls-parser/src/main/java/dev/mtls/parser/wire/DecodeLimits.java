package dev.mtls.parser.wire;

/**
 * How much a decoder takes in before it gives up. Every limit is checked before memory is set aside.
 *
 * <p>Immutable; start from {@link #DEFAULTS}, or name all of them.
 *
 * @param recordPayload bytes in a record of TLS 1.3, 16,640 by default (2<sup>14</sup> + 256, RFC 8446 5.2)
 * @param legacyRecordPayload bytes in a record before TLS 1.3, or of a version not known yet, 18,432 by default
 *     (2<sup>14</sup> + 2,048, RFC 5246 6.2.3)
 * @param handshakeMessage bytes in a handshake message without its header, 131,072 by default
 * @param buffered bytes kept of messages and records that are not complete yet, per connection, 262,144 by default
 * @param emptyRecords records without content in a row, 32 by default
 * @param extensions extensions of one message or certificate, 64 by default
 * @param certificateAuthorities names in a certificate request, 1,024 by default
 * @param certificate bytes in one certificate, 65,536 by default
 * @param uncompressedCertificate bytes that a compressed Certificate message may have when it is inflated, 32,768 by default;
 *     and no more than 32 times what it has compressed
 * @param traceNodes fields in the tree of one message, 262,144 by default
 */
public record DecodeLimits(
        int recordPayload,
        int legacyRecordPayload,
        int handshakeMessage,
        int buffered,
        int emptyRecords,
        int extensions,
        int certificateAuthorities,
        int certificate,
        int uncompressedCertificate,
        int traceNodes) {

    /** The limits that hold where nothing else is said. */
    public static final DecodeLimits DEFAULTS =
            new DecodeLimits(16_640, 18_432, 131_072, 262_144, 32, 64, 1_024, 65_536, 32_768, 262_144);

    /**
     * Checks that no limit is negative.
     *
     * @throws IllegalArgumentException when one is
     */
    public DecodeLimits {
        if (Math.min(Math.min(recordPayload, legacyRecordPayload), Math.min(handshakeMessage, buffered)) < 0
                || Math.min(Math.min(emptyRecords, extensions), Math.min(certificateAuthorities, certificate)) < 0
                || Math.min(uncompressedCertificate, traceNodes) < 0) {
            throw new IllegalArgumentException("a limit is negative");
        }
    }

    /** The same with another limit for handshake messages, in bytes; what is buffered grows with it. */
    public DecodeLimits withHandshakeMessage(int bytes) {
        return new DecodeLimits(
                recordPayload,
                legacyRecordPayload,
                bytes,
                Math.max(buffered, Math.addExact(bytes, legacyRecordPayload)),
                emptyRecords,
                extensions,
                certificateAuthorities,
                certificate,
                uncompressedCertificate,
                traceNodes);
    }

    /** The same with another limit for what is buffered, in bytes. */
    public DecodeLimits withBuffered(int bytes) {
        return new DecodeLimits(
                recordPayload,
                legacyRecordPayload,
                handshakeMessage,
                bytes,
                emptyRecords,
                extensions,
                certificateAuthorities,
                certificate,
                uncompressedCertificate,
                traceNodes);
    }

    /** The same with other limits for what one message holds: extensions, names of authorities. */
    public DecodeLimits withEntries(int extensionCount, int authorityCount) {
        return new DecodeLimits(
                recordPayload,
                legacyRecordPayload,
                handshakeMessage,
                buffered,
                emptyRecords,
                extensionCount,
                authorityCount,
                certificate,
                uncompressedCertificate,
                traceNodes);
    }

    /** The same with another limit for Certificate messages that came compressed, in bytes. */
    public DecodeLimits withUncompressedCertificate(int bytes) {
        return new DecodeLimits(
                recordPayload,
                legacyRecordPayload,
                handshakeMessage,
                buffered,
                emptyRecords,
                extensions,
                certificateAuthorities,
                certificate,
                bytes,
                traceNodes);
    }
}
