package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.pem.PemSource;
import java.util.List;

/**
 * Where all identities and the trust of a context came from.
 *
 * @param all one of each, those that were made in memory included
 */
record Origins(List<Origin<?>> all) {

    Origins {
        all = List.copyOf(all);
    }

    /** What was read. */
    List<PemSource> sources() {
        return all.stream().flatMap(origin -> origin.sources().stream()).toList();
    }

    /** Whether what has sources can be read from them another time, and anything has. */
    void requireReloadable() {
        List<String> once = all.stream()
                .filter(origin -> !origin.sources().isEmpty())
                .filter(origin ->
                        origin.again().isEmpty() || !origin.sources().stream().allMatch(PemSource::isRereadable))
                .flatMap(origin -> origin.sources().stream().map(PemSource::name))
                .toList();
        if (once.isEmpty() && !sources().isEmpty()) {
            return;
        }
        throw new MtlsConfigurationException(Finding.of(
                "reload-impossible",
                Severity.ERROR,
                "The sources cannot be read another time",
                once.isEmpty()
                        ? "found an identity and a trust that were made in memory, expected one that was read from a source"
                        : "found " + String.join(", ", once) + ", expected sources that can be loaded again",
                once.isEmpty()
                        ? "load one of them from a file, or leave reload(...) out and call update(...)"
                        : "give a file and not a stream, and a password by a callback and not as an array"));
    }
}
