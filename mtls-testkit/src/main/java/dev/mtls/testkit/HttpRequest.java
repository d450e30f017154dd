package dev.mtls.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The head of an HTTP/1.1 request (RFC 9112), bounded, and what it takes to get past its body.
 *
 * @param method the method, as sent
 * @param path the request target without its query, as sent
 * @param headers in the order sent
 * @param http11 false for HTTP/1.0
 */
record HttpRequest(String method, String path, List<Header> headers, boolean http11) {
    static final int MAX_HEAD = 16 * 1024;
    static final long MAX_BODY = 16L * 1024 * 1024;

    record Header(String name, String value) {}

    /** What the client gets instead of an answer. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String reason;

        Refused(int status, String reason) {
            super(reason);
            this.status = status;
            this.reason = reason;
        }

        String reason() {
            return reason;
        }

        int status() {
            return status;
        }
    }

    /** The next request, or nothing when the client has said its last. */
    static Optional<HttpRequest> read(InputStream in) throws IOException {
        Lines lines = new Lines(in, MAX_HEAD);
        String first = lines.next();
        // RFC 9112, section 2.2: an empty line before the request is forgiven.
        if (first != null && first.isEmpty()) {
            first = lines.next();
        }
        if (first == null) {
            return Optional.empty();
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3 || parts[0].isEmpty() || !parts[2].startsWith("HTTP/1.")) {
            throw new Refused(400, "found no HTTP/1.1 request line");
        }
        var headers = new ArrayList<Header>();
        for (String line; !(line = lines.needed()).isEmpty(); ) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new Refused(400, "found a header line without a name");
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        int query = parts[1].indexOf('?');
        String path = query < 0 ? parts[1] : parts[1].substring(0, query);
        return Optional.of(new HttpRequest(parts[0], path, List.copyOf(headers), !parts[2].equals("HTTP/1.0")));
    }

    /** The value of the first header of that name. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** Whether the client wants to go on after this request (RFC 9112, section 9.3). */
    boolean keepsAlive() {
        String connection = header("connection").orElse("");
        return http11 ? !connection.equalsIgnoreCase("close") : connection.equalsIgnoreCase("keep-alive");
    }

    /** Reads the body and forgets it. */
    void skipBody(InputStream in) throws IOException {
        if (header("transfer-encoding")
                .filter(coding -> coding.equalsIgnoreCase("chunked"))
                .isPresent()) {
            skipChunks(in);
            return;
        }
        if (header("transfer-encoding").isPresent()) {
            throw new Refused(501, "found a transfer coding other than chunked");
        }
        long length = number(header("content-length").orElse("0"), 10);
        skip(in, length);
    }

    private static void skipChunks(InputStream in) throws IOException {
        long total = 0;
        while (true) {
            Lines lines = new Lines(in, MAX_HEAD);
            String line = lines.needed();
            int semicolon = line.indexOf(';');
            long length = number((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
            total += length;
            if (total > MAX_BODY) {
                throw new Refused(413, "body is longer than " + MAX_BODY + " bytes");
            }
            if (length == 0) {
                while (!lines.needed().isEmpty()) {
                    // A trailer field: of no interest.
                }
                return;
            }
            skip(in, length);
            if (!lines.needed().isEmpty()) {
                throw new Refused(400, "found no line end after a chunk");
            }
        }
    }

    private static long number(String digits, int radix) throws Refused {
        try {
            long number = Long.parseLong(digits, radix);
            if (number < 0 || !Character.isLetterOrDigit(digits.charAt(0))) {
                throw new Refused(400, "found a length that is no number");
            }
            if (number > MAX_BODY) {
                throw new Refused(413, "body is longer than " + MAX_BODY + " bytes");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new Refused(400, "found a length that is no number");
        }
    }

    private static void skip(InputStream in, long length) throws IOException {
        for (long left = length; left > 0; ) {
            int got = in.readNBytes((int) Math.min(left, 8192)).length;
            if (got == 0) {
                throw new Refused(400, "the body ended early");
            }
            left -= got;
        }
    }

    /** Lines that end with CR LF or LF, up to a limit for all of them together. */
    private static final class Lines {
        private final InputStream in;
        private int left;

        private Lines(InputStream in, int limit) {
            this.in = in;
            this.left = limit;
        }

        /** Null at the end of the input. */
        @org.jspecify.annotations.Nullable
        String next() throws IOException {
            var line = new java.io.ByteArrayOutputStream();
            while (true) {
                int b = in.read();
                if (b < 0) {
                    if (line.size() > 0) {
                        throw new Refused(400, "the head ended early");
                    }
                    return null;
                }
                if (left-- == 0) {
                    throw new Refused(431, "head is longer than " + MAX_HEAD + " bytes");
                }
                if (b == '\n') {
                    String text = line.toString(StandardCharsets.ISO_8859_1);
                    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
                }
                line.write(b);
            }
        }

        private String needed() throws IOException {
            String line = next();
            if (line == null) {
                throw new Refused(400, "the head ended early");
            }
            return line;
        }
    }
}
