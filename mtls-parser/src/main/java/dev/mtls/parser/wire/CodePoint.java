package dev.mtls.parser.wire;

/**
 * A number on the wire whose meaning a registry gives: a cipher suite, an extension type, an alert.
 *
 * <p>Open: every number of the registry's width is a value, registered or not, so a new registration never breaks a
 * reader. The types are records with one {@code int}; equality is that of the number.
 */
public interface CodePoint {
    /** The number, unsigned: 0 to 255 or 0 to 65,535, by the width of its registry. */
    int value();

    /**
     * The registered name, without the {@code _RESERVED} that marks what current versions no longer use, or one under which the number is
     * seen although no registry has it; else {@code
     * GREASE(0x2A2A)} for a value of RFC 8701; else {@code unknown(0x1305)}.
     */
    String name();

    /** Whether this is one of the values that RFC 8701 reserves to keep readers tolerant of unknown numbers. */
    boolean isGrease();

    /** Whether the registry assigns this number. */
    boolean isRegistered();
}
