package dev.mtls.core.path;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * A name in a certificate, of one of nine forms (RFC 5280, section 4.2.1.6). Read from the bytes, since the JDK turns what it cannot
 * represent into something else.
 *
 * @param form the number of the form, 0 to 8
 * @param content the element: a string or octets with an implicit tag, or what is inside an explicit one
 */
record GeneralName(int form, Der content) {

    static final int OTHER = 0;
    static final int EMAIL = 1;
    static final int DNS = 2;
    static final int DIRECTORY = 4;
    static final int URI = 6;
    static final int IP = 7;

    private static final String[] FORMS = {"otherName", "email", "DNS", "X.400", "DN", "EDI", "URI", "IP", "RID"};
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final byte[] EMAIL_ADDRESS = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x09, 0x01
    };

    static GeneralName of(Der element) throws CertificateParsingException {
        int form = element.tag() & 0x1f;
        boolean constructed = form == OTHER || form == 3 || form == DIRECTORY || form == 5;
        if (form > 8 || element.tag() != (constructed ? 0xa0 : 0x80) + form) {
            throw new CertificateParsingException(
                    String.format("found tag 0x%02x, expected a GeneralName", element.tag()));
        }
        return new GeneralName(form, form == DIRECTORY ? element.only() : element);
    }

    /** {@code GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName}. */
    static List<GeneralName> list(Der sequence) throws CertificateParsingException {
        List<GeneralName> names = new ArrayList<>();
        for (Der element : sequence.expect(Der.SEQUENCE).children()) {
            names.add(of(element));
        }
        if (names.isEmpty()) {
            throw new CertificateParsingException("found no name, expected one at least");
        }
        return names;
    }

    /** The subject alternative names; none where there is no such extension. */
    static List<GeneralName> alternatives(X509Certificate certificate) throws CertificateParsingException {
        Optional<Der> extension = Der.extension(certificate, Extensions.SUBJECT_ALTERNATIVE_NAME);
        return extension.isPresent() ? list(extension.get()) : List.of();
    }

    /**
     * All that name constraints apply to: the alternative names, the subject, and the email addresses in the subject of a certificate
     * that has none among its alternative names (RFC 5280, section 4.2.1.10).
     */
    static List<GeneralName> constrained(X509Certificate certificate) throws CertificateParsingException {
        List<GeneralName> names = new ArrayList<>(alternatives(certificate));
        Der subject = Der.of(certificate.getSubjectX500Principal().getEncoded());
        if (names.stream().noneMatch(name -> name.form() == EMAIL)) {
            for (Der value : attributes(certificate, EMAIL_ADDRESS)) {
                names.add(new GeneralName(EMAIL, value));
            }
        }
        if (!subject.isEmpty()) {
            names.add(new GeneralName(DIRECTORY, subject));
        }
        return names;
    }

    /** The common names in the subject, in their order. */
    static List<Der> commonNames(X509Certificate certificate) throws CertificateParsingException {
        return attributes(certificate, COMMON_NAME);
    }

    private static List<Der> attributes(X509Certificate certificate, byte[] type) throws CertificateParsingException {
        List<Der> values = new ArrayList<>();
        for (Der set :
                Der.of(certificate.getSubjectX500Principal().getEncoded()).children()) {
            for (Der attribute : set.expect(Der.SET).children()) {
                List<Der> pair = attribute.expect(Der.SEQUENCE).children();
                if (pair.size() == 2 && Arrays.equals(pair.get(0).encoded(), type)) {
                    values.add(pair.get(1));
                }
            }
        }
        return values;
    }

    boolean isText() {
        return form == EMAIL || form == DNS || form == URI;
    }

    /** Whether this text is the name of a host or the address, written as RFC 5952 and dotted decimals have it. */
    boolean says(String text) {
        byte[] value = content.value();
        return form == DNS && text.equals(new String(value, StandardCharsets.ISO_8859_1))
                || form == IP && text.equals(Addresses.text(value));
    }

    /** {@code DNS:example.com}, safe to print. */
    @Override
    public String toString() {
        return FORMS[form] + ":" + PeerText.safe(text());
    }

    private String text() {
        byte[] value = content.value();
        String address = form == IP ? Addresses.text(value) : "";
        if (!address.isEmpty()) {
            return address;
        }
        if (isText()) {
            return new String(value, StandardCharsets.ISO_8859_1);
        }
        try {
            return form == DIRECTORY
                    ? new X500Principal(content.encoded()).getName()
                    : HexFormat.of().formatHex(value);
        } catch (IllegalArgumentException e) {
            return HexFormat.of().formatHex(value);
        }
    }
}
