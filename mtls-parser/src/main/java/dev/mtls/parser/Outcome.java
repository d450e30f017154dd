package dev.mtls.parser;

/** How handshake 0 of a conversation ended, as far as the bytes tell. */
public enum Outcome {
    /** Both Finished messages were seen, or are implied by what followed. */
    COMPLETED,
    /** A fatal alert ended it: before both Finished, or, in TLS 1.3, sent by the server after the client's Finished and before any NewSessionTicket or application data of its own. */
    REFUSED,
    /** One side closed or reset the connection at such a point instead of sending an alert. */
    ABORTED,
    /** The bytes ended first. */
    INCOMPLETE,
    /** It cannot be known, as in TLS 1.3 without keys and without an alert in plaintext. */
    UNKNOWN
}
