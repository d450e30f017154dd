package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

    private static final TestCertificates ONE = new TestCertificates("CN=One");
    private static final TestCertificates TWO = new TestCertificates("CN=Two");

    @Test
    void readsBundlesInTheirOrderEachAnchorOnce(@TempDir Path folder) throws Exception {
        Path both = Files.writeString(
                folder.resolve("both.pem"), TestCertificates.pem(TWO.ca) + TestCertificates.pem(ONE.ca));
        Path one = Files.writeString(folder.resolve("one.pem"), TestCertificates.pem(ONE.ca));
        assertThat(Trust.pem(both, one).anchors()).containsExactly(TWO.ca, ONE.ca);
        assertThat(Trust.pem(one).plus(Trust.of(List.of(ONE.ca, TWO.ca))).anchors())
                .containsExactly(ONE.ca, TWO.ca);
        assertThat(Trust.pem(TestCertificates.pem(ONE.ca))).hasToString("1 authority, CN=One");
        assertThat(Trust.pem(both)).hasToString("2 authorities, the first CN=Two");
    }

    @Test
    void refusesABundleThatIsNotWhole() {
        String whole = TestCertificates.pem(ONE.ca);
        String cut = TestCertificates.pem(TWO.ca).substring(0, 200);
        assertThatThrownBy(() -> Trust.pem(whole + cut + "\n"))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("pem-truncated")
                .hasMessageContaining("trust text, block 2");
    }

    @Test
    void refusesATextWithoutCertificates() {
        String key = TestCertificates.pem("PRIVATE KEY", ONE.caKey.getPrivate().getEncoded());
        assertThatThrownBy(() -> Trust.pem(key))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("certificate-missing");
    }

    @Test
    void theSystemTrustsSomebodyAndNoClientsNobody() {
        assertThat(Trust.system().anchors()).isNotEmpty();
        assertThat(Trust.noClients().anchors()).isEmpty();
        assertThat(Trust.noClients()).hasToString("nobody");
    }
}
