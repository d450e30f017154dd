package dev.mtls.parser.code;

/** The places where extensions may stand. A closed set: it says how this library reads, not what is on the wire. */
public enum MessageKind {
    /** ClientHello. RFC 8446 4.1.2. */
    CLIENT_HELLO,
    /** ServerHello of TLS 1.3. RFC 8446 4.1.3. */
    SERVER_HELLO,
    /** ServerHello before TLS 1.3. RFC 5246 7.4.1.3. */
    LEGACY_SERVER_HELLO,
    /** ServerHello that asks for another ClientHello. RFC 8446 4.1.4. */
    HELLO_RETRY_REQUEST,
    /** EncryptedExtensions. RFC 8446 4.3.1. */
    ENCRYPTED_EXTENSIONS,
    /** An entry of a Certificate of TLS 1.3. RFC 8446 4.4.2. */
    CERTIFICATE,
    /** CertificateRequest of TLS 1.3. RFC 8446 4.3.2. */
    CERTIFICATE_REQUEST,
    /** NewSessionTicket of TLS 1.3. RFC 8446 4.6.1. */
    NEW_SESSION_TICKET,
    /** A message without extensions. */
    OTHER
}
