package dev.mtls.parser.handshake;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * The decoder for zstd, if its jar is there. Found by name: a jar without a module name cannot be required by a module that is
 * published. It uses memory that newer JDKs warn of, and may deny: it is made at the first use, not before.
 */
final class Zstd {
    static final String DEPENDENCY = "io.airlift:aircompressor";
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
