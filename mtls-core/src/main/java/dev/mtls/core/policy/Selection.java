package dev.mtls.core.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Question}.
 *
 * @param chosen null where none is
 * @param reason why it is that one, or none, in words
 * @param rejected the others that came into question
 */
record Selection(@Nullable Candidate chosen, Reason reason, List<Rejection> rejected) {

    enum Reason {
        NAMES_HOST,
        DEFAULT_WITHOUT_NAME,
        DEFAULT_FOR_UNKNOWN,
        NAME_UNKNOWN,
        LAST_RESORT,
        GIVEN_FOR_HOST,
        AUTHORITY_NAMED,
        NO_AUTHORITY_NAMED,
        ALWAYS_SENT,
        NONE_FITS
    }

    /** Collects the verdicts on some candidates, and keeps the best of those that would do; of equals the first. */
    static final class Ranking {

        private final List<Rejection> rejected = new ArrayList<>(0);
        private @Nullable Candidate best;
        private int rank = -1;

        void reject(Candidate candidate, Rejection.Cause cause) {
            rejected.add(new Rejection(candidate, cause));
        }

        void add(Candidate candidate, int itsRank) {
            if (itsRank > rank) {
                if (best != null) {
                    reject(best, Rejection.Cause.FITS_LESS);
                }
                best = candidate;
                rank = itsRank;
            } else {
                reject(candidate, Rejection.Cause.FITS_LESS);
            }
        }

        @Nullable
        Candidate best() {
            return best;
        }

        Selection because(Reason reason) {
            return new Selection(best, best == null ? Reason.NONE_FITS : reason, rejected);
        }
    }
}
