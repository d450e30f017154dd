package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.handshake.CertificateEntry;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the certificates of a conversation that are none: what TLS carries was read, what it means was not. */
final class CertificateProblems {

    /** How many bytes say the length of a list of certificates, and of each. */
    private static final int LENGTH = 3;

    private CertificateProblems() {}

    /** One problem for each entry that cannot be read, in the order of the events. */
    static List<ConversationProblem> of(List<ConversationEvent> events) {
        List<ConversationProblem> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof HandshakeEvent event) {
                check(event, i, found);
            }
        }
        return found;
    }

    /**
     * Adds a problem for each entry of one message that cannot be read.
     *
     * @param index of the event in its conversation
     */
    static void check(HandshakeEvent event, int index, List<ConversationProblem> found) {
        if (!(event.message() instanceof CertificateMessage message)) {
            return;
        }
        Bytes bytes = event.bytes();
        boolean tls13 = message.certificateRequestContext().isPresent();
        int at = RawHandshakeMessage.HEADER
                + message.certificateRequestContext().map(Bytes::size).orElse(-1)
                + 1
                + LENGTH;
        for (int i = 0; i < message.certificateList().size(); i++) {
            CertificateEntry entry = message.certificateList().get(i);
            at += LENGTH;
            if (entry.x509().isEmpty()) {
                Problem problem = Problem.of(
                                Problem.Kind.ILLEGAL_VALUE,
                                "certificate.certificate_list[" + i + "].cert_data",
                                Problem.Base.MESSAGE,
                                new Span(at, entry.certData().size()),
                                "no X.509 certificate that can be read")
                        .rfc(tls13 ? "RFC 8446 4.4.2" : "RFC 5246 7.4.2")
                        .alert(AlertDescription.BAD_CERTIFICATE.value());
                found.add(new ConversationProblem(problem, Optional.of(event.from()), OptionalInt.of(index)));
            }
            at += entry.certData().size();
            at += tls13 ? 2 + bytes.u16(at) : 0;
        }
    }
}
