package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import java.nio.file.Path;
import java.util.List;

/** The blocks of a PEM source in their order, and what had to be repaired to read them. Immutable. */
public final class PemDocument {

    private PemDocument() {}

    public static PemDocument parse(Path file, PemLimits limits) {
        throw new UnsupportedOperationException();
    }

    public static PemDocument parse(byte[] bytes, String source, PemLimits limits) {
        throw new UnsupportedOperationException();
    }

    public static PemDocument parse(String text, String source, PemLimits limits) {
        throw new UnsupportedOperationException();
    }

    public String source() {
        throw new UnsupportedOperationException();
    }

    public List<PemBlock> blocks() {
        throw new UnsupportedOperationException();
    }

    public List<Finding> findings() {
        throw new UnsupportedOperationException();
    }
}
