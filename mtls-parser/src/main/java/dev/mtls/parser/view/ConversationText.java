package dev.mtls.parser.view;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Fingerprint;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.CompressedCertificate;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.wire.Field;
import java.util.List;
import java.util.Optional;

/** The events of a conversation, each with all that is in it. */
final class ConversationText {

    private static final int INDENT = 4;

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
            fingerprints(message.message());
            missingDecoder(message.message());
        }
        if (options.hex()) {
            boolean whole = event instanceof HandshakeEvent;
            new HexText(out, INDENT).event(event, whole ? Integer.MAX_VALUE : options.maxBytes());
        } else {
            fields(event);
        }
    }

    private void fields(ConversationEvent event) {
        Optional<List<Field>> known = EventFields.of(event);
        if (known.isPresent()) {
            fields.lines(known.get(), INDENT);
        } else if (event instanceof HandshakeEvent message) {
            out.append(" ".repeat(INDENT))
                    .append(FieldText.bytes(message.message().body()))
                    .append('\n');
        }
    }

    private void fingerprints(HandshakeMessage message) {
        if (message instanceof ClientHello hello) {
            out.append("  ja3 ").append(Fingerprint.ja3(hello).value());
            out.append(", ja4 ").append(Fingerprint.ja4(hello).value()).append('\n');
        } else if (message instanceof ServerHello hello && !hello.isHelloRetryRequest()) {
            out.append("  ja3s ").append(Fingerprint.ja3s(hello).value()).append('\n');
        }
    }

    private void missingDecoder(HandshakeMessage message) {
        if (message instanceof CompressedCertificate compressed) {
            compressed
                    .missingDecoder()
                    .ifPresent(dependency ->
                            out.append("  not inflated: ").append(dependency).append(" is not there\n"));
        }
    }

    private void problem(ConversationProblem problem) {
        out.append("  ! ");
        problem.from().ifPresent(from -> out.append(from.label()).append(": "));
        out.append(PeerText.shown(problem.problem().toString())).append('\n');
    }
}
