package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.HeartbeatEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.ConversationEvent.UnknownRecordEvent;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Fingerprint;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import java.util.List;
import java.util.Optional;

/** The events of a conversation, each with all that is in it. */
final class ConversationText {

    private static final int INDENT = 4;
    private static final int PER_LINE = 16;

    private final Conversation conversation;
    private final ViewOptions options;
    private final StringBuilder out = new StringBuilder();
    private final FieldText fields = new FieldText(out);

    ConversationText(Conversation conversation, ViewOptions options) {
        this.conversation = conversation;
        this.options = options;
    }

    String lines() {
        List<ConversationEvent> events = conversation.events();
        for (int i = 0; i < events.size(); i++) {
            event(events.get(i), conversation.provenance(i));
            for (ConversationProblem problem : conversation.problems()) {
                if (problem.event().orElse(-1) == i) {
                    problem(problem);
                }
            }
        }
        if (conversation.eventsDropped() > 0) {
            out.append("and ").append(conversation.eventsDropped()).append(" events more\n");
        }
        conversation.problems().stream()
                .filter(problem -> problem.event().isEmpty())
                .forEach(this::problem);
        return out.toString();
    }

    private void event(ConversationEvent event, Provenance provenance) {
        out.append(event.from().label()).append(": ").append(Decisive.name(event));
        if (event instanceof HandshakeEvent message) {
            out.append(", ").append(message.bytes().size()).append(" bytes");
            if (message.handshake().orElse(0) > 0) {
                out.append(", handshake ").append(message.handshake().getAsInt());
            }
        } else if (!Decisive.of(event).isEmpty()) {
            out.append(", ").append(Decisive.of(event));
        }
        if (provenance.records().size() > 1) {
            out.append(", in ")
                    .append(provenance.records().size() + provenance.recordsOmitted())
                    .append(" records");
        }
        provenance.last().packet().ifPresent(packet -> out.append(", packet ").append(packet));
        out.append('\n');
        if (event instanceof HandshakeEvent message) {
            message(message);
        } else if (event instanceof ApplicationDataEvent said) {
            dump(said.data(), options.maxBytes());
        } else if (event instanceof HeartbeatEvent said) {
            dump(said.data(), options.maxBytes());
        } else if (event instanceof UnknownRecordEvent said) {
            dump(said.data(), options.maxBytes());
        } else if (event instanceof PlaintextEvent said) {
            dump(said.data(), options.maxBytes());
        }
    }

    private void message(HandshakeEvent event) {
        fingerprints(event.message());
        Optional<List<Field>> known = MessageFields.of(event);
        if (known.isPresent()) {
            fields.lines(known.get(), INDENT);
        } else {
            out.append(" ".repeat(INDENT))
                    .append(FieldText.bytes(event.message().body()))
                    .append('\n');
        }
        dump(event.bytes(), event.bytes().size());
    }

    private void fingerprints(HandshakeMessage message) {
        if (message instanceof ClientHello hello) {
            out.append("  ja3 ").append(Fingerprint.ja3(hello).value());
            out.append(", ja4 ").append(Fingerprint.ja4(hello).value()).append('\n');
        } else if (message instanceof ServerHello hello && !hello.isHelloRetryRequest()) {
            out.append("  ja3s ").append(Fingerprint.ja3s(hello).value()).append('\n');
        }
    }

    /** Sixteen bytes a line: offset, hexadecimal, and what is printable ASCII. */
    private void dump(Bytes bytes, int max) {
        if (!options.hex()) {
            return;
        }
        int end = Math.min(bytes.size(), max);
        for (int at = 0; at < end; at += PER_LINE) {
            Bytes row = bytes.slice(at, Math.min(at + PER_LINE, end));
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int b = row.u8(i);
                hex.append(String.format(i == PER_LINE / 2 ? "  %02x" : " %02x", b));
                text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
            }
            out.append(" ".repeat(INDENT)).append(String.format("%04x %-50s %s\n", at, hex, text));
        }
        if (end < bytes.size()) {
            out.append(" ".repeat(INDENT))
                    .append("and ")
                    .append(bytes.size() - end)
                    .append(" bytes more\n");
        }
    }

    private void problem(ConversationProblem problem) {
        out.append("  ! ");
        problem.from().ifPresent(from -> out.append(from.label()).append(": "));
        out.append(PeerText.shown(problem.problem().toString())).append('\n');
    }
}
