package dev.mtls.parser;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReaderTable;
import dev.mtls.parser.extension.ExtensionTable;
import dev.mtls.parser.extension.PrivateExtension;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.handshake.PrivateHandshakeMessage;
import dev.mtls.parser.wire.CodePoint;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Readers of an application for extensions and handshake messages that this library does not know, or not as the application
 * does: code points for private use, or of a draft. Immutable and thread-safe if the readers are.
 *
 * <pre>{@code
 * PrivateReaders own = PrivateReaders.builder()
 *         .extension(TenantId.TYPE, TenantId::read, MessageKind.CLIENT_HELLO)
 *         .build();
 * CaptureReader.builder().readers(own).build().read(file);
 * TlsDecoder.message(bytes, ReadContext.initial(Sender.CLIENT).with(own));
 * }</pre>
 *
 * <p>What a reader reads by name stands in texts, JSON, and the paths and places of problems as if this library had read it. A
 * {@link dev.mtls.parser.wire.MalformedTlsException} of it is a problem of the bytes. Any other unchecked exception, a null, or a value of another type
 * is a problem of kind {@link dev.mtls.parser.wire.Problem.Kind#INTERNAL INTERNAL}: a lenient decoder goes on behind the extension or message.
 */
public final class PrivateReaders implements ReaderTable {
    private final Map<CodePoint, Object> readers;

    private PrivateReaders(Map<CodePoint, Object> readers) {
        this.readers = Map.copyOf(readers);
    }

    /** A builder without readers. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public <R> @Nullable R find(CodePoint type, Class<R> kind) {
        Object reader = readers.get(type);
        return kind.isInstance(reader) ? kind.cast(reader) : null;
    }

    /** How many there are. */
    @Override
    public String toString() {
        return readers.size() + " private reader(s)";
    }

    /** Collects readers. Not thread-safe. */
    public static final class Builder {
        private final Map<CodePoint, Object> readers = new HashMap<>();

        private Builder() {}

        /**
         * Reads the extensions of a type that this library does not know.
         *
         * @param first a message in which the extension may stand; elsewhere it is read too, with a problem
         * @param more further ones
         * @throws IllegalArgumentException when this library knows the type, or the type has a reader already
         */
        public Builder extension(
                ExtensionType type, PrivateExtension.Reader reader, MessageKind first, MessageKind... more) {
            refuseKnown(type, ExtensionTable.isKnown(type));
            return put(type, place(reader, first, more));
        }

        /**
         * Reads the extensions of a type even if this library knows it; what is drawn from its own reading of that extension, such
         * as the version from {@code supported_versions}, is then not known any more.
         *
         * @param first a message in which the extension may stand; elsewhere it is read too, with a problem
         * @param more further ones
         * @throws IllegalArgumentException when the type has a reader already
         */
        public Builder replacingExtension(
                ExtensionType type, PrivateExtension.Reader reader, MessageKind first, MessageKind... more) {
            return put(type, place(reader, first, more));
        }

        /**
         * Reads the handshake messages of a type that this library does not know.
         *
         * @throws IllegalArgumentException when this library knows the type, or the type has a reader already
         */
        public Builder message(HandshakeType type, PrivateHandshakeMessage.Reader reader) {
            refuseKnown(type, HandshakeMessages.isKnown(type));
            return put(type, Objects.requireNonNull(reader, "reader"));
        }

        /**
         * Reads the handshake messages of a type even if this library knows it; what is drawn from its own reading of that message is
         * then not known any more.
         *
         * @throws IllegalArgumentException when the type has a reader already
         */
        public Builder replacingMessage(HandshakeType type, PrivateHandshakeMessage.Reader reader) {
            return put(type, Objects.requireNonNull(reader, "reader"));
        }

        /** The readers collected so far. */
        public PrivateReaders build() {
            return new PrivateReaders(readers);
        }

        private Builder put(CodePoint type, Object reader) {
            if (readers.putIfAbsent(type, reader) != null) {
                throw new IllegalArgumentException(type.name() + " has a reader already");
            }
            return this;
        }

        private static PrivateExtension.Place place(
                PrivateExtension.Reader reader, MessageKind first, MessageKind... more) {
            return new PrivateExtension.Place(Objects.requireNonNull(reader, "reader"), EnumSet.of(first, more));
        }

        private static void refuseKnown(CodePoint type, boolean known) {
            if (known) {
                throw new IllegalArgumentException(
                        type.name() + " is read by this library; the replacing… methods take its place");
            }
        }
    }
}
