package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a server's certificate names the hosts that it is built for. */
class HostsTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    private static Request request(String subject) {
        return new Request(subject, TestCertificates.keys("EC"));
    }

    private static ServerBuilder server(Request request) {
        return MtlsContext.server().identity(PKI.identity(request)).trust(PKI.trust());
    }

    private static final Request LOCAL = request("CN=server")
            .names(
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.dNSName, "*.example.com"),
                    new GeneralName(GeneralName.dNSName, "10.0.0.1"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"));

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "www.example.com", "127.0.0.1"})
    void aHostThatIsNamedIsFine(String host) {
        assertThat(server(LOCAL).forHost(host).build().findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost.example, issue it with subjectAltName=DNS:localhost.example",
        "example.com, issue it with subjectAltName=DNS:example.com",
        "server, issue it with subjectAltName=DNS:server",
        "::1, issue it with subjectAltName=IP:::1",
        "10.0.0.1, issue it with subjectAltName=IP:10.0.0.1: an address that stands there as a DNS name matches nothing",
        "b\u00fccher.example, 'call it by a name of letters, digits and hyphens: other names match no certificate'"
    })
    void aHostThatIsNotNamedStopsTheBuild(String host, String remedy) {
        MtlsConfigurationException e = catchThrowableOfType(
                MtlsConfigurationException.class, server(LOCAL).forHost("localhost", host)::build);
        assertThat(e.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("host-not-matched");
            assertThat(finding.detail())
                    .startsWith(
                            "found DNS:localhost, DNS:*.example.com, DNS:10.0.0.1, IP:127.0.0.1 in CN=server, expected ");
            assertThat(finding.remedy()).isEqualTo(remedy);
        });
        assertThat(server(LOCAL)
                        .forHost(host)
                        .dangerous()
                        .accept("host-not-matched")
                        .build()
                        .findings())
                .extracting(Finding::id)
                .containsExactly("host-not-matched", "dangerous-option");
    }

    @Test
    void callsAddUpAndBelongToTheBuilder() {
        ServerBuilder both = server(LOCAL).forHost("one.example").forHost("two.example");
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, both::build)
                        .findings())
                .hasSize(2);
        assertThat(both.dangerous().acceptAllFindings().build().toBuilder()
                        .build()
                        .findings())
                .filteredOn(finding -> finding.id().equals("host-not-matched"))
                .hasSize(2);
    }

    @Test
    void oneOfSeveralIdentitiesIsEnough() {
        Identity other = PKI.identity(request("CN=other").hosts("other.example"));
        assertThat(server(LOCAL)
                        .moreIdentities(other)
                        .forHost("localhost", "other.example")
                        .findings())
                .isEmpty();
        assertThat(server(LOCAL).moreIdentities(other).forHost("third.example").findings())
                .extracting(Finding::id)
                .containsExactly("host-not-matched");
    }

    /** JSSE and OpenSSL fall back to the CN where there is no DNS name; others do not. */
    @Test
    void aCommonNameAloneIsAWarning() {
        List<Finding> findings =
                server(request("CN=localhost,O=x")).forHost("localhost").build().findings();
        assertThat(findings).extracting(Finding::id).containsExactly("san-missing", "host-not-matched");
        assertThat(findings).allMatch(finding -> finding.severity() == Severity.WARNING);
    }

    @ParameterizedTest
    @CsvSource({
        "CN=127.0.0.1, 127.0.0.1",
        "'CN=other,O=x', localhost",
        "O=CN\\=localhost, localhost",
        "'O=a\\,CN=localhost', localhost"
    })
    void noOtherCommonNameSaves(String subject, String host) {
        MtlsConfigurationException e = catchThrowableOfType(
                MtlsConfigurationException.class, server(request(subject)).forHost(host)::build);
        assertThat(e.findings()).extracting(Finding::id).containsExactly("host-not-matched");
    }
}
