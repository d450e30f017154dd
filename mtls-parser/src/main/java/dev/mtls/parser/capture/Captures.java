package dev.mtls.parser.capture;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.secrets.SecretSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads the TLS conversations of capture files: pcap and pcapng, also compressed with gzip, of Ethernet, loopback,
 * PPP, raw IP and Linux "any" captures, over IPv4 and IPv6, on any port.
 *
 * <p>Everything here reads with the defaults of {@link CaptureReader}, which says what is done with damaged files, lost
 * packets, and how much memory is used.
 */
public final class Captures {
    private Captures() {}

    /**
     * Reads a whole file.
     *
     * @throws CaptureException if it cannot be opened or is no capture file
     */
    public static Capture read(Path file) {
        return reader().build().read(file);
    }

    /**
     * Reads a whole file with secrets that open its protected records.
     *
     * @throws CaptureException if it cannot be opened or is no capture file
     */
    public static Capture read(Path file, SecretSource secrets) {
        return reader().secrets(secrets).build().read(file);
    }

    /**
     * Reads a whole stream, which stays open.
     *
     * @param name what the stream is called in exceptions
     * @throws CaptureException if it cannot be read or is no capture
     */
    public static Capture read(InputStream in, String name) {
        return reader().build().read(in, name);
    }

    /**
     * Reads a stream as it grows, and hands out each conversation when it ends. The stream stays open.
     *
     * @param name what the stream is called in exceptions
     * @param each called in the thread of the caller; what it throws ends the reading
     * @throws CaptureException if it cannot be read or is no capture
     */
    public static CaptureReport forEach(InputStream in, String name, Consumer<? super Conversation> each) {
        return reader().build().forEach(in, name, each);
    }

    /** A reader with other settings than the defaults. */
    public static CaptureReader.Builder reader() {
        return CaptureReader.builder();
    }
}
