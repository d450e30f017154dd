package dev.mtls.core.reload;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How often the sources of a context are looked at, and how long they must rest before they are loaded. Immutable; one may be given to
 * several contexts.
 *
 * <p>Sources are compared by their content, never by their times of change: a directory that is swapped behind a symbolic link as
 * Kubernetes does it, a file that is renamed into place and one that is written in place are all seen. All that changed is loaded and
 * judged together. Where it has an error the last good generation stays, which is told once for each content, and it is tried again at
 * each poll.
 *
 * <p>One daemon thread, {@code mtls reload}, polls for all contexts. It begins with the first and ends when the last one is closed; a
 * context that is no longer reachable is forgotten. A source that is slow to read holds the others up.
 */
public final class Reload {

    /** The shortest interval: 10 milliseconds. */
    public static final Duration SHORTEST = Duration.ofMillis(10);

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final Duration interval;
    private final Duration settle;
    private final Consumer<ReloadEvent> listener;

    private Reload(Duration interval, Duration settle, Consumer<ReloadEvent> listener) {
        this.interval = interval;
        this.settle = settle;
        this.listener = listener;
    }

    /**
     * Looks at the sources each time that this much time has passed.
     *
     * @param interval from 10 milliseconds to 365 days
     * @throws IllegalArgumentException when it is less or more
     */
    public static Reload every(Duration interval) {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "every: found " + interval + ", expected from " + SHORTEST + " to " + LONGEST);
        }
        return new Reload(interval, SETTLE, event -> {});
    }

    /**
     * How long new content must stay the same before it is loaded, so that a key is not read before its certificate is there, nor a file
     * while it is written; two seconds when this is not called. It is measured by the clock of the context, from the poll that first saw
     * the content. A file that is written in place more slowly than this is read half: swap directories or rename files into place.
     *
     * @param window zero to load at the poll that sees a change, 365 days at most
     * @throws IllegalArgumentException when it is negative or more
     */
    public Reload settle(Duration window) {
        if (window.isNegative() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("settle: found " + window + ", expected from zero to " + LONGEST);
        }
        return new Reload(interval, window, listener);
    }

    /**
     * Who is told what came of each reload; nobody when this is not called, and the log in any case. It is called by the thread that polls,
     * which waits for it. What it throws is logged and changes nothing.
     */
    public Reload listener(Consumer<ReloadEvent> listener) {
        return new Reload(interval, settle, listener);
    }

    /** How often the sources are looked at. */
    public Duration interval() {
        return interval;
    }

    /** How long they must rest. */
    public Duration settle() {
        return settle;
    }

    /** Who is told. */
    public Consumer<ReloadEvent> listener() {
        return listener;
    }

    /** {@code every PT1M, settle PT2S}. */
    @Override
    public String toString() {
        return "every " + interval + ", settle " + settle;
    }
}
