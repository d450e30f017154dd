package dev.mtls.examples.cli;

import dev.mtls.core.Trust;
import java.nio.file.Path;

/** Reads {@code --ca}. */
final class Trusted {
    private Trusted() {}

    static Trust pem(Path ca) {
        Inputs.requireReadable("--ca", ca);
        return Trust.pem(ca);
    }
}
