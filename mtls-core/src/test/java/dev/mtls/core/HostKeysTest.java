package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.path.HostKeys;
import dev.mtls.core.path.HostNames;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A look-up by keys finds what matching name by name finds, and nothing else. */
class HostKeysTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final List<String> HOSTS = List.of(
            "a.example",
            "A.Example",
            "a.example.",
            "b.example",
            "x.a.example",
            "x.y.a.example",
            "example",
            "localhost",
            "127.0.0.1",
            "::1",
            "[::1]",
            "*.example",
            "*.a.example",
            "",
            ".",
            ".a.example",
            "a..example",
            "a.example..",
            "a_b.example",
            "b\u00fccher.example",
            "a.example\u0000.evil",
            "K.a.example",
            "1.2.3",
            "a".repeat(64) + ".example",
            "-a.example");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example",
                "A.EXAMPLE",
                "*.a.example",
                "*.A.example",
                "*.example",
                "*",
                "*.",
                "a*.a.example",
                "x.*.example",
                "localhost",
                "127.0.0.1",
                "example",
                "k.a.example",
                "1.2.3"
            })
    void theSameIsFoundAsByMatching(String presented) {
        X509Certificate certificate = PKI.issue(new Request("CN=any", PKI.caKey).hosts(presented));
        HostNames names = HostNames.of(certificate);
        Set<String> keys = HostKeys.ofCertificate(certificate);
        for (String host : HOSTS) {
            assertThat(HostKeys.ofHost(host).stream().anyMatch(keys::contains))
                    .as("%s is found by %s", host, presented)
                    .isEqualTo(names.include(host));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1", "2001:DB8::1"})
    void addressesHaveOneFormEach(String address) {
        assertThat(HostKeys.ofPattern(address)).isPresent();
        assertThat(HostKeys.ofHost(address))
                .containsExactly(HostKeys.ofPattern(address).orElseThrow());
        assertThat(HostKeys.ofPattern("::1")).isEqualTo(HostKeys.ofPattern("[0:0:0:0:0:0:0:1]"));
    }
}
