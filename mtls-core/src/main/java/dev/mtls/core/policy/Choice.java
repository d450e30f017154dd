package dev.mtls.core.policy;

import dev.mtls.core.finding.IdentityChoice;
import dev.mtls.core.finding.IdentityChoice.Rejected;
import dev.mtls.core.path.PeerText;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered in one handshake. JSSE asks a server for one type of key after another, so it is gathered here; it becomes
 * text when somebody wants to read it. Thread-safe.
 */
final class Choice {

    private static final int MOST_REJECTED = 100;
    private static final int MOST_AUTHORITIES = 32;

    private final String host;
    private long millis;
    private Question last;
    private Selection.Reason reason;
    private @Nullable Candidate chosen;
    private final Set<String> keyTypes = new LinkedHashSet<>(4);
    private final Map<Candidate, Rejection> rejected = new LinkedHashMap<>(4);

    Choice(Question question, @Nullable String host, Selection selection) {
        this.host = host == null ? "" : host;
        this.last = question;
        this.reason = selection.reason();
        add(question, selection);
    }

    synchronized void add(Question question, Selection selection) {
        millis = System.currentTimeMillis();
        last = question;
        keyTypes.addAll(question.keyTypes());
        if (selection.chosen() != null || chosen == null) {
            chosen = selection.chosen();
            reason = selection.reason();
        }
        for (Rejection rejection : selection.rejected()) {
            Rejection before = rejected.get(rejection.candidate());
            boolean tellsMore = before == null || before.cause() == Rejection.Cause.KEY_TYPE;
            if (tellsMore && (before != null || rejected.size() < MOST_REJECTED)) {
                rejected.put(rejection.candidate(), rejection);
            }
        }
    }

    synchronized IdentityChoice told() {
        List<String> types = List.copyOf(keyTypes);
        Question whole = new Question(types, last.authorities(), last.schemes(), last.protocol());
        List<Rejected> others = new ArrayList<>();
        for (Rejection rejection : rejected.values()) {
            if (rejection.candidate() != chosen) {
                others.add(new Rejected(rejection.candidate().subject(), rejection.reason(whole, host)));
            }
        }
        return new IdentityChoice(
                Instant.ofEpochMilli(millis),
                host.isEmpty() ? Optional.empty() : Optional.of(PeerText.safe(host)),
                types,
                last.authorities().stream()
                        .limit(MOST_AUTHORITIES)
                        .map(Principal::getName)
                        .map(PeerText::safe)
                        .toList(),
                last.schemes().stream().distinct().map(PeerText::safe).toList(),
                Optional.ofNullable(chosen).map(Candidate::subject),
                sentence(),
                others);
    }

    private String sentence() {
        String safe = PeerText.safe(host);
        return switch (reason) {
            case NAMES_HOST -> "it names " + safe;
            case DEFAULT_WITHOUT_NAME -> "the default, since the client named no host";
            case DEFAULT_FOR_UNKNOWN -> "the default, since none names " + safe;
            case NAME_UNKNOWN -> "none names " + safe + ", and such clients are refused";
            case LAST_RESORT ->
                "the only one that may do, though its key makes none of the signatures that the client takes: "
                        + PeerText.safe(String.join(", ", last.schemes()));
            case GIVEN_FOR_HOST -> "it was given for host " + safe;
            case AUTHORITY_NAMED -> "its issuer is among the authorities that the server names";
            case NO_AUTHORITY_NAMED -> "the server names no authority";
            case ALWAYS_SENT -> "it is sent whatever authorities the server names";
            case NONE_FITS -> "none would do";
        };
    }
}
