package dev.mtls.parser.handshake;

import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;

/** A handshake message that an application models itself, for a code point of its own; {@code PrivateReaders} registers its reader. */
public non-sealed interface PrivateHandshakeMessage extends HandshakeMessage {
    /** Reads the body of a handshake message, each field by its name. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads a body; what is left of it afterwards is an error.
         *
         * @param in the body alone
         * @param context among others the negotiated version
         * @return a message of the type that the reader is registered for, which writes the same bytes again
         * @throws dev.mtls.parser.wire.MalformedTlsException when the body breaks a rule
         */
        PrivateHandshakeMessage read(WireReader in, ReadContext context);
    }
}
