package dev.mtls.core.pem;

import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Where;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place that keys, certificates or revocation lists are read from, with the name that errors and findings call it by. What it holds is
 * told by its content, never by its name: PEM in any layout, DER, PKCS#7, PKCS#12, JKS.
 *
 * <p>Nothing is read when a source is made. Each {@link #read} reads afresh, so that a file that was replaced gives its new content;
 * only a {@link #stream stream} gives the same bytes again. Immutable; its text is its name and never its content.
 */
public final class PemSource {

    /** Gives at most so many bytes, and one more where there are more. */
    @FunctionalInterface
    private interface Content {
        byte[] upTo(int limit) throws IOException;
    }

    private static final int MOST_FILES = 2048;

    private final String name;
    private final String remedy;
    private final @Nullable Path path;
    private final boolean rereadable;
    private final Content content;

    private PemSource(String name, String remedy, @Nullable Path path, Content content) {
        this(name, remedy, path, true, content);
    }

    private PemSource(String name, String remedy, @Nullable Path path, boolean rereadable, Content content) {
        this.name = name;
        this.remedy = remedy;
        this.path = path;
        this.rereadable = rereadable;
        this.content = content;
    }

    /** A file; its name is its path. A relative path is one of the working directory of the process at the time of reading. */
    public static PemSource file(Path file) {
        return new PemSource(file.toString(), "check the path and its permissions", file, new OfFile(file));
    }

    private record OfFile(Path file) implements Content {
        @Override
        public byte[] upTo(int limit) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                // Most files end within this. Asked for all at once, a stream of a file first asks for its size and its
                // position.
                byte[] first = new byte[Math.min(oneMore(limit), MOST_FILES)];
                int length = in.readNBytes(first, 0, first.length);
                return length < first.length
                        ? Arrays.copyOf(first, length)
                        : joined(first, in.readNBytes(oneMore(limit) - length));
            }
        }
    }

    /** Bytes, which are copied. */
    public static PemSource bytes(String name, byte[] bytes) {
        byte[] copy = bytes.clone();
        return new PemSource(name, "", null, limit -> copy.clone());
    }

    /** Text. */
    public static PemSource text(String name, String text) {
        return new PemSource(name, "", null, limit -> text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A stream, read whole when the source is first read, and kept; later reads give the same bytes. It is not closed: it stays the
     * caller's, who may close it once something was loaded from this source.
     */
    public static PemSource stream(String name, InputStream stream) {
        return new PemSource(name, "give a stream that was not read or closed before", null, false, new Content() {
            private byte[] kept = new byte[0];
            private boolean ended;

            @Override
            public synchronized byte[] upTo(int limit) throws IOException {
                int missing = oneMore(limit) - kept.length;
                if (!ended && missing > 0) {
                    // A limit that was too small the last time has left the rest in the stream.
                    byte[] more = stream.readNBytes(missing);
                    kept = joined(kept, more);
                    ended = more.length < missing;
                }
                return kept.clone();
            }
        });
    }

    /**
     * A resource of the class path or of a module, found as {@link Class#getResource} finds it: relative to the package of the class, or
     * absolute with a leading slash.
     */
    public static PemSource resource(Class<?> of, String resource) {
        return resource(resource, limit -> read(of.getResource(resource), limit));
    }

    /** A resource of the class path, found as {@link ClassLoader#getResource} finds it: absolute, without a leading slash. */
    public static PemSource resource(ClassLoader loader, String resource) {
        return resource(resource, limit -> read(loader.getResource(resource), limit));
    }

    private static PemSource resource(String resource, Content content) {
        return new PemSource(
                "resource " + resource, "check the name of the resource, and that the jar holds it", null, content);
    }

    /** The value of an environment variable, as the process had it when it started. */
    public static PemSource environment(String variable) {
        return new PemSource("environment variable " + variable, "set it where the process is started", null, limit -> {
            String value = System.getenv(variable);
            if (value == null) {
                throw new IOException("no variable of that name");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        });
    }

    /** Base64 (RFC 4648, section 4) of the content, with white space anywhere in it. */
    public static PemSource base64(String name, String base64) {
        return new PemSource(name, "", null, limit -> {
            String visible = base64.replaceAll("\\s", "");
            try {
                return Base64.getDecoder().decode(visible);
            } catch (IllegalArgumentException e) {
                throw PemError.CORRUPT.at(
                        Where.of(name),
                        "found " + visible.length() + " characters that are not valid Base64, expected Base64",
                        "give the Base64 unchanged");
            }
        });
    }

    /** What errors and findings call it. */
    public String name() {
        return name;
    }

    /** Whether another {@link #read} looks again at the place itself; false of a {@link #stream stream} alone, which is read once. */
    public boolean isRereadable() {
        return rereadable;
    }

    /** The file, where it is one. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /**
     * Its content, in an array that is the caller's.
     *
     * @param limit the most bytes that it may have, at least 0
     * @throws MtlsConfigurationException with id {@code file-unreadable} or {@code source-unreadable} when it cannot be read,
     *     {@code pem-too-large} when it has more bytes than the limit, {@code pem-corrupt} when it is no Base64 and ought to be
     */
    public byte[] read(int limit) {
        byte[] bytes;
        try {
            bytes = content.upTo(limit);
        } catch (IOException e) {
            PemError error = path == null ? PemError.SOURCE_UNREADABLE : PemError.FILE_UNREADABLE;
            String expected = path == null ? "something to read" : "a file that this process may read";
            throw error.at(
                    Where.of(name),
                    "found " + PemError.quoted(String.valueOf(e)) + ", expected " + expected,
                    remedy,
                    e);
        }
        if (bytes.length > limit) {
            throw PemError.TOO_LARGE.at(
                    Where.of(name),
                    "found more than " + limit + " bytes, expected at most that",
                    "check that this is the source that was meant, or raise the limit (PemLimits)");
        }
        return bytes;
    }

    private static byte[] read(@Nullable URL resource, int limit) throws IOException {
        if (resource == null) {
            throw new IOException("no resource of that name");
        }
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readNBytes(oneMore(limit));
        }
    }

    private static byte[] joined(byte[] first, byte[] more) {
        byte[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private static int oneMore(int limit) {
        return limit == Integer.MAX_VALUE ? limit : limit + 1;
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
