package dev.mtls.core.path;

import java.util.Locale;

/** In which role the peer shows its certificate. */
public enum Role {
    /** The peer is a client, and a server judges it. */
    CLIENT("1.3.6.1.5.5.7.3.2"),
    /** The peer is a server, and a client judges it. */
    SERVER("1.3.6.1.5.5.7.3.1");

    private final String purpose;

    Role(String purpose) {
        this.purpose = purpose;
    }

    /** The extended key usage of the role: id-kp-clientAuth or id-kp-serverAuth (RFC 5280, section 4.2.1.12). */
    public String purpose() {
        return purpose;
    }

    /** {@code client} or {@code server}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
