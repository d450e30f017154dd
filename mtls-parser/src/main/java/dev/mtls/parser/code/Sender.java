package dev.mtls.parser.code;

import java.util.Locale;

/** Who sent something: one of the two ends of a connection. */
public enum Sender {
    /** The end that says ClientHello. */
    CLIENT,
    /** The end that answers. */
    SERVER;

    /** The other end. */
    public Sender other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /** The name in lower case, as it is printed and stands in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
