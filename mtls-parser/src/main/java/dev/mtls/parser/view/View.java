package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationSummary;

/**
 * Shows a conversation to a person or to a program. All texts are plain ASCII or letters, without colours; what a peer
 * sent is escaped and cut, so that it can be printed anywhere. Lines end with {@code \n}.
 */
public final class View {

    private View() {}

    /**
     * The whole conversation: first what it comes to ({@link #summary}), then each message with its fields, named as in
     * the RFC, and their values.
     *
     * @param conversation what was said
     * @return lines of text
     */
    public static String text(Conversation conversation) {
        return text(conversation, ViewOptions.DEFAULT);
    }

    /**
     * The whole conversation, see {@link #text(Conversation)}.
     *
     * @param conversation what was said
     * @param options how to show it
     * @return lines of text
     */
    public static String text(Conversation conversation, ViewOptions options) {
        return summary(conversation) + "\n" + new ConversationText(conversation, options).lines();
    }

    /**
     * What it comes to: between whom, what was negotiated, who showed which certificate, who asked for one and named
     * which authorities, how it ended and what could not be read.
     *
     * @param conversation what was said
     * @return a few lines of text
     */
    public static String summary(Conversation conversation) {
        return new Summary(conversation).lines();
    }

    /**
     * One line per message, an arrow for who sent it, and what is decisive in it.
     *
     * @param conversation what was said
     * @return a line of text per event
     */
    public static String ladder(Conversation conversation) {
        return new Ladder(conversation).lines();
    }

    /**
     * The bytes of what was said, and beside them what they mean: offset, bytes, and path and value of each field. Each
     * byte stands there once, and the paths are those of {@link dev.mtls.parser.wire.Problem}. What has no fields, or of
     * which they cannot be read, comes as a dump.
     *
     * @param event what was said
     * @return lines of text, none for an event that holds no bytes
     */
    public static String hex(ConversationEvent event) {
        StringBuilder out = new StringBuilder();
        new HexText(out, 0).event(event, Integer.MAX_VALUE);
        return out.toString();
    }

    /**
     * The conversation as one line of JSON, {@code schema} 1, without a line end.
     *
     * @param conversation what was said
     * @return the line
     */
    public static String json(Conversation conversation) {
        return json(conversation, ViewOptions.DEFAULT);
    }

    /**
     * The conversation as one line of JSON, see {@link #json(Conversation)}.
     *
     * @param conversation what was said
     * @param options how many bytes of data to show; byte strings are hexadecimal always
     * @return the line
     */
    public static String json(Conversation conversation, ViewOptions options) {
        return new ConversationJson(conversation, options).line();
    }

    /**
     * A summary as one line of JSON, {@code schema} 1, without a line end.
     *
     * @param summary what a conversation comes to
     * @return the line
     */
    public static String json(ConversationSummary summary) {
        return new SummaryJson(summary).line();
    }

    /**
     * A summary as one line of text, without a line end: who with whom, what was negotiated, for which host, whether the
     * server asked for a certificate and what the client answered, how it ended, and how many messages there were.
     *
     * @param summary what a conversation comes to
     * @return the line
     */
    public static String line(ConversationSummary summary) {
        return new SummaryLine(summary).line();
    }
}
