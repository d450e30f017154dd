package dev.mtls.parser.handshake;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The decoder for zstd, if its jar is there. Found by name: a jar without a module name cannot be required by a module that is
 * published. It uses memory in a way that newer JDKs warn of, and may deny: then it is as if it were not there. It is tried when
 * the first certificate comes that needs it, not before.
 */
final class Zstd {
    static final String DEPENDENCY = "io.airlift:aircompressor";

    /** RFC 8878 3.1.1: magic number, a header that says 1 byte, and one block that is raw, the last. */
    private static final byte[] FRAME = HexFormat.of().parseHex("28b52ffd200109000041");

    static final Optional<Inflation.Decoder> DECODER = find();

    private Zstd() {}

    private static Optional<Inflation.Decoder> find() {
        try {
            Class<?> decompressor = Class.forName("io.airlift.compress.zstd.ZstdDecompressor");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle constructor = lookup.findConstructor(decompressor, MethodType.methodType(void.class));
            MethodHandle decompress = lookup.findVirtual(
                    decompressor,
                    "decompress",
                    MethodType.methodType(
                            int.class, byte[].class, int.class, int.class, byte[].class, int.class, int.class));
            // Only a try shows whether this JVM lets it have its memory.
            decode(constructor, decompress, FRAME, new byte[1]);
            return Optional.of((compressed, out) -> decode(constructor, decompress, compressed, out));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static int decode(MethodHandle constructor, MethodHandle decompress, byte[] compressed, byte[] out) {
        try {
            return (int) decompress.invoke(constructor.invoke(), compressed, 0, compressed.length, out, 0, out.length);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the methods declare nothing else", e);
        }
    }
}
