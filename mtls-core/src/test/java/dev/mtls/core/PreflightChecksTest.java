package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in an identity or a trust, one fault each. */
class PreflightChecksTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Duration DAY = Duration.ofDays(1);

    record Fault(String id, Severity severity, boolean client, Request request) {
        @Override
        public String toString() {
            return id + (client ? " of a client" : " of a server");
        }
    }

    private static Request request(boolean client) {
        Request request = new Request("CN=localhost", TestCertificates.keys("EC"));
        return client ? request : request.hosts("localhost");
    }

    static Stream<Fault> faults() throws Exception {
        Instant now = Instant.now();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        KeyPair shortRsa = rsa.generateKeyPair();
        return Stream.of(
                new Fault(
                        "certificate-expired",
                        Severity.ERROR,
                        true,
                        request(true).valid(now.minus(DAY.multipliedBy(2)), now.minus(DAY))),
                new Fault(
                        "certificate-not-yet-valid",
                        Severity.ERROR,
                        false,
                        request(false).valid(now.plus(DAY), now.plus(DAY.multipliedBy(2)))),
                new Fault(
                        "certificate-expiring",
                        Severity.WARNING,
                        true,
                        request(true).valid(now.minus(DAY.multipliedBy(300)), now.plus(DAY.multipliedBy(10)))),
                new Fault(
                        "certificate-unfit-for-role",
                        Severity.ERROR,
                        true,
                        request(true).usage(KeyPurposeId.id_kp_serverAuth)),
                new Fault(
                        "certificate-unfit-for-role",
                        Severity.ERROR,
                        false,
                        request(false).usage(KeyPurposeId.id_kp_clientAuth)),
                new Fault(
                        "certificate-unfit-for-role",
                        Severity.WARNING,
                        true,
                        request(true).usage(KeyPurposeId.anyExtendedKeyUsage)),
                new Fault("san-missing", Severity.WARNING, false, request(true)),
                new Fault("rsa-key-short", Severity.WARNING, true, new Request("CN=alice", shortRsa)),
                new Fault(
                        "key-cannot-sign",
                        Severity.ERROR,
                        true,
                        new Request(
                                "CN=alice",
                                KeyPairGenerator.getInstance("X25519").generateKeyPair())));
    }

    private static ContextBuilder<?> builder(Fault fault) {
        Identity identity = PKI.identity(fault.request);
        return fault.client
                ? MtlsContext.client().trust(PKI.trust()).identity(identity)
                : MtlsContext.server().identity(identity).trust(PKI.trust());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFoundAndAnErrorStopsTheBuildUnlessAccepted(Fault fault) {
        ContextBuilder<?> builder = builder(fault);
        if (fault.severity == Severity.ERROR) {
            MtlsConfigurationException e = catchThrowableOfType(MtlsConfigurationException.class, builder::build);
            assertThat(e.findings()).extracting(Finding::id).containsExactly(fault.id);
            assertThat(e)
                    .hasMessageContaining("found")
                    .hasMessageContaining("expected")
                    .hasMessageContaining("Remedy: ");
            MtlsContext accepted = builder.dangerous().accept(fault.id).build();
            assertThat(accepted.findings()).extracting(Finding::id).containsExactly(fault.id, "dangerous-option");
            assertThat(accepted.findings()).allMatch(f -> f.severity() == Severity.WARNING);
        } else {
            List<Finding> findings = builder.build().findings();
            assertThat(findings).extracting(Finding::id).containsExactly(fault.id);
            assertThat(findings.get(0).severity()).isEqualTo(fault.severity);
        }
    }

    record Anchor(String id, Request request) {
        @Override
        public String toString() {
            return id;
        }
    }

    static Stream<Anchor> anchors() {
        Instant now = Instant.now();
        return Stream.of(
                new Anchor("anchor-is-leaf", request(true)),
                new Anchor(
                        "anchor-expired",
                        request(true).authority().valid(now.minus(DAY.multipliedBy(2)), now.minus(DAY))));
    }

    @ParameterizedTest
    @MethodSource("anchors")
    void isFoundInAnAnchor(Anchor anchor) {
        Trust trust = Trust.of(PKI.issue(anchor.request));
        assertThat(MtlsContext.client().trust(trust).noIdentity().build().findings())
                .extracting(Finding::id)
                .containsExactly(anchor.id);
    }

    @Test
    void whatTheJdkBringsIsNotTheCallersToMend() {
        Trust system = Trust.system();
        assertThat(system.chosen()).isEmpty();
        assertThat(MtlsContext.client().trust(system).noIdentity().build().findings())
                .isEmpty();
        Trust leaf = Trust.of(PKI.issue(request(true)));
        assertThat(MtlsContext.client()
                        .trust(system.plus(leaf))
                        .noIdentity()
                        .build()
                        .findings())
                .extracting(Finding::id)
                .containsExactly("anchor-is-leaf");
        assertThat(system.plus(leaf).anchors()).containsAll(system.anchors()).containsAll(leaf.anchors());
    }
}
