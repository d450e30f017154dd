package dev.mtls.core.finding;

import java.time.Instant;

/**
 * A connection whose settings were weaker than what its context promises, and why it was refused (or the setting overruled).
 *
 * @param id {@code policy-refused}
 * @param reason what was switched off or negotiated, against what the context promises
 * @param remedy what to do about it
 * @param overruled true when the setting was repaired and the connection served under the policy of the context, false when it was
 *     refused
 * @param time when it was seen first
 */
public record Refusal(String id, String reason, String remedy, boolean overruled, Instant time) {

    /** The only id so far: a caller weakened what the context promises. */
    public static final String POLICY_REFUSED = "policy-refused";

    /** One line: id, reason, remedy. */
    @Override
    public String toString() {
        return id + (overruled ? " (overruled): " : ": ") + reason + ". Remedy: " + remedy;
    }
}
