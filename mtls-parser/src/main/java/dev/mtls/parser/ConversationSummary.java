package dev.mtls.parser;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.Sender;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a conversation comes to: its facts and how much was said, without what was said. A {@link SummaryFold} makes it.
 *
 * @param endpoints between whom and when it was
 * @param facts what it tells about its handshake
 * @param messages how many handshake messages of each type could be read, in the order of their numbers
 * @param clientBytes how many bytes the client sent, of TLS and of anything else, each counted once however often TCP sent it
 * @param serverBytes how many bytes the server sent
 * @param problems where the bytes break a rule of the protocol, those that were kept
 * @param problemsDropped how many problems did not fit
 */
public record ConversationSummary(
        Endpoints endpoints,
        ConversationFacts facts,
        Map<HandshakeType, Integer> messages,
        long clientBytes,
        long serverBytes,
        List<ConversationProblem> problems,
        long problemsDropped) {

    /** Checks that nothing is null. */
    public ConversationSummary {
        Objects.requireNonNull(endpoints, "endpoints");
        Objects.requireNonNull(facts, "facts");
        messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages));
        problems = List.copyOf(problems);
    }

    /**
     * How many bytes one side sent.
     *
     * @param side the sender
     * @return {@link #clientBytes} or {@link #serverBytes}
     */
    public long bytes(Sender side) {
        return side == Sender.CLIENT ? clientBytes : serverBytes;
    }
}
