package dev.mtls.core.finding;

/** How bad a finding is. */
public enum Severity {
    /** No default JSSE or OpenSSL peer completes a handshake with it in this role. */
    ERROR,
    /** Some peers refuse it, or it will fail soon, or it is weak. */
    WARNING,
    /** Worth knowing. */
    INFO
}
