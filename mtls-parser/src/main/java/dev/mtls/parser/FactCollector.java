package dev.mtls.parser;

import java.util.List;
import java.util.Optional;

/** Collects facts. */
final class FactCollector {
    void event(ConversationEvent event) {}

    void problem(ConversationProblem problem) {}

    Facts snapshot() {
        return new Facts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new ClientAuthFacts(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of()),
                new ServerAuthFacts(Optional.empty(), Optional.empty(), List.of()),
                Outcome.UNKNOWN,
                Decryption.NOT_ENCRYPTED);
    }
}
