package dev.mtls.core.path;

/**
 * What a search may cost. Peers choose what is searched, and certificates that issue each other have more paths than anyone can walk.
 * The counts are what bounds it on any machine; the time is for keys that are slow to verify with.
 */
final class PathBudget {

    /** Of wall time. */
    static final int SECONDS = 2;

    private static final int STEPS = 1_000;
    private static final int SIGNATURES = 200;
    private static final int CANDIDATES = 20;

    private final long started = System.nanoTime();
    private int steps;
    private int signatures;
    private int candidates;

    void step() throws PathRefusal {
        spend(++steps, STEPS, "steps");
    }

    void signature() throws PathRefusal {
        spend(++signatures, SIGNATURES, "signatures");
    }

    void candidate() throws PathRefusal {
        spend(++candidates, CANDIDATES, "candidates");
    }

    private void spend(int spent, int limit, String what) throws PathRefusal {
        if (spent > limit) {
            throw new PathRefusal(
                    PathFault.TOO_COSTLY, "the search for a path was given up after " + limit + " " + what);
        }
        if (System.nanoTime() - started > SECONDS * 1_000_000_000L) {
            throw new PathRefusal(
                    PathFault.TOO_COSTLY, "the search for a path was given up after " + SECONDS + " seconds");
        }
    }
}
