package dev.mtls.parser.capture;

import dev.mtls.parser.Conversation;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * What a whole capture file held.
 *
 * @param conversations the TLS conversations, in the order of their numbers: of the first TLS byte of each
 * @param report what was read, and what could not be
 */
public record Capture(List<Conversation> conversations, CaptureReport report) implements Iterable<Conversation> {

    /** Copies the list. */
    public Capture {
        conversations = List.copyOf(conversations);
        Objects.requireNonNull(report, "report");
    }

    @Override
    public Iterator<Conversation> iterator() {
        return conversations.iterator();
    }
}
