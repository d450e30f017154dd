package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;

/** Lines of text. */
final class Ladder {
    private final String lines;

    Ladder(Conversation conversation) {
        lines = conversation.toString();
    }

    String lines() {
        return lines;
    }
}
