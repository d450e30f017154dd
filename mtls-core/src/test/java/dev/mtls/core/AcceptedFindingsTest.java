package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** Errors stop a build unless they are accepted, and whatever was accepted is warned of. */
class AcceptedFindingsTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Duration DAY = Duration.ofDays(1);

    /** An expired certificate that is not meant for clients either. */
    private static final Identity WRONG = PKI.identity(new Request("CN=alice", TestCertificates.keys("EC"))
            .usage(KeyPurposeId.id_kp_serverAuth)
            .valid(Instant.now().minus(DAY.multipliedBy(2)), Instant.now().minus(DAY)));

    private static ClientBuilder wrong() {
        return MtlsContext.client().trust(PKI.trust()).identity(WRONG);
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    @Test
    void everyErrorHasToBeAccepted() {
        assertThatThrownBy(() -> wrong().build())
                .isInstanceOfSatisfying(
                        MtlsConfigurationException.class,
                        e -> assertThat(ids(e.findings()))
                                .containsExactly("certificate-unfit-for-role", "certificate-expired"));
        assertThatThrownBy(
                        () -> wrong().dangerous().accept("certificate-expired").build())
                .isInstanceOfSatisfying(
                        MtlsConfigurationException.class,
                        e -> assertThat(ids(e.findings())).containsExactly("certificate-unfit-for-role"));
        MtlsContext built = wrong().dangerous()
                .accept("certificate-unfit-for-role", "certificate-expired")
                .build();
        assertThat(ids(built.findings()))
                .containsExactly(
                        "certificate-unfit-for-role", "certificate-expired", "dangerous-option", "dangerous-option");
        assertThat(built.findings()).allMatch(finding -> finding.severity() == Severity.WARNING);
    }

    @Test
    void allCanBeAcceptedAtOnceAndStayWarnings() {
        MtlsContext built = wrong().dangerous().acceptAllFindings().build();
        assertThat(ids(built.findings()))
                .containsExactly("certificate-unfit-for-role", "certificate-expired", "dangerous-option");
        assertThat(built.findings()).allMatch(finding -> finding.severity() == Severity.WARNING);
        assertThat(ids(built.toBuilder().build().findings())).isEqualTo(ids(built.findings()));
    }

    /** Nothing of the policy is ever passed over: what is misspelt would fail open. */
    @Test
    void whatIsMisspeltIsNotAccepted() {
        assertThatThrownBy(() -> wrong().cipherSuites("TLS_AES_129_GCM_SHA256")
                        .dangerous()
                        .acceptAllFindings()
                        .build())
                .isInstanceOfSatisfying(
                        MtlsConfigurationException.class,
                        e -> assertThat(ids(e.findings())).containsExactly("suite-unknown"));
    }

    @Test
    void anIdThatNoErrorHasIsRefusedAtOnce() {
        ContextBuilder.Dangerous<ClientBuilder> dangerous = wrong().dangerous();
        assertThatThrownBy(() -> dangerous.accept("certificate-expired", "certifcate-expired"))
                .isInstanceOfSatisfying(
                        MtlsConfigurationException.class,
                        e -> assertThat(e.id()).isEqualTo("finding-id-unknown"))
                .hasMessageContaining("found \"certifcate-expired\", expected one of certificate-expired, ");
        assertThatThrownBy(() -> dangerous.accept("certificate-expiring"))
                .as("an id of a warning")
                .isInstanceOf(MtlsConfigurationException.class);
    }

    @Test
    void eachDangerousOptionIsLoggedOnceWhenAContextIsBuilt() {
        try (Warnings warnings = new Warnings()) {
            wrong().dangerous().acceptAllFindings().build();
            assertThat(warnings.of("dangerous-option"))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line).contains("WARN dev.mtls.core").contains("acceptAllFindings()"));
        }
    }

    @Test
    void theClockDecidesAndTheThresholdIsTheCallers() {
        Instant now = Instant.now();
        Identity identity = PKI.identity(
                new Request("CN=alice", TestCertificates.keys("EC")).valid(now, now.plus(DAY.multipliedBy(300))));
        ClientBuilder builder = MtlsContext.client().trust(PKI.trust()).identity(identity);

        assertThat(ids(builder.clock(after(now, 269)).build().findings())).isEmpty();
        assertThat(ids(builder.clock(after(now, 271)).build().findings())).containsExactly("certificate-expiring");
        assertThatThrownBy(() -> builder.clock(after(now, 301)).build()).hasMessageContaining("certificate-expired");
        assertThatThrownBy(() -> builder.clock(after(now, -1)).build())
                .hasMessageContaining("certificate-not-yet-valid");

        builder.expiryWarning(DAY.multipliedBy(100));
        assertThat(ids(builder.clock(after(now, 201)).build().findings())).containsExactly("certificate-expiring");
        assertThat(ids(builder.clock(after(now, 199)).build().findings())).isEmpty();
        builder.expiryWarning(Duration.ZERO);
        assertThat(ids(builder.clock(after(now, 299)).build().findings())).isEmpty();
        assertThatThrownBy(() -> builder.expiryWarning(DAY.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Clock after(Instant start, int days) {
        return Clock.fixed(start.plus(DAY.multipliedBy(days)), ZoneOffset.UTC);
    }

    /** The page of ids says of which a severity is error. */
    @Test
    void theIdsThatCanBeAcceptedAreThoseOfThePage() throws Exception {
        String page = Files.readString(Path.of("../docs/findings.md"));
        String built = page.substring(page.indexOf("## What core finds when it builds"));
        Set<String> errors = Pattern.compile("^\\| `([a-z0-9-]+)` \\| error", Pattern.MULTILINE)
                .matcher(built)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        assertThat(errors).isEqualTo(PreflightChecks.ERRORS);
    }
}
