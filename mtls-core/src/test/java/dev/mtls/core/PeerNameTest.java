package dev.mtls.core;

import static dev.mtls.core.TestCertificates.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerNameTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    private static X509Certificate bearing(GeneralName... names) {
        return PKI.issue(new Request("CN=a.example", keys("EC")).names(names));
    }

    private static GeneralName name(int form, String text) {
        return new GeneralName(form, new DERIA5String(text));
    }

    private static GeneralName address(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, a.example, true",
        "A.Example, a.eXample, true",
        "a.example, b.example, false",
        "a.example, a.example., false",
        "a.example, *.example, false",
        "*.db.example, a.db.example, true",
        "*.db.example, A.DB.example, true",
        "*.db.example, db.example, false",
        "*.db.example, a.b.db.example, false",
        "*.db.example, *.db.example, false",
        "a.example, a.example.evil.example, false",
    })
    void hostsAreComparedWhole(String allowed, String borne, boolean admitted) {
        assertThat(PeerName.dns(allowed).isBorneBy(bearing(name(GeneralName.dNSName, borne))))
                .isEqualTo(admitted);
    }

    @Test
    void hostileNamesAreNobodys() {
        PeerName allowed = PeerName.dns("a.example");
        for (String hostile : new String[] {
            "a.example\0.evil.example",
            "a.example\0",
            "a.exampl\u0435",
            "a.example\n",
            " a.example",
            "a.example/",
            "\uff41.example",
            "a.example" + ".".repeat(4000)
        }) {
            X509Certificate certificate = bearing(
                    new GeneralName(GeneralName.dNSName, new DEROctetString(hostile.getBytes(StandardCharsets.UTF_8))));
            assertThat(allowed.isBorneBy(certificate)).as(hostile).isFalse();
            assertThat(PeerName.of(certificate)).as(hostile).isEmpty();
        }
    }

    @Test
    void theSubjectIsNoName() {
        X509Certificate certificate = PKI.issue(new Request("CN=a.example", keys("EC")));
        assertThat(PeerName.dns("a.example").isBorneBy(certificate)).isFalse();
    }

    @Test
    void formsAreNotMixed() {
        X509Certificate dns =
                bearing(name(GeneralName.dNSName, "192.0.2.1"), name(GeneralName.dNSName, "spiffe://a/b"));
        assertThat(PeerName.ip("192.0.2.1").isBorneBy(dns)).isFalse();
        assertThat(PeerName.spiffeId("spiffe://a/b").isBorneBy(dns)).isFalse();
        X509Certificate uri = bearing(name(GeneralName.uniformResourceIdentifier, "a.example"));
        assertThat(PeerName.dns("a.example").isBorneBy(uri)).isFalse();
    }

    @Test
    void addressesAreComparedByTheirBytes() {
        X509Certificate four = bearing(address(192, 0, 2, 1));
        assertThat(PeerName.ip("192.0.2.1").isBorneBy(four)).isTrue();
        assertThat(PeerName.ip("192.0.2.2").isBorneBy(four)).isFalse();
        X509Certificate sixteen = bearing(address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
        assertThat(PeerName.ip("2001:DB8::1").isBorneBy(sixteen)).isTrue();
        assertThat(PeerName.ip("2001:db8:0:0:0:0:0:1")).isEqualTo(PeerName.ip("2001:db8::1"));
        assertThat(PeerName.ip("2001:db8::2").isBorneBy(sixteen)).isFalse();
    }

    @Test
    void mailboxesKeepTheirCaseAndHostsDoNot() {
        X509Certificate certificate = bearing(name(GeneralName.rfc822Name, "Ann@Mail.Example"));
        assertThat(PeerName.email("Ann@mail.example").isBorneBy(certificate)).isTrue();
        assertThat(PeerName.email("ann@mail.example").isBorneBy(certificate)).isFalse();
        assertThat(PeerName.of(bearing(name(GeneralName.rfc822Name, "a@b.example, c@d.example"))))
                .isEmpty();
    }

    @Test
    void urisAreComparedCharacterByCharacter() {
        X509Certificate certificate = bearing(name(GeneralName.uniformResourceIdentifier, "https://a.example/x"));
        assertThat(PeerName.uri("https://a.example/x").isBorneBy(certificate)).isTrue();
        assertThat(PeerName.uri("https://A.example/x").isBorneBy(certificate)).isFalse();
        assertThat(PeerName.uri("https://a.example/%78").isBorneBy(certificate)).isFalse();
    }

    @Test
    void aSpiffeIdIsTheOnlyUriOfAWorkload() {
        PeerName allowed = PeerName.spiffeId("spiffe://prod.example/billing");
        GeneralName id = name(GeneralName.uniformResourceIdentifier, "spiffe://prod.example/billing");
        assertThat(allowed.isBorneBy(bearing(id))).isTrue();
        assertThat(PeerName.uri("spiffe://prod.example/billing").isBorneBy(bearing(id)))
                .isTrue();
        assertThat(allowed.isBorneBy(bearing(id, name(GeneralName.dNSName, "a.example"))))
                .isTrue();
        assertThat(allowed.isBorneBy(bearing(id, name(GeneralName.uniformResourceIdentifier, "urn:a:b"))))
                .isFalse();
        X509Certificate authority =
                PKI.issue(new Request("CN=Sub", keys("EC")).authority().names(id));
        assertThat(allowed.isBorneBy(authority)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "spiffe://prod.example/a, true",
        "spiffe://prod.example/a/b, true",
        "spiffe://prod.example, true",
        "spiffe://prod.example.evil/a, false",
        "spiffe://test.example/a, false",
        "spiffe://PROD.example/a, false",
        "SPIFFE://prod.example/a, false",
        "spiffe://prod.example/a/../b, false",
        "spiffe://prod.example/a/, false",
        "spiffe://prod.example/a?b, false",
        "spiffe://x@prod.example/a, false",
        "spiffe://prod.example:443/a, false",
        "https://prod.example/a, false",
    })
    void aTrustDomainAdmitsAllOfItsIds(String borne, boolean admitted) {
        X509Certificate certificate = bearing(name(GeneralName.uniformResourceIdentifier, borne));
        assertThat(PeerName.spiffeTrustDomain("prod.example").isBorneBy(certificate))
                .isEqualTo(admitted);
    }

    @Test
    void whoHasTooManyNamesHasNone() {
        GeneralName[] most = IntStream.range(0, PeerName.MOST)
                .mapToObj(i -> name(GeneralName.dNSName, "h" + i + ".example"))
                .toArray(GeneralName[]::new);
        GeneralName[] more = IntStream.rangeClosed(0, PeerName.MOST)
                .mapToObj(i -> name(GeneralName.dNSName, "h" + i + ".example"))
                .toArray(GeneralName[]::new);
        assertThat(PeerName.dns("h7.example").isBorneBy(bearing(most))).isTrue();
        assertThat(PeerName.dns("h7.example").isBorneBy(bearing(more))).isFalse();
    }

    @Test
    void whatIsMisspeltIsAnError() {
        refuses(
                PeerName::dns,
                "a_b.example",
                "https://a.example",
                "a.example\0",
                "*.*.example",
                "192.0.2.1",
                "",
                "ä.example");
        refuses(PeerName::ip, "a.example", "192.0.2", "192.0.2.256", "");
        refuses(PeerName::uri, "a/b", "http://exa mple", "urn:\u00e4");
        refuses(
                PeerName::spiffeId,
                "spiffe://prod.example",
                "spiffe://Prod.example/a",
                "prod.example/a",
                "spiffe://prod.example/a/../b",
                "spiffe://prod.example/" + "a".repeat(2048));
        refuses(PeerName::spiffeTrustDomain, "spiffe://prod.example", "Prod.example", "prod.example/a", "");
        refuses(PeerName::email, "a", "a@", "@b.example", "a@b@c.example", "a b@c.example");
    }

    private static void refuses(Function<String, PeerName> of, String... texts) {
        for (String text : texts) {
            assertThatThrownBy(() -> of.apply(text)).as(text).hasMessageContaining("peer-name-malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[31mred", "a\nFAKE"})
    void whatIsRefusedIsShownEscaped(String text) {
        assertThatThrownBy(() -> PeerName.dns(text))
                .hasMessageNotContaining(text)
                .hasMessageContaining("\\u00");
    }

    @Test
    void theTextOfANameIsSafeToPrint() {
        assertThat(PeerName.dns("A.example")).hasToString("DNS:a.example");
        assertThat(PeerName.spiffeTrustDomain("prod.example")).hasToString("URI:spiffe://prod.example/...");
        assertThat(PeerName.email("a@B.example")).hasToString("email:a@b.example");
    }
}
