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
            "m-cert-ecparams-key.pem",
            "d-rsa-pkcs1.der",
            "d-ec-sec1.der");

    /** What is encrypted with ciphers that the JDK has opens without Bouncy Castle, too. */
    private static final List<String> ENCRYPTED = List.of(
            "p8-pbes2-aes256-sha256.pem",
            "p8-pbes2-ec.pem",
            "p8-v1-pbe-sha1-rc2-40.pem",
            "dek-rsa-aes-128-cbc.pem",
            "bag-p12-enc.pem",
            "d-pkcs12.p12");

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
    void noneIsLoadedForWhatTheJdkCanDecrypt() throws Exception {
        assertThat(classesLoaded(ENCRYPTED.toArray(String[]::new))).isEmpty();
    }

    @Test
    void someAreLoadedForWhatTheJdkCannotRead() throws Exception {
        assertThat(classesLoaded("q-mldsa65-both.pem")).isNotEmpty();
        assertThat(classesLoaded("p8-scrypt-aes256.pem")).isNotEmpty();
    }
}
