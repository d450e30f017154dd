package dev.mtls.parser.view;

/**
 * How a conversation is shown.
 *
 * @param maxBytes how many bytes of application data and of bytes that are no TLS are shown per event, at least 0
 * @param hex whether the text shows the bytes: of each message with its fields beside them, of data as a dump
 */
public record ViewOptions(int maxBytes, boolean hex) {

    /** 4,096 bytes, no hex dump. */
    public static final ViewOptions DEFAULT = new ViewOptions(4096, false);

    /** Checks the bounds. */
    public ViewOptions {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes: found " + maxBytes + ", expected at least 0");
        }
    }

    /**
     * The same with another bound.
     *
     * @param maxBytes how many bytes of data are shown per event, at least 0
     * @return the options
     */
    public ViewOptions withMaxBytes(int maxBytes) {
        return new ViewOptions(maxBytes, hex);
    }

    /**
     * The same with or without hex dumps.
     *
     * @param hex whether to show them
     * @return the options
     */
    public ViewOptions withHex(boolean hex) {
        return new ViewOptions(maxBytes, hex);
    }
}
