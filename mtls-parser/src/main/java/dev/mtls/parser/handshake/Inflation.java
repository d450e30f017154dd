package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CertificateCompressionAlgorithm;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What came of inflating a compressed certificate: bytes, a problem, or neither where no decoder is there.
 *
 * @param bytes as many as were announced
 * @param problem what rule is broken
 * @param words about it
 */
record Inflation(Optional<Bytes> bytes, Optional<Problem.Kind> problem, String words) {
    /** A certificate shrinks to about two thirds; what claims more than this is made to fill memory. */
    private static final int MAX_RATIO = 32;

    private static final Inflation IMPOSSIBLE = new Inflation(Optional.empty(), Optional.empty(), "");

    /** Makes bytes of compressed ones: at most {@code room} of them. */
    interface Decoder {
        /** How many bytes were written to {@code out}; as many as it holds, or more, when there was no room for all. */
        int decode(byte[] compressed, byte[] out) throws IOException, DataFormatException;
    }

    static Inflation of(CertificateCompressionAlgorithm algorithm, Bytes compressed, int length, int limit) {
        if (length > limit) {
            return failed(
                    Problem.Kind.LIMIT_EXCEEDED,
                    "announces " + length + " bytes inflated, where " + limit + " are the limit");
        }
        if (length > (long) MAX_RATIO * compressed.size()) {
            return failed(
                    Problem.Kind.LIMIT_EXCEEDED,
                    "announces " + length + " bytes made of " + compressed.size() + ", more than " + MAX_RATIO
                            + " times as many");
        }
        Optional<Decoder> decoder = decoder(algorithm);
        return decoder.isEmpty() ? IMPOSSIBLE : inflate(decoder.get(), compressed, length);
    }

    private static Inflation inflate(Decoder decoder, Bytes compressed, int length) {
        // One byte more than announced, so that whatever is longer shows.
        byte[] out = new byte[length + 1];
        int written;
        try {
            written = decoder.decode(compressed.toByteArray(), out);
        } catch (IOException | DataFormatException | RuntimeException e) {
            return failed(Problem.Kind.ILLEGAL_VALUE, "cannot be inflated to the " + length + " bytes announced");
        } catch (LinkageError e) {
            // The decoder for zstd needs what newer JDKs may deny.
            return IMPOSSIBLE;
        }
        if (written != length) {
            String found = written > length ? "more" : Integer.toString(written);
            return failed(Problem.Kind.ILLEGAL_VALUE, "announces " + length + " bytes inflated and has " + found);
        }
        return new Inflation(Optional.of(Bytes.owning(out, 0, length)), Optional.empty(), "");
    }

    /** The dependency that would inflate an algorithm and is not there. */
    static Optional<String> missingDecoder(CertificateCompressionAlgorithm algorithm) {
        if (decoder(algorithm).isPresent()) {
            return Optional.empty();
        }
        if (algorithm.equals(CertificateCompressionAlgorithm.BROTLI)) {
            return Optional.of(Brotli.DEPENDENCY);
        }
        return algorithm.equals(CertificateCompressionAlgorithm.ZSTD) ? Optional.of(Zstd.DEPENDENCY) : Optional.empty();
    }

    private static Optional<Decoder> decoder(CertificateCompressionAlgorithm algorithm) {
        if (algorithm.equals(CertificateCompressionAlgorithm.ZLIB)) {
            return Optional.of(Inflation::zlib);
        }
        if (algorithm.equals(CertificateCompressionAlgorithm.BROTLI)) {
            return Brotli.DECODER;
        }
        return algorithm.equals(CertificateCompressionAlgorithm.ZSTD) ? Zstd.DECODER : Optional.empty();
    }

    private static int zlib(byte[] compressed, byte[] out) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            int written = 0;
            while (!inflater.finished() && written < out.length) {
                int more = inflater.inflate(out, written, out.length - written);
                if (more == 0 && !inflater.finished()) {
                    throw new DataFormatException("it ends early or needs a dictionary");
                }
                written += more;
            }
            if (inflater.finished() && inflater.getRemaining() > 0) {
                throw new DataFormatException("bytes are left over");
            }
            return written;
        } finally {
            inflater.end();
        }
    }

    private static Inflation failed(Problem.Kind kind, String words) {
        return new Inflation(Optional.empty(), Optional.of(kind), words);
    }
}
