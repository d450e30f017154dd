package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What a handshake message is. RFC 8446 4, RFC 5246 7.4.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record HandshakeType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<HandshakeType> TABLE = CodeTable.bytes("handshake type", HandshakeType::new, """
            00 hello_request
            01 client_hello
            02 server_hello
            03 hello_verify_request
            04 new_session_ticket
            05 end_of_early_data
            06 hello_retry_request
            08 encrypted_extensions
            09 request_connection_id
            0a new_connection_id
            0b certificate
            0c server_key_exchange
            0d certificate_request
            0e server_hello_done
            0f certificate_verify
            10 client_key_exchange
            11 client_certificate_request
            14 finished
            15 certificate_url
            16 certificate_status
            17 supplemental_data
            18 key_update
            19 compressed_certificate
            1a ekt_key
            43*next_protocol
            cb*channel_id
            fe message_hash""");

    /** {@code hello_request}. */
    public static final HandshakeType HELLO_REQUEST = TABLE.constant(0x00);

    /** {@code client_hello}. */
    public static final HandshakeType CLIENT_HELLO = TABLE.constant(0x01);

    /** {@code server_hello}. */
    public static final HandshakeType SERVER_HELLO = TABLE.constant(0x02);

    /** {@code hello_verify_request}. */
    public static final HandshakeType HELLO_VERIFY_REQUEST = TABLE.constant(0x03);

    /** {@code new_session_ticket}. */
    public static final HandshakeType NEW_SESSION_TICKET = TABLE.constant(0x04);

    /** {@code end_of_early_data}. */
    public static final HandshakeType END_OF_EARLY_DATA = TABLE.constant(0x05);

    /** {@code hello_retry_request}. */
    public static final HandshakeType HELLO_RETRY_REQUEST = TABLE.constant(0x06);

    /** {@code encrypted_extensions}. */
    public static final HandshakeType ENCRYPTED_EXTENSIONS = TABLE.constant(0x08);

    /** {@code request_connection_id}. */
    public static final HandshakeType REQUEST_CONNECTION_ID = TABLE.constant(0x09);

    /** {@code new_connection_id}. */
    public static final HandshakeType NEW_CONNECTION_ID = TABLE.constant(0x0a);

    /** {@code certificate}. */
    public static final HandshakeType CERTIFICATE = TABLE.constant(0x0b);

    /** {@code server_key_exchange}. */
    public static final HandshakeType SERVER_KEY_EXCHANGE = TABLE.constant(0x0c);

    /** {@code certificate_request}. */
    public static final HandshakeType CERTIFICATE_REQUEST = TABLE.constant(0x0d);

    /** {@code server_hello_done}. */
    public static final HandshakeType SERVER_HELLO_DONE = TABLE.constant(0x0e);

    /** {@code certificate_verify}. */
    public static final HandshakeType CERTIFICATE_VERIFY = TABLE.constant(0x0f);

    /** {@code client_key_exchange}. */
    public static final HandshakeType CLIENT_KEY_EXCHANGE = TABLE.constant(0x10);

    /** {@code client_certificate_request}. */
    public static final HandshakeType CLIENT_CERTIFICATE_REQUEST = TABLE.constant(0x11);

    /** {@code finished}. */
    public static final HandshakeType FINISHED = TABLE.constant(0x14);

    /** {@code certificate_url}. */
    public static final HandshakeType CERTIFICATE_URL = TABLE.constant(0x15);

    /** {@code certificate_status}. */
    public static final HandshakeType CERTIFICATE_STATUS = TABLE.constant(0x16);

    /** {@code supplemental_data}. */
    public static final HandshakeType SUPPLEMENTAL_DATA = TABLE.constant(0x17);

    /** {@code key_update}. */
    public static final HandshakeType KEY_UPDATE = TABLE.constant(0x18);

    /** {@code compressed_certificate}. */
    public static final HandshakeType COMPRESSED_CERTIFICATE = TABLE.constant(0x19);

    /** {@code ekt_key}. */
    public static final HandshakeType EKT_KEY = TABLE.constant(0x1a);

    /** {@code message_hash}. */
    public static final HandshakeType MESSAGE_HASH = TABLE.constant(0xfe);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public HandshakeType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static HandshakeType of(int value) {
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
