package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What an alert says. RFC 8446 6, RFC 5246 7.2.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record AlertDescription(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<AlertDescription> TABLE =
            CodeTable.bytes("alert description", AlertDescription::new, """
            00 close_notify
            0a unexpected_message
            14 bad_record_mac
            15 decryption_failed
            16 record_overflow
            1e decompression_failure
            28 handshake_failure
            29 no_certificate
            2a bad_certificate
            2b unsupported_certificate
            2c certificate_revoked
            2d certificate_expired
            2e certificate_unknown
            2f illegal_parameter
            30 unknown_ca
            31 access_denied
            32 decode_error
            33 decrypt_error
            34 too_many_cids_requested
            3c export_restriction
            46 protocol_version
            47 insufficient_security
            50 internal_error
            56 inappropriate_fallback
            5a user_canceled
            64 no_renegotiation
            6d missing_extension
            6e unsupported_extension
            6f certificate_unobtainable
            70 unrecognized_name
            71 bad_certificate_status_response
            72 bad_certificate_hash_value
            73 unknown_psk_identity
            74 certificate_required
            75 general_error
            78 no_application_protocol
            79 ech_required""");

    /** {@code close_notify}. */
    public static final AlertDescription CLOSE_NOTIFY = TABLE.constant(0x00);

    /** {@code unexpected_message}. */
    public static final AlertDescription UNEXPECTED_MESSAGE = TABLE.constant(0x0a);

    /** {@code bad_record_mac}. */
    public static final AlertDescription BAD_RECORD_MAC = TABLE.constant(0x14);

    /** {@code decryption_failed}. */
    public static final AlertDescription DECRYPTION_FAILED = TABLE.constant(0x15);

    /** {@code record_overflow}. */
    public static final AlertDescription RECORD_OVERFLOW = TABLE.constant(0x16);

    /** {@code decompression_failure}. */
    public static final AlertDescription DECOMPRESSION_FAILURE = TABLE.constant(0x1e);

    /** {@code handshake_failure}. */
    public static final AlertDescription HANDSHAKE_FAILURE = TABLE.constant(0x28);

    /** {@code no_certificate}. */
    public static final AlertDescription NO_CERTIFICATE = TABLE.constant(0x29);

    /** {@code bad_certificate}. */
    public static final AlertDescription BAD_CERTIFICATE = TABLE.constant(0x2a);

    /** {@code unsupported_certificate}. */
    public static final AlertDescription UNSUPPORTED_CERTIFICATE = TABLE.constant(0x2b);

    /** {@code certificate_revoked}. */
    public static final AlertDescription CERTIFICATE_REVOKED = TABLE.constant(0x2c);

    /** {@code certificate_expired}. */
    public static final AlertDescription CERTIFICATE_EXPIRED = TABLE.constant(0x2d);

    /** {@code certificate_unknown}. */
    public static final AlertDescription CERTIFICATE_UNKNOWN = TABLE.constant(0x2e);

    /** {@code illegal_parameter}. */
    public static final AlertDescription ILLEGAL_PARAMETER = TABLE.constant(0x2f);

    /** {@code unknown_ca}. */
    public static final AlertDescription UNKNOWN_CA = TABLE.constant(0x30);

    /** {@code access_denied}. */
    public static final AlertDescription ACCESS_DENIED = TABLE.constant(0x31);

    /** {@code decode_error}. */
    public static final AlertDescription DECODE_ERROR = TABLE.constant(0x32);

    /** {@code decrypt_error}. */
    public static final AlertDescription DECRYPT_ERROR = TABLE.constant(0x33);

    /** {@code too_many_cids_requested}. */
    public static final AlertDescription TOO_MANY_CIDS_REQUESTED = TABLE.constant(0x34);

    /** {@code export_restriction}. */
    public static final AlertDescription EXPORT_RESTRICTION = TABLE.constant(0x3c);

    /** {@code protocol_version}. */
    public static final AlertDescription PROTOCOL_VERSION = TABLE.constant(0x46);

    /** {@code insufficient_security}. */
    public static final AlertDescription INSUFFICIENT_SECURITY = TABLE.constant(0x47);

    /** {@code internal_error}. */
    public static final AlertDescription INTERNAL_ERROR = TABLE.constant(0x50);

    /** {@code inappropriate_fallback}. */
    public static final AlertDescription INAPPROPRIATE_FALLBACK = TABLE.constant(0x56);

    /** {@code user_canceled}. */
    public static final AlertDescription USER_CANCELED = TABLE.constant(0x5a);

    /** {@code no_renegotiation}. */
    public static final AlertDescription NO_RENEGOTIATION = TABLE.constant(0x64);

    /** {@code missing_extension}. */
    public static final AlertDescription MISSING_EXTENSION = TABLE.constant(0x6d);

    /** {@code unsupported_extension}. */
    public static final AlertDescription UNSUPPORTED_EXTENSION = TABLE.constant(0x6e);

    /** {@code certificate_unobtainable}. */
    public static final AlertDescription CERTIFICATE_UNOBTAINABLE = TABLE.constant(0x6f);

    /** {@code unrecognized_name}. */
    public static final AlertDescription UNRECOGNIZED_NAME = TABLE.constant(0x70);

    /** {@code bad_certificate_status_response}. */
    public static final AlertDescription BAD_CERTIFICATE_STATUS_RESPONSE = TABLE.constant(0x71);

    /** {@code bad_certificate_hash_value}. */
    public static final AlertDescription BAD_CERTIFICATE_HASH_VALUE = TABLE.constant(0x72);

    /** {@code unknown_psk_identity}. */
    public static final AlertDescription UNKNOWN_PSK_IDENTITY = TABLE.constant(0x73);

    /** {@code certificate_required}. */
    public static final AlertDescription CERTIFICATE_REQUIRED = TABLE.constant(0x74);

    /** {@code general_error}. */
    public static final AlertDescription GENERAL_ERROR = TABLE.constant(0x75);

    /** {@code no_application_protocol}. */
    public static final AlertDescription NO_APPLICATION_PROTOCOL = TABLE.constant(0x78);

    /** {@code ech_required}. */
    public static final AlertDescription ECH_REQUIRED = TABLE.constant(0x79);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public AlertDescription {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static AlertDescription of(int value) {
        return TABLE.of(value);
    }

    @Override
    public String name() {
        return TABLE.name(value);
    }

    @Override
    public boolean isGrease() {
        return TABLE.isGrease(value);
    }

    @Override
    public boolean isRegistered() {
        return TABLE.isRegistered(value);
    }

    /** The name. */
    @Override
    public String toString() {
        return name();
    }
}
