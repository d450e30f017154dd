package dev.mtls.core;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What was logged while it was open: the logger of the tests writes to {@code System.err}, whatever that is at the time. */
final class Warnings implements AutoCloseable {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Warnings() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    long count() {
        return of("policy-refused").size();
    }

    /** The lines about findings or refusals of this id. */
    List<String> of(String id) {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(id))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
