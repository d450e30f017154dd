package dev.mtls.examples.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A capture file or standard input, which counts what was read of it, for the progress line. */
final class Counted extends FilterInputStream {
    private volatile long count;

    private Counted(InputStream in) {
        super(in);
    }

    /**
     * Opens what is given as FILE on the command line.
     *
     * @param name a file, or - for standard input
     */
    static Counted open(Console console, String name) throws IOException {
        if (name.equals("-")) {
            return new Counted(console.in());
        }
        Path file = Path.of(name);
        Inputs.requireReadable("FILE", file);
        return new Counted(Files.newInputStream(file));
    }

    /** What messages call it. */
    static String called(String name) {
        return name.equals("-") ? "standard input" : name;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count = one < 0 ? count : count + 1;
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int some = super.read(buffer, offset, length);
        count = some < 0 ? count : count + some;
        return some;
    }
}
