package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.ServerHello;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the first handshake ended. It never guesses: what protected records hide is unknown, but that they are there
 * at all, and of which type before TLS 1.3, is not.
 */
final class OutcomeTracker {

    private static final class Side {
        boolean hello;
        /** Said something that it only says once the other side has answered. */
        boolean answered;

        boolean changedCipherSpec;
        boolean finished;
        /** Sent a protected record that was not opened. */
        boolean hidden;
        /** Sent an alert, readable or seen to be one, that may have ended the handshake. */
        boolean alerted;

        boolean lost;
    }

    private final Side client = new Side();
    private final Side server = new Side();
    private @Nullable ProtocolVersion version;
    /** Messages of a full handshake before TLS 1.3 came in the clear. */
    private boolean full;

    private boolean refused;
    /** The server sent a ticket or data, by which it accepted the client's Finished. */
    private boolean serverWentOn;
    /** A protected alert before both Finished, of which only the type could be seen. */
    private boolean hiddenAlert;

    private @Nullable ClosedEvent firstClose;
    private boolean finishedAtClose;

    void event(ConversationEvent event) {
        Side side = event.from() == Sender.CLIENT ? client : server;
        if (event instanceof HandshakeEvent message) {
            message(side, message);
        } else if (event instanceof Sslv2ClientHelloEvent) {
            side.hello = true;
        } else if (event instanceof AlertEvent alert) {
            alert(side, alert);
        } else if (event instanceof ChangeCipherSpecEvent) {
            side.changedCipherSpec = true;
        } else if (event instanceof EncryptedEvent hidden) {
            hidden(side, hidden.contentType());
        } else if (event instanceof ApplicationDataEvent && side == server) {
            serverWentOn = true;
        } else if (event instanceof GapEvent) {
            side.lost = true;
        } else if (event instanceof ClosedEvent closed && firstClose == null) {
            firstClose = closed;
            finishedAtClose = bothFinished();
        }
    }

    Outcome outcome() {
        if (refused) {
            return Outcome.REFUSED;
        }
        if (!client.hello && !server.hello) {
            return Outcome.UNKNOWN;
        }
        boolean finished = bothFinished();
        if (firstClose != null && isAbort(firstClose)) {
            return Outcome.ABORTED;
        }
        if (finished) {
            return Outcome.COMPLETED;
        }
        return !canBeKnown() ? Outcome.UNKNOWN : firstClose == null ? Outcome.INCOMPLETE : Outcome.ABORTED;
    }

    private boolean isAbort(ClosedEvent close) {
        if (!finishedAtClose) {
            return canBeKnown() && !bothFinished();
        }
        // TLS 1.3: the server reads the client's certificate after the client is done.
        return isTls13() && close.from() == Sender.SERVER && !serverWentOn && !server.hidden && !server.alerted;
    }

    /** Whether what was sent until the end, or until it was closed, shows that not both Finished were. */
    private boolean canBeKnown() {
        if (client.lost || server.lost || hiddenAlert || isOneSided()) {
            return false;
        }
        // In TLS 1.3 any protected record of the client may be its Finished, and the server's comes before it.
        return !isTls13() || !client.hidden || (!server.hidden && !server.finished);
    }

    /** Whether of two that talked with each other only one can be heard. */
    private boolean isOneSided() {
        return (client.answered && !server.hello) || (server.hello && !client.hello);
    }

    private boolean bothFinished() {
        // In a full handshake before TLS 1.3 the server's Finished answers the client's.
        return server.finished && (client.finished || full);
    }

    private boolean isTls13() {
        return version != null && version.value() >= ProtocolVersion.TLS_1_3.value();
    }

    private void message(Side side, HandshakeEvent event) {
        HandshakeType type = event.type();
        if (type.equals(HandshakeType.CLIENT_HELLO) || type.equals(HandshakeType.SERVER_HELLO)) {
            side.hello = true;
        } else if (!event.encrypted()) {
            side.answered = true;
            full |= type.equals(HandshakeType.CLIENT_KEY_EXCHANGE) || type.equals(HandshakeType.SERVER_HELLO_DONE);
        }
        if (event.message() instanceof ServerHello hello && version == null) {
            version = hello.version();
        }
        if (type.equals(HandshakeType.FINISHED)) {
            side.finished = true;
        } else if (type.equals(HandshakeType.NEW_SESSION_TICKET) && isTls13()) {
            serverWentOn = true;
        }
    }

    private void alert(Side side, AlertEvent event) {
        boolean closes = event.alert().description().equals(AlertDescription.CLOSE_NOTIFY)
                || event.alert().description().equals(AlertDescription.USER_CANCELED);
        // TLS 1.3 has errors and closings, whatever the level says (RFC 8446 section 6).
        boolean fatal = event.alert().isFatal() || (isTls13() && !closes);
        if (fatal) {
            boolean before = !event.encrypted()
                    || (isTls13() && side == client ? !client.finished : !bothFinished())
                    || (isTls13() && side == server && !serverWentOn);
            refused |= before;
        }
        side.alerted = true;
    }

    private void hidden(Side side, ContentType type) {
        side.hidden = true;
        if (isTls13()) {
            return;
        }
        // A protected record of TLS 1.3 says that it is application data: one of another type is of an older version,
        // even where no ServerHello could be read.
        if (type.equals(ContentType.HANDSHAKE) && side.changedCipherSpec) {
            // The first message after a ChangeCipherSpec is Finished: RFC 5246 section 7.4.9.
            side.finished = true;
            side.answered = true;
        } else if (type.equals(ContentType.APPLICATION_DATA) && side == server && (version != null || full)) {
            // A server sends no data before it has the client's Finished and has sent its own.
            client.finished = true;
            server.finished = true;
        } else if (type.equals(ContentType.ALERT) && !bothFinished()) {
            hiddenAlert = true;
        }
    }
}
