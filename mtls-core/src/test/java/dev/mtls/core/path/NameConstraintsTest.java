package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.path.Draft.Held;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints of an anchor, which the JDK does not look at, so that what is decided here is decided by ours. */
class NameConstraintsTest {

    private static final PathRules STRICT = new PathRules(OptionalInt.empty(), true, List.of(), CrlScope.LEAF);
    private static final int ANOTHER_FORM = GeneralName.iPAddress;

    /** A name of one of the forms; addresses as BC reads them, with a prefix for a range. */
    private static GeneralName name(String form, String text) {
        return switch (form) {
            case "DNS" -> new GeneralName(GeneralName.dNSName, text);
            case "email" -> new GeneralName(GeneralName.rfc822Name, text);
            case "URI" -> new GeneralName(GeneralName.uniformResourceIdentifier, text);
            case "IP" -> new GeneralName(ANOTHER_FORM, text);
            case "DN" -> new GeneralName(new X500Name(text));
            default -> throw new AssertionError(form);
        };
    }

    private static void validate(Draft anchor, Draft leaf) throws Exception {
        Held root = anchor.selfSigned();
        X509Certificate[] sent = {leaf.issuedBy(root).certificate()};
        new PathValidator(List.of(root.certificate()), STRICT).validate(sent, Role.CLIENT, List.of(), Instant.now());
    }

    private static Draft anchor() {
        return Draft.authority("CN=Root");
    }

    private static Draft leaf(GeneralName... names) {
        return Draft.client("O=Example,CN=alice").names(names);
    }

    @ParameterizedTest
    @CsvSource({
        // form, base, name, whether it lies inside
        "DNS, example.com, example.com, true",
        "DNS, example.com, a.b.example.com, true",
        "DNS, example.com, A.EXAMPLE.COM, true",
        "DNS, EXAMPLE.com, a.example.com, true",
        "DNS, example.com, badexample.com, false",
        "DNS, example.com, example.com.evil.org, false",
        "DNS, a.example.com, example.com, false",
        "DNS, example.com, *.example.com, true",
        "DNS, a.example.com, *.example.com, false",
        "DNS, '', anything.example, true",
        "email, example.com, alice@example.com, true",
        "email, example.com, alice@EXAMPLE.COM, true",
        "email, example.com, alice@a.example.com, false",
        "email, .example.com, alice@a.example.com, true",
        "email, .example.com, alice@example.com, false",
        "email, alice@example.com, alice@example.com, true",
        "email, alice@example.com, Alice@example.com, false",
        "email, alice@example.com, bob@example.com, false",
        "URI, example.com, https://example.com/a, true",
        "URI, example.com, https://a.example.com/, false",
        "URI, .example.com, spiffe://a.example.com/x, true",
        "URI, .example.com, spiffe://example.com/x, false",
        "URI, example.com, urn:uuid:5ca1ab1e-0000-4000-8000-000000000000, false",
        "URI, example.com, https://example.com@evil.org/, false",
        "IP, 192.0.2.0/24, 192.0.2.77, true",
        "IP, 192.0.2.0/24, 192.0.3.1, false",
        "IP, 0.0.0.0/0, 198.51.100.1, true",
        "IP, 0.0.0.0/0, 2001:db8::1, false",
        "IP, 2001:db8::/32, 2001:db8:1::1, true",
        "IP, 2001:db8::/32, 2001:db9::1, false",
    })
    void aNameLiesInsideOrNot(String form, String base, String name, boolean inside) throws Exception {
        if (inside) {
            validate(anchor().permits(name(form, base)), leaf(name(form, name)));
        } else {
            assertThatThrownBy(() -> validate(anchor().permits(name(form, base)), leaf(name(form, name))))
                    .hasMessageStartingWith("client-certificate-name-not-permitted: found the name " + form + ":");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // form, base, name, whether any of what the name stands for lies inside
        "DNS, example.com, a.example.com, true",
        "DNS, a.example.com, *.example.com, true",
        "DNS, b.a.example.com, *.example.com, false",
        "DNS, example.com, example.org, false",
        "email, example.com, alice@example.com, true",
        "email, example.com, alice@example.org, false",
        "URI, example.com, https://example.com/, true",
        "URI, example.com, https://example.org/, false",
        "URI, example.com, urn:isbn:1, true",
        "IP, 192.0.2.0/24, 192.0.2.77, true",
        "IP, 192.0.2.0/24, 198.51.100.1, false",
    })
    void whatIsExcludedIsRefused(String form, String base, String name, boolean reached) throws Exception {
        if (reached) {
            assertThatThrownBy(() -> validate(anchor().excludes(name(form, base)), leaf(name(form, name))))
                    .hasMessageStartingWith("client-certificate-name-not-permitted: ");
        } else {
            validate(anchor().excludes(name(form, base)), leaf(name(form, name)));
        }
    }

    /** Directory names are compared part by part, without regard to case and blanks (RFC 5280, section 7.1); the subject counts. */
    @ParameterizedTest
    @CsvSource({
        // in the order in which they stand in the certificate
        "'O=Example', 'O=Example,CN=alice', true",
        "'O=EXAMPLE', 'O=example,CN=alice', true",
        "'O=Example', 'O=  Example ,CN=alice', true",
        "'O=Example,OU=a', 'O=Example,CN=alice', false",
        "'O=Exam', 'O=Example,CN=alice', false",
        "'C=NL,O=Example', 'C=NL,O=Example,CN=alice', true",
        "'C=NL,O=Example', 'O=Example,CN=alice', false",
        "'CN=alice', 'O=Example,CN=alice', false",
    })
    void theSubjectIsADirectoryName(String base, String subject, boolean inside) throws Exception {
        Draft leaf = Draft.client(subject);
        if (inside) {
            validate(anchor().permits(name("DN", base)), leaf);
            assertThatThrownBy(() -> validate(anchor().excludes(name("DN", base)), Draft.client(subject)))
                    .hasMessageStartingWith("client-certificate-name-not-permitted: ");
        } else {
            validate(anchor().excludes(name("DN", base)), leaf);
            assertThatThrownBy(() -> validate(anchor().permits(name("DN", base)), Draft.client(subject)))
                    .hasMessageStartingWith("client-certificate-name-not-permitted: ");
        }
    }

    @Test
    void anEmailAddressInTheSubjectCountsWhereThereIsNoOther() throws Exception {
        Draft inSubject = Draft.client("E=alice@evil.example,CN=alice");
        assertThatThrownBy(() -> validate(anchor().permits(name("email", "example.com")), inSubject))
                .hasMessageContaining("email:alice@evil.example");
        validate(
                anchor().permits(name("email", "example.com")),
                Draft.client("E=alice@evil.example,CN=alice").names(name("email", "alice@example.com")));
    }

    @Test
    void aFormThatIsNotConstrainedIsFree() throws Exception {
        validate(anchor().permits(name("DNS", "example.com")), leaf(name("email", "alice@example.org")));
    }

    /** Fail closed: what cannot be compared is not permitted, and is excluded. */
    @Test
    void namesOfAFormThatCannotBeComparedAreRefusedWhereItIsConstrained() throws Exception {
        GeneralName upn = new GeneralName(
                GeneralName.otherName,
                new OtherName(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), new DERUTF8String("a@example.com")));
        GeneralName id = new GeneralName(GeneralName.registeredID, "1.2.3.4");
        for (GeneralName name : List.of(upn, id)) {
            assertThatThrownBy(() -> validate(anchor().permits(name), leaf(name)))
                    .hasMessageContaining("do not permit");
            assertThatThrownBy(() -> validate(anchor().excludes(name), leaf(name)))
                    .hasMessageContaining("exclude");
            validate(anchor().excludes(name), leaf(name("DNS", "a.example")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example.com", ".example.com", "example.com.", "a_b.example.com", "192.0.2.1", " "})
    void aConstraintThatIsNotOfItsFormIsRefused(String base) {
        assertThatThrownBy(() -> validate(anchor().permits(name("DNS", base)), leaf(name("email", "a@b.example"))))
                .hasMessageStartingWith(
                        "client-certificate-off-profile: the name constraints of CN=Root cannot be read");
    }

    @Test
    void aRangeWithAHoleInItsMaskIsRefused() {
        byte[] range = {10, 0, 0, 0, (byte) 255, 0, (byte) 255, 0};
        GeneralName base = new GeneralName(ANOTHER_FORM, new DEROctetString(range));
        assertThatThrownBy(() -> validate(anchor().permits(base), leaf(name("DNS", "a.example"))))
                .hasMessageStartingWith("client-certificate-off-profile: the name constraints");
    }

    /** Both bind: a subordinate may narrow what is permitted, and cannot widen it. */
    @Test
    void theConstraintsOfAllAuthoritiesHold() throws Exception {
        Held root = anchor().permits(name("DNS", "example.com")).selfSigned();
        Held narrow =
                Draft.authority("CN=I").permits(name("DNS", "a.example.com")).issuedBy(root);
        Held wide = Draft.authority("CN=I").permits(name("DNS", "example.org")).issuedBy(root);
        PathValidator validator = new PathValidator(List.of(root.certificate()), STRICT);
        X509Certificate inside =
                leaf(name("DNS", "x.a.example.com")).issuedBy(narrow).certificate();
        X509Certificate outside =
                leaf(name("DNS", "b.example.com")).issuedBy(narrow).certificate();
        X509Certificate widened =
                leaf(name("DNS", "example.org")).issuedBy(wide).certificate();
        X509Certificate[] good = {inside, narrow.certificate()};
        assertThat(validator
                        .validate(good, Role.CLIENT, List.of(), Instant.now())
                        .leaf())
                .isEqualTo(inside);
        for (X509Certificate[] bad : List.of(
                new X509Certificate[] {outside, narrow.certificate()},
                new X509Certificate[] {widened, wide.certificate()})) {
            assertThatThrownBy(() -> validator.validate(bad, Role.CLIENT, List.of(), Instant.now()))
                    .hasMessageStartingWith("client-certificate-name-not-permitted");
        }
    }

    /** 101 constraints with 20 names are over 2,000 comparisons, 100 are not. */
    @ParameterizedTest
    @CsvSource({"99, true", "101, false"})
    void theComparisonsAreBounded(int constraints, boolean fine) throws Exception {
        GeneralName[] bases = IntStream.range(0, constraints)
                .mapToObj(i -> name("DNS", "c" + i + ".example"))
                .toArray(GeneralName[]::new);
        GeneralName[] names = IntStream.range(0, 20)
                .mapToObj(i -> name("DNS", "n" + i + ".c0.example"))
                .toArray(GeneralName[]::new);
        if (fine) {
            validate(anchor().permits(bases), leaf(names));
        } else {
            assertThatThrownBy(() -> validate(anchor().permits(bases), leaf(names)))
                    .hasMessage("chain-too-costly: the names and the name constraints of the path take more than 2000 "
                            + "comparisons");
        }
    }
}
