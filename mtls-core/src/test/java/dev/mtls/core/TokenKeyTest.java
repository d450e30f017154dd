package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys of a token, which have no encoding, are keys of an identity like any other. */
class TokenKeyTest {

    private static List<String> handshakes(String provider) throws Exception {
        String path = Stream.of(
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path"),
                        "target/test-classes")
                .collect(Collectors.joining(File.pathSeparator));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        TokenHandshakes.class.getName(),
                        provider)
                .redirectErrorStream(true)
                .start();
        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.lines().toList();
    }

    @Test
    void theyWorkInHandshakesOfBothSidesWhereTheirProviderIsInstalled() throws Exception {
        List<String> lines = handshakes("installed");
        assertThat(lines)
                .contains(
                        "EC TLS_1_2: completed",
                        "EC TLS_1_3: completed",
                        "RSA with modulus TLS_1_2: completed",
                        "RSA with modulus TLS_1_3: completed")
                .anyMatch(line -> line.startsWith("error key-certificate-mismatch"));
    }

    /** JSSE asks an RSA key for its length, so one that is no {@code RSAKey} makes no signature: those of SunPKCS11 are. */
    @Test
    void anRsaKeyTellsItsModulus() throws Exception {
        assertThat(handshakes("installed"))
                .filteredOn(line -> line.startsWith("RSA TLS"))
                .hasSize(2)
                .allMatch(line -> line.contains("signature algorithm for RSA"));
    }

    @Test
    void withoutTheirProviderNobodyCanSign() throws Exception {
        List<String> lines = handshakes("absent");
        assertThat(lines).noneMatch(line -> line.endsWith("completed")).noneMatch(line -> line.contains("mismatch"));
    }
}
