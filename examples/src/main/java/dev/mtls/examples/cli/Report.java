package dev.mtls.examples.cli;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.view.View;

/** How every command shows a conversation, so that a capture looks as it did when it was made. */
final class Report {
    private Report() {}

    /** Who said what, a line to a message. */
    static String block(Conversation conversation) {
        return View.ladder(conversation).stripTrailing();
    }
}
