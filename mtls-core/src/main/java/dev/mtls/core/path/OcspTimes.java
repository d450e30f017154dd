package dev.mtls.core.path;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

    /** The earliest nextUpdate; empty where an answer has none, so that newer is to be had at any time, or it cannot be read. */
    static Optional<Instant> nextUpdate(byte[] response) {
        try {
            Instant first = Instant.MAX;
            for (Der answer : answers(Der.of(response)).children()) {
                Optional<Instant> next = nextUpdate(answer.expect(Der.SEQUENCE).children());
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                first = next.get().isBefore(first) ? next.get() : first;
            }
            return first.equals(Instant.MAX) ? Optional.empty() : Optional.of(first);
        } catch (CertificateParsingException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The sequence of SingleResponses: the only one in ResponseData that is a sequence itself, beside extensions, which are tagged. */
    private static Der answers(Der response) throws CertificateParsingException {
        List<Der> statusAndBytes = response.expect(Der.SEQUENCE).children();
        Der bytes = last(statusAndBytes).expect(EXPLICIT_0).only().expect(Der.SEQUENCE);
        Der basic = Der.of(last(bytes.children()).expect(Der.OCTET_STRING).value());
        Der data = first(basic.expect(Der.SEQUENCE).children()).expect(Der.SEQUENCE);
        for (Der part : data.children()) {
            if (part.tag() == Der.SEQUENCE) {
                return part;
            }
        }
        throw new CertificateParsingException("found no answer in an OCSP response");
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
