package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;

/** Skeleton. */
public final class View {
    private View() {}

    public static String text(Conversation conversation) {
        return text(conversation, ViewOptions.DEFAULT);
    }

    public static String text(Conversation conversation, ViewOptions options) {
        throw new UnsupportedOperationException(conversation.toString());
    }

    public static String ladder(Conversation conversation) {
        throw new UnsupportedOperationException(conversation.toString());
    }

    public static String json(Conversation conversation) {
        return json(conversation, ViewOptions.DEFAULT);
    }

    public static String json(Conversation conversation, ViewOptions options) {
        throw new UnsupportedOperationException(conversation.toString());
    }
}
