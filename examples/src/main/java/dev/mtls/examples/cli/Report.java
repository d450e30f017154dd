package dev.mtls.examples.cli;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.view.View;
import dev.mtls.parser.view.ViewOptions;

/** How every command shows a conversation, so that a capture looks as it did when it was made. */
final class Report {
    private Report() {}

    /** Who said what, a line to a message, and what it comes to: nothing that a capture of it would not keep. */
    static String block(Conversation conversation) {
        Endpoints known = conversation.endpoints();
        Endpoints addresses = Endpoints.UNKNOWN.withAddresses(known.client(), known.server());
        return View.ladder(conversation)
                + "\n"
                + View.summary(conversation.withEndpoints(addresses)).stripTrailing();
    }

    /** Every message with its fields, without what {@link #block} says. */
    static String tree(Conversation conversation, ViewOptions options) {
        return View.text(conversation, options)
                .substring(View.summary(conversation).length())
                .strip();
    }
}
