package dev.mtls.examples.checking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.testkit.TestPki;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe: know before anybody connects whether the certificates will do, and how long. */
class CheckingTest {
    @TempDir
    Path pem;

    @BeforeEach
    void writeFiles() {
        TestPki pki = TestPki.create();
        pki.writeTo(pem);
        pki.server("www.example.com").writeTo(pem, "server");
    }

    @Test
    void aServerIsBuiltForTheHostsThatItsClientsCall() {
        Identity identity = Identity.pem(pem.resolve("server.pem"), pem.resolve("server-key.pem"));
        MtlsConfigurationException refused = catchThrowableOfType(
                MtlsConfigurationException.class,
                () -> MtlsContext.server()
                        .identity(identity)
                        .trust(Trust.pem(pem.resolve("ca.pem")))
                        .clientAuth(ClientAuth.REQUIRED)
                        .forHost("www.example.com", "api.example.com")
                        .build());

        assertThat(refused.id()).isEqualTo("host-not-matched");
        assertThat(refused).hasMessageContaining("found DNS:www.example.com").hasMessageContaining("api.example.com");
    }

    @Test
    void aProbeTellsInTimeThatACertificateIsToBeRenewed() {
        Identity identity = Identity.pem(pem.resolve("server.pem"), pem.resolve("server-key.pem"));
        Clock inFiveDays = Clock.offset(Clock.systemUTC(), Duration.ofDays(5));
        var found = MtlsContext.server()
                .identity(identity)
                .trust(Trust.pem(pem.resolve("ca.pem")))
                .clock(inFiveDays)
                .expiryWarning(Duration.ofDays(3))
                .findings();

        assertThat(found).extracting(Finding::id).containsOnly("certificate-expiring");
        assertThat(found).allMatch(finding -> finding.severity() == Severity.WARNING);
    }
}
