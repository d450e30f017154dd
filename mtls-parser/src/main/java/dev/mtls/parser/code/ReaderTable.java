package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import org.jspecify.annotations.Nullable;

/**
 * Readers of an application for its own code points, on their way through a {@link ReadContext} to where they are needed. Code
 * points know neither extensions nor messages, so all that is said here is how a reader is looked up. Immutable and thread-safe;
 * {@code dev.mtls.parser.PrivateReaders} is one.
 */
public interface ReaderTable {
    /** No readers. */
    ReaderTable NONE = new ReaderTable() {
        @Override
        public <R> @Nullable R find(CodePoint type, Class<R> kind) {
            return null;
        }

        @Override
        public String toString() {
            return "none";
        }
    };

    /** The reader of a code point, if it is of a kind; null when there is none. */
    <R> @Nullable R find(CodePoint type, Class<R> kind);
}
