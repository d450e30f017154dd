package dev.mtls.core.path;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Until when an OCSP response holds (RFC 6960, section 4.2.1), read from one that the JDK has verified, since it does not tell. A response
 * of several answers holds as long as the first of them that ends.
 */
final class OcspTimes {

    private static final int EXPLICIT_0 = 0xa0;
    private static final int GENERALIZED_TIME = 0x18;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT);

    private OcspTimes() {}

    /**
     * The earliest nextUpdate, or an earlier end of a certificate of its responder (RFC 6960, section 4.2.2.2) that came with it; one that
     * had ended before is not the one that it was verified by. Empty where an answer has no nextUpdate, so that newer is to be had at any
     * time, or the response cannot be read.
     */
    static Optional<Instant> holdsUntil(byte[] response, Instant now) {
        try {
            List<Der> basic = basic(response);
            Instant first = Instant.MAX;
            for (Der answer : answers(basic).children()) {
                Optional<Instant> next = nextUpdate(answer.expect(Der.SEQUENCE).children());
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                first = next.get().isBefore(first) ? next.get() : first;
            }
            if (first.equals(Instant.MAX)) {
                return Optional.empty();
            }
            for (Instant end : endsOfResponder(basic)) {
                first = !end.isBefore(now) && end.isBefore(first) ? end : first;
            }
            return Optional.of(first);
        } catch (CertificateException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The parts of BasicOCSPResponse: ResponseData, algorithm, signature, and certificates where some came with it. */
    private static List<Der> basic(byte[] response) throws CertificateParsingException {
        List<Der> statusAndBytes = Der.of(response).expect(Der.SEQUENCE).children();
        Der bytes = last(statusAndBytes).expect(EXPLICIT_0).only().expect(Der.SEQUENCE);
        return Der.of(last(bytes.children()).expect(Der.OCTET_STRING).value())
                .expect(Der.SEQUENCE)
                .children();
    }

    /** The sequence of SingleResponses: the only one in ResponseData that is a sequence itself, beside extensions, which are tagged. */
    private static Der answers(List<Der> basic) throws CertificateParsingException {
        for (Der part : first(basic).expect(Der.SEQUENCE).children()) {
            if (part.tag() == Der.SEQUENCE) {
                return part;
            }
        }
        throw new CertificateParsingException("found no answer in an OCSP response");
    }

    private static List<Instant> endsOfResponder(List<Der> basic) throws CertificateException {
        List<Instant> ends = new ArrayList<>();
        if (last(basic).tag() == EXPLICIT_0) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Der certificate : last(basic).only().expect(Der.SEQUENCE).children()) {
                X509Certificate responder =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.encoded()));
                ends.add(responder.getNotAfter().toInstant());
            }
        }
        return ends;
    }

    /** Of certID, certStatus, thisUpdate, nextUpdate and extensions, of which the last two may be left out. */
    private static Optional<Instant> nextUpdate(List<Der> answer) throws CertificateParsingException {
        int at = 3;
        if (answer.size() <= at || answer.get(at).tag() != EXPLICIT_0) {
            return Optional.empty();
        }
        Der time = answer.get(at).only().expect(GENERALIZED_TIME);
        String text = new String(time.value(), StandardCharsets.US_ASCII);
        return Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
    }

    private static Der first(List<Der> some) throws CertificateParsingException {
        if (some.isEmpty()) {
            throw new CertificateParsingException("found nothing, expected an element");
        }
        return some.get(0);
    }

    private static Der last(List<Der> some) throws CertificateParsingException {
        first(some);
        return some.get(some.size() - 1);
    }
}
