package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts a certificate is for; each way round the check that others have had is a row. */
class HostNamesTest {

    private static final KeyPair KEYS = keys();

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A self-signed certificate with this CN and these alternative names. */
    private static X509Certificate certificate(String subject, GeneralName... names) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(subject),
                    BigInteger.ONE,
                    Date.from(Instant.now()),
                    Date.from(Instant.now().plusSeconds(60)),
                    new X500Name(subject),
                    KEYS.getPublic());
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HostNames of(String... names) {
        return HostNames.of(certificate(
                "CN=common.example.com",
                Stream.of(names).map(HostNamesTest::general).toArray(GeneralName[]::new)));
    }

    private static GeneralName general(String text) {
        String value = text.substring(text.indexOf(':') + 1);
        if (text.startsWith("DNS:")) {
            // Bouncy Castle's own constructor would refuse what an attacker writes.
            return GeneralName.getInstance(new DERTaggedObject(false, 2, new DERIA5String(value, false)));
        }
        return new GeneralName(
                text.startsWith("IP:") ? GeneralName.iPAddress : GeneralName.uniformResourceIdentifier, value);
    }

    @ParameterizedTest
    @CsvSource({
        "DNS:localhost, localhost",
        "DNS:www.example.com, www.example.com",
        "DNS:WWW.Example.COM, www.example.com",
        "DNS:www.example.com, WWW.EXAMPLE.com",
        "DNS:www.example.com, www.example.com.",
        "DNS:*.example.com, www.example.com",
        "DNS:*.example.com, xn--bcher-kva.example.com",
        "DNS:a-b.example.com, a-b.example.com",
        "DNS:1.example.com, 1.example.com",
        "IP:127.0.0.1, 127.0.0.1",
        "IP:::1, ::1",
        "IP:::1, [::1]",
        "IP:::1, 0:0:0:0:0:0:0:1",
        "IP:2001:db8::a, 2001:DB8::A",
    })
    void includesWhatItNames(String name, String host) {
        assertThat(of(name).include(host)).isTrue();
        assertThat(of("DNS:other.example.net", name).include(host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "DNS:www.example.com, example.com",
        "DNS:example.com, www.example.com",
        "DNS:www.example.com, wwwxexample.com",
        // Wildcards: one whole label, the first, above two others.
        "DNS:*.example.com, example.com",
        "DNS:*.example.com, .example.com",
        "DNS:*.example.com, a.b.example.com",
        "DNS:*.com, example.com",
        "DNS:*, localhost",
        "DNS:*., localhost.",
        "DNS:w*.example.com, www.example.com",
        "DNS:*w.example.com, www.example.com",
        "DNS:www.*.com, www.example.com",
        "DNS:*.*.example.com, a.b.example.com",
        "DNS:xn--*.example.com, xn--bcher-kva.example.com",
        "DNS:*.example.com, *.example.com",
        // Dots that say nothing.
        "DNS:www.example.com., www.example.com",
        "DNS:.example.com, www.example.com",
        "DNS:www.example.com, www.example.com..",
        "DNS:www..example.com, www..example.com",
        "DNS:'', ''",
        "DNS:'', '.'",
        // Addresses are no names and names no addresses.
        "DNS:127.0.0.1, 127.0.0.1",
        "DNS:::1, ::1",
        "DNS:*.0.0.1, 127.0.0.1",
        "IP:127.0.0.1, 127.0.0.2",
        "IP:127.0.0.1, 127.1",
        "IP:127.0.0.1, 2130706433",
        "IP:127.0.0.1, 0x7f.0.0.1",
        "IP:127.0.0.1, 127.0.0.01",
        "IP:127.0.0.1, localhost",
        "IP:127.0.0.1, [127.0.0.1]",
        "IP:::1, ::2",
        "IP:fe80::1, fe80::1%lo",
        "DNS:10.1, 10.1",
        // What is no name in letters, digits and hyphens.
        "DNS:-a.example.com, -a.example.com",
        "DNS:a-.example.com, a-.example.com",
        "DNS:a_b.example.com, a_b.example.com",
        "DNS:a b.example.com, a b.example.com",
        // Other kinds of names.
        "URI:https://www.example.com/, www.example.com",
        "URI:https://www.example.com/, https://www.example.com/",
    })
    void includesNothingElse(String name, String host) {
        assertThat(of(name).include(host)).isFalse();
    }

    /** The last is the sign of the unit kelvin, whose lower case is the letter k. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.kelvin.example\u0000.evil.example",
                "www.kelvin.example\n",
                "www.kelvin.\u00e4xample",
                "www.kelvin.example\u3002",
                "\uff57\uff57\uff57.kelvin.example",
                "www.\u212Aelvin.example"
            })
    void aHostBeyondAsciiMatchesNothing(String host) {
        HostNames hosts = of("DNS:www.kelvin.example", "DNS:*.kelvin.example");
        assertThat(hosts.include("www.kelvin.example")).isTrue();
        assertThat(hosts.include(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.kelvin.example\u0000.evil.example", "www.kelvin.example\n", "www.kelvin.\u00e4xample"})
    void aNameThatIsNoneMatchesNothingNotEvenItself(String name) {
        assertThat(of("DNS:" + name).include(name)).isFalse();
        assertThat(of("DNS:" + name).include("www.kelvin.example")).isFalse();
    }

    @Test
    void aNameThatIsTooLongMatchesNothing() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThat(of("DNS:" + longest).include(longest)).isTrue();
        assertThat(of("DNS:" + longest + "a").include(longest + "a")).isFalse();
        String tooLong = "a".repeat(64) + ".example.com";
        assertThat(of("DNS:" + tooLong).include(tooLong)).isFalse();
    }

    @Test
    void theCommonNameIsNeverLookedAt() {
        HostNames none = HostNames.of(certificate("CN=common.example.com"));
        assertThat(none.include("common.example.com")).isFalse();
        assertThat(none.isEmpty()).isTrue();
        assertThat(of("DNS:www.example.com").include("common.example.com")).isFalse();
    }

    @Test
    void tellsWhatItNames() {
        HostNames hosts = of("DNS:localhost", "IP:127.0.0.1", "URI:spiffe://a/b");
        assertThat(hosts.presented()).containsExactly("DNS:localhost", "IP:127.0.0.1");
        assertThat(hosts.hasNames()).isTrue();
        assertThat(of("IP:127.0.0.1").hasNames()).isFalse();
        assertThat(of("URI:spiffe://a/b").isEmpty()).isTrue();
        assertThat(HostNames.isAddress("::1")).isTrue();
        assertThat(HostNames.isAddress("localhost")).isFalse();
        assertThat(HostNames.isAddress("cafe")).isFalse();
    }
}
