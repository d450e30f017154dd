package dev.mtls.core.policy;

import dev.mtls.core.path.HostKeys;
import dev.mtls.core.path.HostNames;
import dev.mtls.core.policy.Rejection.Cause;
import dev.mtls.core.policy.Selection.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The identities of a server, found by the name that a client asks for (RFC 6066 3): among those whose certificate names that host, the
 * one whose key JSSE asks for and whose signatures the client takes. The cost does not grow with their number. Immutable.
 */
final class ServerIdentities {

    private static final int SUITS_CHAIN = 2;
    private static final int SUITS_AUTHORITY = 1;

    private final boolean refuseUnknown;
    private final HostIndex byName = new HostIndex();
    private final List<Candidate> byDefault;

    ServerIdentities(List<Candidate> all, boolean refuseUnknown) {
        this.refuseUnknown = refuseUnknown;
        this.byDefault = new ArrayList<>();
        if (all.isEmpty() || all.size() == 1 && !refuseUnknown) { // whatever is asked for, there is no other
            byDefault.addAll(all);
            return;
        }
        Set<String> ofDefault = HostKeys.ofCertificate(all.get(0).leaf());
        for (Candidate candidate : all) {
            Set<String> names = HostKeys.ofCertificate(candidate.leaf());
            byName.add(names, candidate);
            if (names.equals(ofDefault) || !Collections.disjoint(names, ofDefault)) {
                byDefault.add(candidate);
            }
        }
    }

    /** Whether an identity names that host. */
    boolean knows(String host) {
        return !byName.find(host).isEmpty();
    }

    /**
     * The one for a host; null and addresses, which are no server names, are answered with the default: the first identity, and others
     * for a host of its, with another kind of key.
     */
    Selection select(Question question, @Nullable String host) {
        if (host == null || HostNames.isAddress(host)) {
            return among(byDefault, question, Reason.DEFAULT_WITHOUT_NAME);
        }
        List<Candidate> found = byName.find(host);
        if (!found.isEmpty()) {
            return among(found, question, Reason.NAMES_HOST);
        }
        return refuseUnknown
                ? new Selection(null, Reason.NAME_UNKNOWN, List.of())
                : among(byDefault, question, Reason.DEFAULT_FOR_UNKNOWN);
    }

    private static Selection among(List<Candidate> candidates, Question question, Reason reason) {
        Selection.Ranking ranking = new Selection.Ranking();
        Candidate lastResort = null;
        boolean anotherSigns = false;
        for (Candidate candidate : candidates) {
            boolean signs = candidate.signsFor(question);
            if (!candidate.isOneOf(question.keyTypes())) {
                anotherSigns |= signs && candidate.halvesAgree();
                ranking.reject(candidate, Cause.KEY_TYPE);
            } else if (!candidate.halvesAgree()) {
                ranking.reject(candidate, Cause.HALVES);
            } else if (!signs) {
                lastResort = lastResort == null ? candidate : lastResort;
                ranking.reject(candidate, Cause.SIGNATURE);
            } else {
                ranking.add(
                        candidate,
                        (candidate.chainSuits(question.schemes()) ? SUITS_CHAIN : 0)
                                + (candidate.isIssuedByOneOf(question.authorities()) ? SUITS_AUTHORITY : 0));
            }
        }
        if (ranking.best() == null && lastResort != null && !anotherSigns) {
            // What a client says of certificates may be less than it takes of handshakes, so JSSE is left to find out.
            return new Selection(lastResort, Reason.LAST_RESORT, List.of());
        }
        return ranking.because(reason);
    }
}
