package dev.mtls.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.MtlsContext;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class BouncyCastleFreeTest {
    @TempDir
    Path folder;

    @Test
    void noClassOfBouncyCastleIsLoadedThoughItIsThere() throws Exception {
        Path log = folder.resolve("classes.log");
        String classPath = Stream.of(
                        TestPki.class,
                        DefaultPathProbe.class,
                        MtlsContext.class,
                        LoggerFactory.class,
                        BouncyCastleProvider.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> new File(location.getPath()).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        Command child = Command.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                classPath,
                DefaultPathProbe.class.getName());
        assertThat(child.output()).contains("done with TestIdentity[CN=alice]");
        List<String> classes = Files.readAllLines(log);
        assertThat(classes).anyMatch(line -> line.contains(" dev.mtls.testkit.TestPki "));
        assertThat(classes).noneMatch(line -> line.contains("org.bouncycastle"));
    }
}
