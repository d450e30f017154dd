package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.HeartbeatEvent;
import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.ConversationEvent.UnknownRecordEvent;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.record.Alert;
import dev.mtls.parser.record.Heartbeat;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads what is in the records of a connection, in the order of each direction, and tells it as events. */
final class ContentReader {

    private final DecodeLimits limits;
    /** Null where there are no secrets. */
    private final @Nullable Decrypting decrypting;

    private final Direction client;
    private final Direction server;
    private final Negotiation negotiation;
    private final Telling telling;

    ContentReader(
            DecodeLimits limits,
            SecretSource secrets,
            Direction client,
            Direction server,
            Negotiation negotiation,
            Telling telling) {
        this.limits = limits;
        this.decrypting = secrets == SecretSource.none() ? null : new Decrypting(secrets, negotiation);
        this.client = client;
        this.server = server;
        this.negotiation = negotiation;
        this.telling = telling;
    }

    /** Reads a record of SSLv2 that is a hello. */
    void sslv2(Direction direction, Bytes wire, Arrival at) {
        Decoded<Sslv2ClientHello> decoded = Sslv2ClientHello.decode(wire);
        List<Problem> problems =
                decoded.problems().stream().map(Broken::inRecord).toList();
        problems.forEach(telling::throwIfStrict);
        negotiation.learn(direction, decoded.value(), wire);
        telling.event(new Sslv2ClientHelloEvent(direction.side, decoded.value(), wire), Provenance.of(at), problems);
    }

    /** Reads and tells what has waited, if it need not wait any longer. */
    void answered() {
        if (negotiation.isDecided()) {
            telling.release();
        }
    }

    /** Reads what is in a record, unless it is hidden. */
    void read(Direction direction, TlsRecord record, RecordInfo info) {
        if (negotiation.isTls13() && record.fragment().size() > limits.recordPayload()) {
            telling.problem(
                    direction.side,
                    Broken.longRecord(limits.recordPayload(), record.fragment().size()));
        }
        if (Protection.hides(direction, client.sawHello || server.sawHello, record, negotiation, limits)) {
            direction.sawProtected = true;
            hidden(direction, record, info);
            return;
        }
        content(direction, record.fragment(), false, info);
    }

    private void hidden(Direction direction, TlsRecord record, RecordInfo info) {
        Opened opened = decrypting == null ? null : decrypting.open(direction.side, record);
        if (opened == null || opened.first()) {
            endMessage(direction, "a protected record follows");
        }
        if (opened != null) {
            content(direction, opened.content(), true, info.opened(opened));
            return;
        }
        EncryptedEvent hidden = new EncryptedEvent(
                direction.side,
                record.type(),
                record.version(),
                record.fragment().size());
        telling.event(hidden, Provenance.of(info), decrypting == null ? List.of() : decrypting.whyNot());
    }

    /** Bytes of a direction were lost. */
    void lost(Sender from) {
        negotiation.lost(from);
        if (decrypting != null) {
            decrypting.lost(from);
        }
    }

    /** Reads what was in a record, as it was or decrypted. */
    private void content(Direction direction, Bytes content, boolean encrypted, RecordInfo info) {
        ContentType type = info.contentType();
        if (type.equals(ContentType.HANDSHAKE)) {
            handshake(direction, content, encrypted, info);
            return;
        }
        boolean changesKeys = type.equals(ContentType.CHANGE_CIPHER_SPEC);
        if (direction.pendingMessage() > 0 && !(changesKeys && negotiation.isTls13())) {
            telling.problem(direction.side, Broken.withinMessage(type.name()));
        }
        Sender from = direction.side;
        Provenance provenance = Provenance.of(info);
        if (type.equals(ContentType.ALERT)) {
            alerts(direction, content, encrypted, provenance);
        } else if (changesKeys) {
            changeCipherSpec(direction, content, encrypted, provenance);
        } else if (type.equals(ContentType.APPLICATION_DATA)) {
            telling.event(new ApplicationDataEvent(from, encrypted, content), provenance, List.of());
        } else if (type.equals(ContentType.HEARTBEAT)) {
            List<Problem> problems = Heartbeat.decode(content).problems().stream()
                    .map(Broken::inContent)
                    .toList();
            telling.event(new HeartbeatEvent(from, encrypted, content), provenance, problems);
        } else {
            telling.event(new UnknownRecordEvent(from, encrypted, type, content), provenance, List.of());
        }
    }

    private void handshake(Direction direction, Bytes content, boolean encrypted, RecordInfo info) {
        direction.assemble(content, info);
        while (true) {
            Direction.Assembled next;
            try {
                next = direction.nextMessage();
            } catch (MalformedTlsException e) {
                giveUpMessage(direction, e.problem());
                return;
            }
            if (next == null) {
                return;
            }
            message(direction, next.bytes(), encrypted, next.provenance());
        }
    }

    /** Skips the rest of an unfinished message that is too long to be kept. */
    void giveUpMessage(Direction direction, Problem why) {
        direction.giveUpMessage();
        telling.problem(direction.side, why);
        negotiation.lost(direction.side);
    }

    private void message(Direction direction, Bytes whole, boolean encrypted, Provenance provenance) {
        Sender from = direction.side;
        HandshakeType type = HandshakeType.of(whole.u8(0));
        ReadContext context = negotiation.context(from, type, provenance);
        Decoded<HandshakeMessage> decoded = HandshakeMessages.decode(whole, context, limits);
        decoded.problems().forEach(telling::throwIfStrict);
        HandshakeMessage message = decoded.value();
        OptionalInt number = negotiation.number(direction, type);
        negotiation.learn(direction, message, whole);
        if (decrypting != null) {
            decrypting.said(from, message);
        }
        answered();
        telling.event(
                new HandshakeEvent(from, number, encrypted, message, whole, context), provenance, decoded.problems());
    }

    private void alerts(Direction direction, Bytes content, boolean encrypted, Provenance provenance) {
        int whole = content.size() & ~1;
        if (whole > 0) {
            for (Alert alert : Alert.readAll(content.slice(0, whole))) {
                telling.event(new AlertEvent(direction.side, encrypted, alert), provenance, List.of());
            }
        }
        if (whole != content.size() || content.isEmpty()) {
            telling.problem(direction.side, Broken.halfAlert(content.size() - whole));
        }
    }

    private void changeCipherSpec(Direction direction, Bytes content, boolean encrypted, Provenance provenance) {
        List<Problem> problems =
                content.size() == 1 && content.u8(0) == 1 ? List.of() : List.of(Broken.changeCipherSpec());
        if (!negotiation.isTls13()) {
            endMessage(direction, "a ChangeCipherSpec follows");
        }
        direction.changedCipherSpec = true;
        if (decrypting != null) {
            decrypting.changedCipherSpec(direction.side);
        }
        OptionalInt number = negotiation.number(direction, HandshakeType.FINISHED);
        telling.event(new ChangeCipherSpecEvent(direction.side, number, encrypted), provenance, problems);
    }

    /** Gives up a handshake message that will not be finished. */
    void endMessage(Direction direction, String why) {
        Bytes unfinished = direction.dropMessage();
        if (unfinished.isEmpty()) {
            return;
        }
        negotiation.lost(direction.side);
        telling.problem(direction.side, Broken.cutOffMessage(unfinished, why + " within a handshake message"));
    }
}
