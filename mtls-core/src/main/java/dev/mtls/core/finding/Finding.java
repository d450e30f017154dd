package dev.mtls.core.finding;

import java.util.Locale;
import java.util.Optional;

/**
 * Something questionable that core saw in the material or the options it was given. Its id is a contract; its texts are not.
 *
 * @param id lower case with dashes, such as {@code certificate-expired}
 * @param severity how bad it is
 * @param title the finding in a few words, the same for every occurrence
 * @param detail what was found here, and what was expected
 * @param where the place in the material, where there is one
 * @param remedy what to do about it, one sentence
 */
public record Finding(String id, Severity severity, String title, String detail, Optional<Where> where, String remedy) {

    /** A finding about a place. */
    public static Finding at(Where where, String id, Severity severity, String title, String detail, String remedy) {
        return new Finding(id, severity, title, detail, Optional.of(where), remedy);
    }

    /** A finding without a place. */
    public static Finding of(String id, Severity severity, String title, String detail, String remedy) {
        return new Finding(id, severity, title, detail, Optional.empty(), remedy);
    }

    /** One line: severity, id, title, place, detail, remedy. */
    @Override
    public String toString() {
        return severity.name().toLowerCase(Locale.ROOT) + " " + id + ": " + sentence();
    }

    String sentence() {
        return title + where.map(place -> " (" + place + ")").orElse("") + ": " + detail + ". Remedy: " + remedy;
    }
}
