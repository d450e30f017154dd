package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;

/** Lines of text. */
final class Summary {
    private final String lines;

    Summary(Conversation conversation) {
        lines = conversation.toString();
    }

    String lines() {
        return lines;
    }
}
