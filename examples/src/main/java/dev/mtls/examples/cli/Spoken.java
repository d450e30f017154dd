package dev.mtls.examples.cli;

import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.Sender;

/** One event of a conversation in a few words, for somebody who watches it happen. */
final class Spoken {
    private Spoken() {}

    static String line(ConversationEvent event) {
        return (event.from().equals(Sender.CLIENT) ? "client: " : "server: ") + what(event);
    }

    private static String what(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            return message.type().name() + bytes(message.bytes().size());
        }
        if (event instanceof AlertEvent said) {
            return "alert, " + said.alert().level().name() + " "
                    + said.alert().description().name();
        }
        if (event instanceof ChangeCipherSpecEvent) {
            return "change_cipher_spec";
        }
        if (event instanceof EncryptedEvent hidden) {
            return "encrypted" + bytes(hidden.length());
        }
        if (event instanceof ApplicationDataEvent data) {
            return "data" + bytes(data.data().size());
        }
        if (event instanceof ClosedEvent closed) {
            return closed.how() == ClosedEvent.How.RESET ? "reset the connection" : "closed the connection";
        }
        return Names.escape(event.toString());
    }

    private static String bytes(int count) {
        return ", " + count + (count == 1 ? " byte" : " bytes");
    }
}
