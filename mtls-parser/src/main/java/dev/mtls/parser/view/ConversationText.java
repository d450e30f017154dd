package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;

/** Lines of text. */
final class ConversationText {
    private final String lines;

    ConversationText(Conversation conversation, ViewOptions options) {
        lines = conversation.toString();
    }

    String lines() {
        return lines;
    }
}
