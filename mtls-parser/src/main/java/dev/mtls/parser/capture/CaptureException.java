package dev.mtls.parser.capture;

import java.util.Optional;

/**
 * Says that a file is no capture file, cannot be read, or breaks off, with the place and what was found there.
 *
 * <p>The message has the facts in this order: what, file and offset, found, expected, remedy. Contents of packets are
 * never part of it.
 */
public final class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String file;
    private final long offset;
    private final String found;
    private final String expected;

    CaptureException(String what, String file, long offset, String found, String expected, String remedy) {
        super(what + ": " + file + ", offset " + offset + ": found " + found + ", expected " + expected
                + (remedy.isEmpty() ? "" : "; " + remedy));
        this.what = what;
        this.file = file;
        this.offset = offset;
        this.found = found;
        this.expected = expected;
    }

    CaptureException(String what, String file, long offset, Throwable cause) {
        this(what, file, offset, describe(cause), "readable bytes", "");
        initCause(cause);
    }

    private static String describe(Throwable cause) {
        return cause.getClass().getSimpleName()
                + Optional.ofNullable(cause.getMessage())
                        .map(m -> " (" + m + ")")
                        .orElse("");
    }

    /** What is wrong, in a few words. */
    public String what() {
        return what;
    }

    /** The name of the file, or the name that was given to a stream. */
    public String file() {
        return file;
    }

    /** Where in the file: bytes from its start, of the inflated file where it was compressed with gzip. */
    public long offset() {
        return offset;
    }

    /** What was found there. */
    public String found() {
        return found;
    }

    /** What should have been there. */
    public String expected() {
        return expected;
    }
}
