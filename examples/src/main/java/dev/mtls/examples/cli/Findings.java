package dev.mtls.examples.cli;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import java.util.List;

/** Tells what core finds questionable in the files that it was given. */
final class Findings {
    private Findings() {}

    /** Says all but what is merely worth knowing, on standard error. */
    static void tell(Console console, List<Finding> findings) {
        findings.stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .forEach(finding -> console.note(Names.escape(finding.toString())));
    }
}
