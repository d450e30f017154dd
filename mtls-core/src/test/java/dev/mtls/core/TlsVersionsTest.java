package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsVersionsTest {

    private static String idOf(Supplier<TlsVersions> versions) {
        return catchThrowableOfType(MtlsConfigurationException.class, versions::get)
                .id();
    }

    @Test
    void namesAreThoseOfJsse() {
        assertThat(TlsVersions.defaults().names()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(TlsVersions.only(TlsVersion.TLS_1_3).names()).containsExactly("TLSv1.3");
        assertThat(TlsVersions.only(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)).isEqualTo(TlsVersions.defaults());
        assertThat(TlsVersions.atLeast(TlsVersion.TLS_1_2)).isEqualTo(TlsVersions.defaults());
        assertThat(TlsVersions.range(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2)).hasToString("TLSv1.2");
        assertThat(TlsVersions.parse("1.3, TLSv1.2")).isEqualTo(TlsVersions.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.4", "TLSv1.4", "tlsv1.2", "SSLv3", "1.2,", "1.2;1.3", "TLS"})
    void anUnknownOneIsAnError(String text) {
        assertThat(idOf(() -> TlsVersions.parse(text))).isEqualTo("version-unknown");
    }

    @Test
    void aDisabledOneIsAnError() {
        assertThat(idOf(() -> TlsVersions.parse("1.1"))).isEqualTo("version-disabled");
        assertThat(idOf(() -> TlsVersions.only(TlsVersion.TLS_1_2, TlsVersion.TLS_1_0)))
                .isEqualTo("version-disabled");
        assertThat(idOf(() -> TlsVersions.atLeast(TlsVersion.TLS_1_1))).isEqualTo("version-disabled");
        assertThat(idOf(() -> TlsVersions.range(TlsVersion.TLS_1_0, TlsVersion.TLS_1_2)))
                .isEqualTo("version-disabled");
    }

    @Test
    void anEmptyRangeIsAnError() {
        assertThat(idOf(() -> TlsVersions.range(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)))
                .isEqualTo("version-range-empty");
    }
}
