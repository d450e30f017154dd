package dev.mtls.parser.capture;

import dev.mtls.parser.Conversation;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Writes conversations as pcapng files. */
public final class CaptureWriter {
    private CaptureWriter() {}

    /**
     * Writes a file, or replaces it.
     *
     * @throws CaptureException if it cannot be written
     */
    public static void write(Path file, Conversation... conversations) {
        write(file, List.of(conversations));
    }

    /**
     * Writes a file, or replaces it.
     *
     * @throws CaptureException if it cannot be written
     */
    public static void write(Path file, Collection<Conversation> conversations) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Writes to a stream, which stays open.
     *
     * @throws CaptureException if that fails
     */
    public static void write(OutputStream out, Collection<Conversation> conversations) {
        throw new UnsupportedOperationException("not there yet");
    }
}
