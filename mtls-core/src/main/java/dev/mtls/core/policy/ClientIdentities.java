package dev.mtls.core.policy;

import dev.mtls.core.path.HostKeys;
import dev.mtls.core.policy.Rejection.Cause;
import dev.mtls.core.policy.Selection.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identities of a client: to a host that some were given for, the first of these that JSSE can use, whatever authorities the server
 * names; to any other host the first of the rest that was issued by one of those. Immutable.
 */
final class ClientIdentities {

    private static final int MOST_TOLD = 100;
    private static final int SUITS_AUTHORITY = 2;
    private static final int SUITS_CHAIN = 1;

    private final boolean alwaysSend;
    private final List<Candidate> all;
    private final List<Candidate> forAnyHost = new ArrayList<>();
    private final HostIndex byHost = new HostIndex();

    ClientIdentities(List<Candidate> all, boolean alwaysSend) {
        this.all = all;
        this.alwaysSend = alwaysSend;
        for (Candidate candidate : all) {
            List<String> hosts = candidate.identity().hosts();
            if (hosts.isEmpty()) {
                forAnyHost.add(candidate);
            } else {
                byHost.add(
                        hosts.stream()
                                .map(HostKeys::ofPattern)
                                .flatMap(Optional::stream)
                                .toList(),
                        candidate);
            }
        }
    }

    /** Whether some are for certain hosts, so that the host needs to be known. */
    boolean dependOnHost() {
        return !byHost.isEmpty();
    }

    /** The one to send to a host; null where the connection does not know whom it calls. */
    Selection select(Question question, @Nullable String host) {
        List<Candidate> given = host == null ? List.of() : byHost.find(host);
        boolean explicit = !given.isEmpty();
        Selection.Ranking ranking = new Selection.Ranking();
        for (Candidate candidate : explicit ? given : forAnyHost) {
            judge(candidate, question, explicit || alwaysSend, ranking);
        }
        rejectOthers(explicit, given, ranking);
        if (explicit) {
            return ranking.because(Reason.GIVEN_FOR_HOST);
        }
        Candidate best = ranking.best();
        boolean named = best != null && best.isIssuedByOneOf(question.authorities());
        return ranking.because(
                !named
                        ? Reason.ALWAYS_SENT
                        : question.authorities().isEmpty() ? Reason.NO_AUTHORITY_NAMED : Reason.AUTHORITY_NAMED);
    }

    private static void judge(
            Candidate candidate, Question question, boolean whateverAuthority, Selection.Ranking ranking) {
        if (!candidate.isOneOf(question.keyTypes())) {
            ranking.reject(candidate, Cause.KEY_TYPE);
        } else if (!candidate.halvesAgree()) {
            ranking.reject(candidate, Cause.HALVES);
        } else if (!candidate.signsFor(question)) {
            ranking.reject(candidate, Cause.SIGNATURE);
        } else {
            boolean issued = candidate.isIssuedByOneOf(question.authorities());
            if (!issued && !whateverAuthority) {
                ranking.reject(candidate, Cause.AUTHORITY);
            } else {
                ranking.add(
                        candidate,
                        (issued ? SUITS_AUTHORITY : 0) + (candidate.chainSuits(question.schemes()) ? SUITS_CHAIN : 0));
            }
        }
    }

    /** Those that the host rules out; there may be one for each of very many hosts. */
    private void rejectOthers(boolean explicit, List<Candidate> given, Selection.Ranking ranking) {
        if (!explicit && forAnyHost.size() == all.size()) {
            return;
        }
        int told = 0;
        for (Candidate candidate : all) {
            boolean forOthers = !candidate.identity().hosts().isEmpty();
            boolean inQuestion = explicit ? given.contains(candidate) : !forOthers;
            if (!inQuestion) {
                ranking.reject(candidate, forOthers ? Cause.OTHER_HOST : Cause.GIVEN_ANOTHER);
                if (++told == MOST_TOLD) {
                    return;
                }
            }
        }
    }
}
