package dev.mtls.core.reload;

import dev.mtls.core.finding.Finding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of sources that had changed.
 *
 * @param at when, by the clock of the context
 * @param outcome whether they are in use now
 * @param generation the generation that is in use after it
 * @param findings of what was loaded, or why it was not; unmodifiable
 */
public record ReloadEvent(Instant at, Outcome outcome, long generation, List<Finding> findings) {

    /** Whether it was loaded. */
    public enum Outcome {
        /** It was loaded and is in use, or the sources are again what they were before a failure. */
        LOADED,
        /** It could not be read, or has an error: the last good generation stays in use. */
        FAILED
    }

    /** Copies the list. */
    public ReloadEvent {
        findings = List.copyOf(findings);
    }

    /** {@code reload failed, generation 3 stays: error file-unreadable: …}. */
    @Override
    public String toString() {
        String what = outcome == Outcome.LOADED
                ? "reloaded, generation " + generation + " is in use"
                : "reload failed, generation " + generation + " stays";
        return findings.isEmpty()
                ? what
                : what + ": " + findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
    }
}
