package dev.mtls.core.pem;

import java.util.Map;

/** One block of a PEM source. Immutable. */
public final class PemBlock {

    private PemBlock() {}

    public String label() {
        throw new UnsupportedOperationException();
    }

    public int number() {
        throw new UnsupportedOperationException();
    }

    public int line() {
        throw new UnsupportedOperationException();
    }

    public Map<String, String> headers() {
        throw new UnsupportedOperationException();
    }

    public byte[] der() {
        throw new UnsupportedOperationException();
    }
}
