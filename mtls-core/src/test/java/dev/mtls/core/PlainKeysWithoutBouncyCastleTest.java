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

/** Plain keys load, and a context is built from them, in a JVM that loads no class of Bouncy Castle. */
class PlainKeysWithoutBouncyCastleTest {

    private static final List<String> PLAIN = List.of(
            "rsa-pkcs8.pem",
            "rsa-pkcs1.pem",
            "rsapss-pkcs8.pem",
            "ec-prime256v1-pkcs8.pem",
            "ec-secp384r1-pkcs8.pem",
            "ec-sec1-ecparam-noout.pem",
            "m-cert-ecparams-key.pem");

    private static List<String> classesLoaded(String... arguments) throws Exception {
        String path = Stream.of(
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path"),
                        "target/test-classes")
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xlog:class+load",
                                "-cp",
                                path,
                                LoadKeys.class.getName()),
                        Stream.of(arguments))
                .toList();
        Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("loaded " + arguments.length + " keys");
        return output.lines().filter(line -> line.contains("org.bouncycastle")).toList();
    }

    @Test
    void noneIsLoadedForPlainKeys() throws Exception {
        assertThat(classesLoaded(PLAIN.toArray(String[]::new))).isEmpty();
    }

    @Test
    void someAreLoadedForWhatTheJdkCannotRead() throws Exception {
        assertThat(classesLoaded("q-mldsa65-both.pem")).isNotEmpty();
    }
}
