package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.extension.CertificateAuthorities;
import dev.mtls.parser.extension.DistinguishedName;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.handshake.CertificateEntry;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.handshake.CertificateRequest;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import dev.mtls.parser.x509.DerOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the certificates, raw public keys and names of authorities of a conversation that are none: what TLS carries was read,
 * what it means was not.
 */
final class CertificateProblems {

    private CertificateProblems() {}

    /** One problem for each that cannot be read, in the order of the events. */
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
     * Adds a problem for each of one message that cannot be read.
     *
     * @param index of the event in its conversation
     */
    static void check(HandshakeEvent event, int index, List<ConversationProblem> found) {
        if (hasUnreadable(event.message())) {
            // Where they stand only the tree of fields tells, which is made for those few.
            problems(event)
                    .forEach(problem -> found.add(
                            new ConversationProblem(problem, Optional.of(event.from()), OptionalInt.of(index))));
        }
    }

    private static boolean hasUnreadable(HandshakeMessage message) {
        List<DistinguishedName> names = List.of();
        if (message instanceof CertificateRequest request) {
            names = request.authorities();
        } else if (message instanceof ClientHello hello) {
            names = hello.extensions()
                    .get(CertificateAuthorities.class)
                    .map(CertificateAuthorities::authorities)
                    .orElse(names);
        }
        return names.stream().anyMatch(name -> name.problem().isPresent())
                || CertificateMessage.in(message).stream()
                        .flatMap(chain -> chain.certificateList().stream())
                        .anyMatch(CertificateProblems::isUnreadable);
    }

    private static boolean isUnreadable(CertificateEntry entry) {
        return entry.isRawPublicKey()
                ? entry.subjectPublicKeyInfo().isEmpty()
                : entry.certificateType().equals(CertificateType.X509)
                        && entry.x509().isEmpty();
    }

    private static List<Problem> problems(HandshakeEvent event) {
        DecodeLimits limits = DecodeLimits.DEFAULTS
                .withHandshakeMessage(event.bytes().size())
                .withUncompressedCertificate(Integer.MAX_VALUE - 1);
        List<Problem> problems = new ArrayList<>();
        HandshakeMessages.trace(event.bytes(), event.context(), limits)
                .fields()
                .ifPresent(root -> walk(root, "", event.context().isTls13(), problems));
        return problems;
    }

    private static void walk(Field field, String parent, boolean tls13, List<Problem> problems) {
        String name = field.name();
        String path = parent.isEmpty() || name.startsWith("[") ? parent + name : parent + "." + name;
        if (!parent.isEmpty() && field.value() instanceof Field.Block block) {
            path += "." + block.type().name();
        }
        if (field.value() instanceof Field.Named named) {
            name(named.der(), field, path, problems);
        } else if (field.value() instanceof Field.Hex hex) {
            CertificateType type =
                    name.equals("subject_public_key_info") ? CertificateType.RAW_PUBLIC_KEY : CertificateType.X509;
            boolean isOne = type.equals(CertificateType.RAW_PUBLIC_KEY) || name.equals("cert_data");
            if (isOne && isUnreadable(new CertificateEntry(type, hex.bytes(), Extensions.ABSENT))) {
                problems.add(unreadable(type, hex.bytes(), field, path, tls13));
            }
        }
        for (Field child : field.children()) {
            walk(child, path, tls13, problems);
        }
    }

    private static void name(Bytes der, Field field, String path, List<Problem> problems) {
        long start = field.span().offset() + field.prefix();
        new DistinguishedName(der)
                .problem()
                .ifPresent(problem -> problems.add(problem.moved(path, Problem.Base.MESSAGE, start)));
    }

    private static Problem unreadable(CertificateType type, Bytes der, Field field, String path, boolean tls13) {
        String what = type.equals(CertificateType.RAW_PUBLIC_KEY) ? "public key" : "X.509 certificate";
        String why = DerOutline.problem(der)
                .map(problem ->
                        ": " + problem.message() + " at byte " + problem.span().offset() + " of it")
                .orElse("");
        int prefix = field.prefix();
        return Problem.of(
                        Problem.Kind.ILLEGAL_VALUE,
                        path,
                        Problem.Base.MESSAGE,
                        new Span(field.span().offset() + prefix, field.span().length() - prefix),
                        "no " + what + " that can be read" + why)
                .rfc(tls13 ? "RFC 8446 4.4.2" : "RFC 5246 7.4.2")
                .alert(AlertDescription.BAD_CERTIFICATE.value());
    }
}
