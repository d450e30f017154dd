package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the collection in {@code pem/}: it loads, or fails with the error that {@code refused.tsv} names and gives a reason for. */
class PemFlavourTest {

    private static final Path FOLDER = Path.of("src/test/resources/pem");
    private static final Map<String, String> REFUSED =
            rows("refused.tsv").stream().collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));

    record Sample(String kind, String file, String extra, String description) {
        @Override
        public String toString() {
            return file + ": " + description;
        }
    }

    private static List<List<String>> rows(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file)).stream()
                    .skip(1)
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Sample> samples(String kind) {
        return rows("index.tsv").stream()
                .map(row -> new Sample(row.get(0), row.get(1), row.get(2), row.get(3)))
                .filter(sample -> sample.kind.equals(kind));
    }

    static Stream<Sample> keys() {
        return samples("key");
    }

    static Stream<Sample> certificates() {
        return samples("cert");
    }

    static Stream<Sample> badCertificates() {
        return samples("certbad");
    }

    static Stream<Sample> ambiguousKeys() {
        return samples("keybad");
    }

    private static PemDocument read(Sample sample) {
        return PemDocument.parse(FOLDER.resolve(sample.file), PemLimits.IDENTITY);
    }

    private static PemKey key(Sample sample) {
        return sample.extra.isEmpty() ? read(sample).privateKey() : read(sample).privateKey(sample.extra.toCharArray());
    }

    private static void failsAsExpected(Sample sample, Runnable reading) {
        MtlsConfigurationException e = catchThrowableOfType(MtlsConfigurationException.class, reading::run);
        assertThat(e).as("%s is in refused.tsv but loads: take it out", sample).isNotNull();
        assertThat(e.id()).isEqualTo(REFUSED.get(sample.file));
        assertThat(e)
                .hasMessageContaining(Path.of(sample.file).getFileName().toString())
                .hasMessageContaining("expected")
                .hasMessageContaining("Remedy: ");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyLoads(Sample sample) {
        if (REFUSED.containsKey(sample.file)) {
            failsAsExpected(sample, () -> key(sample));
        } else {
            assertThat(key(sample).key()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aWrongPasswordIsSaid(Sample sample) {
        if (!sample.extra.isEmpty() && !REFUSED.containsKey(sample.file)) {
            PemDocument document = read(sample);
            assertThatThrownBy(() -> document.privateKey("wrong".toCharArray()))
                    .isInstanceOf(MtlsConfigurationException.class)
                    .hasMessageContaining("key-password-wrong");
            assertThatThrownBy(document::privateKey)
                    .isInstanceOf(MtlsConfigurationException.class)
                    .hasMessageContaining("key-password-missing");
        }
    }

    @ParameterizedTest
    @MethodSource("certificates")
    void everyCertificateComesOut(Sample sample) {
        if (REFUSED.containsKey(sample.file)) {
            failsAsExpected(sample, () -> read(sample).certificates());
        } else {
            assertThat(read(sample).certificates()).hasSize(Integer.parseInt(sample.extra));
        }
    }

    @ParameterizedTest
    @MethodSource("badCertificates")
    void aDamagedBundleIsRefusedWithThePlaceOfTheDamage(Sample sample) {
        MtlsConfigurationException e = catchThrowableOfType(
                MtlsConfigurationException.class, () -> read(sample).certificates());
        assertThat(e.id()).isIn("pem-truncated", "pem-corrupt");
        assertThat(e.finding().where().orElseThrow().block()).hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("ambiguousKeys")
    void twoKeysAreAnErrorThatListsBoth(Sample sample) {
        MtlsConfigurationException e = catchThrowableOfType(
                MtlsConfigurationException.class, () -> read(sample).privateKey());
        assertThat(e.id()).isEqualTo("key-ambiguous");
        assertThat(e.getMessage())
                .contains("PRIVATE KEY (RSA) in line 1")
                .containsPattern("and PRIVATE KEY \\(EC\\) in line \\d\\d+");
    }
}
