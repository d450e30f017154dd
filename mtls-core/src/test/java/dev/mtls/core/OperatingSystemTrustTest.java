package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatingSystemTrustTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    @Test
    void theFirstBundleThatIsThereCounts(@TempDir Path folder) throws Exception {
        Path first = folder.resolve("first.crt");
        Path second = Files.writeString(folder.resolve("second.crt"), TestCertificates.pem(PKI.ca));
        assertThat(OperatingSystemTrust.bundle(List.of(first, second)).anchors())
                .containsExactly(PKI.ca);
        Files.writeString(second, "nothing");
        assertThatThrownBy(() -> OperatingSystemTrust.bundle(List.of(first, second)))
                .hasMessageContaining("pem-block-missing");
    }

    @Test
    void whereThereIsNoneThatIsSaid(@TempDir Path folder) {
        assertThatThrownBy(() -> OperatingSystemTrust.bundle(List.of(folder.resolve("none"))))
                .hasMessageContaining("os-trust-missing")
                .hasMessageContaining("ca-certificates");
        assertThatThrownBy(() -> OperatingSystemTrust.store("No-Such-Store"))
                .hasMessageContaining("os-trust-missing")
                .hasMessageContaining("No-Such-Store");
    }

    @Test
    void theBundleOfThisMachineLoads() {
        assumeTrue(Files.isReadable(Path.of("/etc/ssl/certs/ca-certificates.crt")), "no bundle of Debian here");
        Trust trust = Trust.operatingSystem();
        assertThat(trust.anchors()).hasSizeGreaterThan(10);
        assertThat(trust.chosen()).isEmpty();
        assertThat(trust.origin().again()).isPresent();
        assertThat(trust.plus(PKI.trust()).anchors())
                .contains(PKI.ca)
                .hasSize(trust.anchors().size() + 1);
    }
}
