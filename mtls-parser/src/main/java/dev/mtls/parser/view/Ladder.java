package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.code.Sender;
import java.util.ArrayList;
import java.util.List;

/** A line per message: who said it, by the direction of an arrow, and what is decisive in it. */
final class Ladder {

    private static final int WIDTH = 46;
    private static final int SHOWN_LENGTHS = 8;

    private final Conversation conversation;
    private final StringBuilder out = new StringBuilder();

    Ladder(Conversation conversation) {
        this.conversation = conversation;
    }

    String lines() {
        out.append("client").append(" ".repeat(WIDTH - 12)).append("server\n");
        List<ConversationEvent> events = conversation.events();
        for (int i = 0; i < events.size(); ) {
            i = events.get(i) instanceof EncryptedEvent hidden ? encrypted(hidden, i) : event(events.get(i), i);
        }
        if (conversation.eventsDropped() > 0) {
            out.append("and ").append(conversation.eventsDropped()).append(" events more\n");
        }
        return out.toString();
    }

    private int event(ConversationEvent event, int index) {
        arrow(event.from(), Decisive.name(event), Decisive.of(event));
        return index + 1;
    }

    /** Protected records in a row look all the same: one line for them. */
    private int encrypted(EncryptedEvent first, int index) {
        List<String> lengths = new ArrayList<>();
        String name = Decisive.name(first);
        int next = index;
        while (next < conversation.events().size()
                && conversation.events().get(next) instanceof EncryptedEvent hidden
                && hidden.from() == first.from()
                && Decisive.name(hidden).equals(name)) {
            lengths.add(Integer.toString(hidden.length()));
            next++;
        }
        int more = lengths.size() - SHOWN_LENGTHS;
        String shown = String.join(", ", more > 0 ? lengths.subList(0, SHOWN_LENGTHS) : lengths)
                + (more > 0 ? " and " + more + " more" : "") + " bytes";
        arrow(first.from(), lengths.size() == 1 ? name : name + " x " + lengths.size(), shown);
        return next;
    }

    private void arrow(Sender from, String name, String decisive) {
        int dashes = Math.max(3, WIDTH - name.length() - 2);
        StringBuilder line = new StringBuilder();
        if (from == Sender.CLIENT) {
            line.append(name).append(' ').append("-".repeat(dashes)).append('>');
        } else {
            line.append('<').append("-".repeat(dashes)).append(' ').append(name);
        }
        if (!decisive.isEmpty()) {
            line.append("  ").append(decisive);
        }
        out.append(line).append('\n');
    }
}
