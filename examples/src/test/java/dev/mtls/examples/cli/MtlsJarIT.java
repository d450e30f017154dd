package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program: what is in it, and that it runs. */
class MtlsJarIT {
    private static final Path JAR = Path.of("target", "mtls.jar");
    private static final List<String> OWNERS = List.of(
            "dev.mtls",
            "org.bouncycastle",
            "org.slf4j",
            "picocli",
            "com.fasterxml.jackson.core",
            "org.brotli.dec",
            "io.airlift.compress");

    @TempDir
    Path folder;

    @Test
    void holdsTheProgramAndItsFewDependenciesOnly() throws Exception {
        TreeSet<String> strangers = new TreeSet<>();
        TreeSet<String> signatures = new TreeSet<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(each -> !each.isDirectory()).toList()) {
                String name = entry.getName();
                if (name.endsWith(".class")) {
                    String type =
                            name.replaceFirst("^META-INF/versions/\\d+/", "").replace('/', '.');
                    if (OWNERS.stream().noneMatch(owner -> type.startsWith(owner + "."))) {
                        strangers.add(name);
                    }
                } else if (name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
                    signatures.add(name);
                }
            }
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
            assertThat(manifest.getValue("Main-Class")).isEqualTo(Main.class.getName());
            assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
        }
        assertThat(strangers).isEmpty();
        assertThat(signatures).isEmpty();
    }

    @Test
    void tellsTheVersionOfItsManifest() throws Exception {
        String stated;
        try (JarFile jar = new JarFile(JAR.toFile())) {
            stated = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
        try (Tool version = run("--version")) {
            assertThat(version.output()).isEqualTo("mtls " + stated + ", Java " + Runtime.version());
            assertThat(version.exitCode()).isZero();
        }
    }

    @Test
    void playsTheDemo() throws Exception {
        try (Tool demo = run("demo", "--dir", folder.toString())) {
            assertThat(demo.output())
                    .contains("Scene 1 of 4", "Scene 4 of 4", "Verdict: refused: the client sent no certificate")
                    .contains("alias mtls='java -jar " + JAR.toAbsolutePath());
            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void ordinaryWorkLoadsNothingOfBouncyCastle() throws Exception {
        try (Tool demo = Tool.run(java("-Xlog:class+load:file=" + folder.resolve("classes.txt"), "demo"))) {
            assertThat(demo.exitCode()).isZero();
        }
        assertThat(java.nio.file.Files.readAllLines(folder.resolve("classes.txt")))
                .anyMatch(line -> line.contains("dev.mtls.examples.cli.Main"))
                .noneMatch(line -> line.contains("org.bouncycastle"));
    }

    private static Tool run(String... args) throws Exception {
        return Tool.run(java("-Xshare:auto", args));
    }

    private static List<String> java(String option, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(args));
        return command;
    }
}
