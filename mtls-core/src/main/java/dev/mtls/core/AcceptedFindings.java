package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The errors that a caller wants a context to be built with. Those of the material alone: one of the policy that was passed over would be
 * a promise that is not kept.
 */
final class AcceptedFindings {

    final Set<String> ids = new LinkedHashSet<>();
    boolean all;

    /** Accepts them by name; one that is misspelt would accept nothing. */
    void add(String... more) {
        for (String id : more) {
            if (!PreflightChecks.ERRORS.contains(id)) {
                throw new MtlsConfigurationException(Finding.of(
                        "finding-id-unknown",
                        Severity.ERROR,
                        "No error has that id",
                        "found \"" + Names.safe(id) + "\", expected one of "
                                + String.join(", ", PreflightChecks.ERRORS),
                        "copy the id from the message of the exception; what is no error needs no accepting"));
            }
        }
        ids.addAll(List.of(more));
    }

    boolean contains(String id) {
        return ids.contains(id) || all && PreflightChecks.ERRORS.contains(id);
    }

    void copyTo(AcceptedFindings copy) {
        copy.ids.addAll(ids);
        copy.all = all;
    }
}
