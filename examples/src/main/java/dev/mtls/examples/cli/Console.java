package dev.mtls.examples.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results go to {@code out}, everything else (progress, warnings, errors) to {@code err}.
 *
 * @param in standard input, read only where a command is told so ({@code decode -})
 * @param out results and nothing else
 * @param err messages for the person at the keyboard
 */
record Console(InputStream in, PrintStream out, PrintStream err) {

    /** The console of this process; both outputs are UTF-8 whatever the locale, so that two machines print the same bytes. */
    static Console ofProcess() {
        return new Console(
                System.in,
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** Prints a result line and makes it visible at once. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Tells the person something that is no result. */
    void note(String text) {
        err.println(text);
        err.flush();
    }
}
