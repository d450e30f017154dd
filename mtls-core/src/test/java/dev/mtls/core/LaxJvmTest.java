package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM that was configured to allow anonymous suites and old versions: what still holds, and what only strict holds. */
class LaxJvmTest {

    @Test
    void holdsWhatItSays(@TempDir Path folder) throws Exception {
        Path properties = folder.resolve("lax.security");
        Files.writeString(
                properties,
                "jdk.tls.disabledAlgorithms="
                        + String.join(", ", LaxJvm.disabled(Security.getProperty("jdk.tls.disabledAlgorithms")))
                        + "\njdk.tls.legacyAlgorithms=\n");
        String path = Stream.of(
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path"),
                        "target/test-classes")
                .collect(Collectors.joining(File.pathSeparator));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.security.properties=" + properties,
                        "-cp",
                        path,
                        LaxJvm.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines())
                .contains(
                        "DEFAULT anonymous suite: refused",
                        // The hole that the javadoc of Enforcement names.
                        "DEFAULT anonymous suite and own constraints: in",
                        "STRICT anonymous suite: refused",
                        "STRICT anonymous suite and own constraints: refused",
                        "version 1.1 by name: version-legacy",
                        "version 1.0 at least: version-legacy",
                        "version 1.1 read: version-legacy",
                        "legacy findings: dangerous-option found legacyVersions(TLS_1_1), with which handshakes are "
                                + "protected by nothing better than SHA-1 and MD5",
                        "legacy both: TLSv1.1",
                        "legacy client, server of today: refused",
                        "legacy described: true");
        // Once for each of the two contexts that were built with it.
        assertThat(said.lines().filter(line -> line.contains("WARN") && line.contains("legacyVersions")))
                .hasSize(2);
    }
}
