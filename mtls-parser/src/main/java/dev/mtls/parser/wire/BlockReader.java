package dev.mtls.parser.wire;

/**
 * Reads the bodies that stand behind a type and a length: extensions, handshake messages.
 *
 * @param <P> the code point that says the type
 * @param <T> what a body becomes
 */
public interface BlockReader<P extends CodePoint, T> {
    /** Section of the rule for bodies of this type, such as {@code RFC 8446 4.2.8}; empty when unknown. */
    String rfc(P type);

    /** Reads a body; what is left of it afterwards is an error. */
    T read(WireReader in, P type);

    /** Stands for a body that could not be read. */
    T malformed(P type, Bytes body);

    /** Whether the body of this type is known, so that its fields can be told apart. */
    boolean isKnown(P type);
}
