package dev.mtls.core.finding;

import java.util.List;

/**
 * The material or the options given to core cannot be used. The message says what is wrong, where, what was found, what was expected
 * and what to do, in this order, and never holds a secret.
 */
public class MtlsConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** One finding stops the work. */
    public MtlsConfigurationException(Finding finding) {
        this(List.of(finding));
    }

    /** One finding stops the work, because of an exception below. */
    public MtlsConfigurationException(Finding finding, Throwable cause) {
        super(finding.id() + ": " + finding.sentence(), cause);
        findings = List.of(finding);
    }

    /** All that stops the work, the first one first. */
    public MtlsConfigurationException(List<Finding> findings) {
        super(message(findings));
        this.findings = List.copyOf(findings);
    }

    /** The id of the first finding. */
    public String id() {
        return finding().id();
    }

    /** The first finding. */
    public Finding finding() {
        return findings.get(0);
    }

    /** Every finding that stopped the work, at least one. */
    public List<Finding> findings() {
        return findings;
    }

    private static String message(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(finding.id())
                    .append(": ")
                    .append(finding.sentence());
        }
        return text.toString();
    }
}
