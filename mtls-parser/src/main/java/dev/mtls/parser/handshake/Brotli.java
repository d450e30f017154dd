package dev.mtls.parser.handshake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * The decoder for brotli, if its jar is there. Found by name: a jar without a module name cannot be required by a module that is
 * published.
 */
final class Brotli {
    static final String DEPENDENCY = "org.brotli:dec";
    static final Optional<Inflation.Decoder> DECODER = find();

    private Brotli() {}

    private static Optional<Inflation.Decoder> find() {
        try {
            Class<?> stream = Class.forName("org.brotli.dec.BrotliInputStream");
            MethodHandle constructor = MethodHandles.publicLookup()
                    .findConstructor(stream, MethodType.methodType(void.class, InputStream.class))
                    .asType(MethodType.methodType(InputStream.class, InputStream.class));
            return Optional.of((compressed, out) -> decode(constructor, compressed, out));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static int decode(MethodHandle constructor, byte[] compressed, byte[] out) throws IOException {
        try (InputStream in = open(constructor, compressed)) {
            return in.readNBytes(out, 0, out.length);
        }
    }

    private static InputStream open(MethodHandle constructor, byte[] compressed) throws IOException {
        try {
            return (InputStream) constructor.invokeExact((InputStream) new ByteArrayInputStream(compressed));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the constructor declares nothing else", e);
        }
    }
}
