package dev.mtls.core;

/** Whether a server asks its clients for a certificate, and what it does with the answer. RFC 8446 4.3.2, RFC 5246 7.4.4. */
public enum ClientAuth {
    /** No certificate is asked for. */
    NONE,
    /** A certificate is asked for; a client without one is served, one with a certificate that cannot be verified is refused. */
    OPTIONAL,
    /** A certificate is asked for and must verify. */
    REQUIRED,
    /** A certificate is asked for, and any is accepted: none is verified. */
    ANY
}
