package dev.mtls.examples.cli;

import dev.mtls.core.Identity;
import dev.mtls.core.Trust;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What came of a check.
 *
 * @param client whether it was for a client, else for a server
 * @param identity who one would be
 * @param trust whom one would trust
 * @param findings all that is questionable, errors first
 * @param description what a context made of it would do, in the words of {@code MtlsContext.describe()}
 */
record Checked(
        boolean client, Optional<Own> identity, Optional<Anchors> trust, List<Finding> findings, String description) {

    /**
     * An identity and where it came from.
     *
     * @param source the file of its certificate
     * @param keySource the file of its key
     * @param keyForm the shape in which its key was kept
     * @param identity the identity
     */
    record Own(String source, String keySource, String keyForm, Identity identity) {}

    /**
     * Trusted authorities and where they came from.
     *
     * @param source the file, or the JDK
     * @param trust the authorities
     */
    record Anchors(String source, Trust trust) {}

    String role() {
        return client ? "client" : "server";
    }

    long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
