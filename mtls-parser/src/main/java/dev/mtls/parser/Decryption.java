package dev.mtls.parser;

/** How much of what was protected could be read. */
public enum Decryption {
    /** Nothing was protected. */
    NOT_ENCRYPTED,
    /** Nothing of it could be read. */
    NONE,
    /** Some of it could be read. */
    PARTIAL,
    /** All of it could be read. */
    FULL
}
