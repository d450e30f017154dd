package dev.mtls.examples.cli;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.capture.CaptureException;
import dev.mtls.parser.capture.CaptureWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of {@code --capture}: opened before anything is said, each conversation added when it ends. */
final class CaptureFile implements AutoCloseable {
    private final @Nullable OutputStream out;
    private final @Nullable Path file;

    private CaptureFile(@Nullable Path file, @Nullable OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Creates or empties the file.
     *
     * @param file null where no capture is wanted
     */
    static CaptureFile create(@Nullable Path file) {
        if (file == null) {
            return new CaptureFile(null, null);
        }
        try {
            return new CaptureFile(file, Files.newOutputStream(file));
        } catch (IOException notWritable) {
            throw ProgramException.usage("--capture " + file + ": cannot be written: " + notWritable, notWritable);
        }
    }

    synchronized void add(Conversation conversation) {
        if (out == null) {
            return;
        }
        try {
            // each time a section of its own, which pcapng allows: what was written is whole at any moment
            CaptureWriter.write(out, List.of(conversation));
            out.flush();
        } catch (IOException | CaptureException full) {
            throw ProgramException.usage("--capture " + file + ": cannot be written: " + full, full);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
