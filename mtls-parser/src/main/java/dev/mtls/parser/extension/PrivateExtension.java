package dev.mtls.parser.extension;

import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import java.util.Set;

/** An extension that an application models itself, for a code point of its own; {@code PrivateReaders} registers its reader. */
public non-sealed interface PrivateExtension extends TlsExtension {
    /** Reads the body of an extension, each field by its name. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads a body; what is left of it afterwards is an error.
         *
         * @param in the body alone
         * @param context among others the message that the extension stands in
         * @return an extension of the type that the reader is registered for, which writes the same bytes again
         * @throws dev.mtls.parser.wire.MalformedTlsException when the body breaks a rule
         */
        PrivateExtension read(WireReader in, ReadContext context);
    }

    /**
     * A reader with the messages in which the extension may stand.
     *
     * @param reader the reader
     * @param messages the messages
     */
    record Place(Reader reader, Set<MessageKind> messages) {
        /** Keeps an unmodifiable copy. */
        public Place {
            messages = Set.copyOf(messages);
        }
    }
}
