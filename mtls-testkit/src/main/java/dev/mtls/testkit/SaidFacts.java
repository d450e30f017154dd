package dev.mtls.testkit;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.Sender;
import java.util.Optional;

/** What a recorded conversation tells of a handshake, in the words of a {@link ServedConnection}. */
final class SaidFacts {
    private SaidFacts() {}

    /** As JSSE names it: {@code TLSv1.3}. */
    static Optional<String> version(Conversation said) {
        return said.version().map(version -> version.name().replace(" ", "v"));
    }

    static Optional<String> cipherSuite(Conversation said) {
        return said.cipherSuite().map(CipherSuite::name);
    }

    static Optional<String> group(Conversation said) {
        return said.group().map(NamedGroup::name);
    }

    /** Whether the client's first bytes were no TLS. */
    static boolean startsInPlaintext(Conversation said) {
        return said.events().stream()
                .filter(event -> event.from() == Sender.CLIENT)
                .findFirst()
                .filter(PlaintextEvent.class::isInstance)
                .isPresent();
    }

    /** The name of the first fatal alert of that side which could be read. */
    static Optional<String> fatalAlert(Conversation said, Sender from) {
        return said.events().stream()
                .filter(AlertEvent.class::isInstance)
                .map(AlertEvent.class::cast)
                .filter(event -> event.from() == from && event.alert().level().equals(AlertLevel.FATAL))
                .map(event -> event.alert().description().name())
                .findFirst();
    }

    /** Whether the client answered the request for a certificate with one. */
    static Optional<Boolean> presented(Conversation said) {
        return said.clientAuth().presented();
    }
}
