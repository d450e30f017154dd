package dev.mtls.parser.decrypt;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** Opens the protected records of one direction under one set of keys. Not thread-safe. */
public interface RecordOpener {

    /**
     * Opens a record.
     *
     * @param sequence number of the record under these keys, from 0
     * @param type the type in the record's header
     * @param version the version in the record's header
     * @param fragment what was protected
     * @return what was inside; null where it is not authentic: other keys, another place, or altered bytes
     */
    @Nullable
    Bytes open(long sequence, ContentType type, ProtocolVersion version, Bytes fragment);

    /**
     * Tells of a record that was not opened, but came before the next one.
     *
     * @param fragment what was protected
     */
    default void passed(Bytes fragment) {}
}
