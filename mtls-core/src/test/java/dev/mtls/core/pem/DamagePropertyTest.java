package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to the bytes of real files: they are refused, or what is in them comes out, and nothing is lost without a word. */
class DamagePropertyTest {

    private static final Path FOLDER = Path.of("src/test/resources/pem");
    private static final byte[] BUNDLE = read("certs/chain.pem");
    private static final List<X509Certificate> CERTIFICATES =
            PemDocument.parse(BUNDLE, "chain.pem", PemLimits.TRUST_BUNDLE).certificates();
    private static final char[] PASSWORD = "changeit".toCharArray();
    /** The limits of work that one damaged number may ask for, so that a thousand of them stay quick. */
    private static final PemLimits CHEAP =
            PemLimits.IDENTITY.withIterations(10_000).withScryptBytes(1 << 20);

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Provide
    Arbitrary<byte[]> files() {
        List<String> names = new ArrayList<>();
        for (String row : new String(read("index.tsv"), StandardCharsets.UTF_8).split("\n")) {
            String[] columns = row.split("\t", -1);
            if (!columns[0].equals("kind") && !columns[1].contains("iter600k")) {
                names.add(columns[1]);
            }
        }
        return Arbitraries.of(names).map(DamagePropertyTest::read);
    }

    private static void readAll(byte[] bytes) {
        try {
            PemDocument document = PemDocument.parse(bytes, "damaged", CHEAP);
            for (Runnable reading : List.<Runnable>of(
                    document::certificates,
                    document::crls,
                    document::privateKey,
                    () -> document.privateKey(PASSWORD),
                    document::findings)) {
                try {
                    reading.run();
                } catch (MtlsConfigurationException e) {
                    assertThat(e.getMessage())
                            .contains("damaged")
                            .contains("found ")
                            .contains("Remedy: ");
                }
            }
        } catch (MtlsConfigurationException e) {
            assertThat(e.getMessage()).contains("damaged").contains("found ").contains("Remedy: ");
        }
    }

    @Property(tries = 3000)
    void nothingButAConfigurationErrorComesOfADamagedByte(
            @ForAll("files") byte[] file, @ForAll @IntRange(min = 0) int at, @ForAll byte value) {
        byte[] damaged = file.clone();
        damaged[at % damaged.length] = value;
        readAll(damaged);
    }

    @Property(tries = 1000)
    void nothingButAConfigurationErrorComesOfACutOrADoubledPiece(
            @ForAll("files") byte[] file, @ForAll @IntRange(min = 0) int at, @ForAll @IntRange(max = 200) int length) {
        int from = at % file.length;
        int to = Math.min(file.length, from + length);
        byte[] without = Arrays.copyOf(file, file.length - (to - from));
        System.arraycopy(file, to, without, from, file.length - to);
        readAll(without);
        byte[] doubled = Arrays.copyOf(file, file.length + (to - from));
        System.arraycopy(file, from, doubled, to, file.length - from);
        readAll(doubled);
    }

    /**
     * A byte of a bundle is changed: that is an error, or the certificates are as many as before. Which ones they are is for their
     * signatures to say, since a changed letter of Base64 is another letter.
     */
    @Property(tries = 3000)
    void aDamagedBundleNeverHasFewerCertificates(@ForAll @IntRange(min = 0) int at, @ForAll byte value) {
        byte[] damaged = BUNDLE.clone();
        damaged[at % damaged.length] = value;
        try {
            PemDocument document = PemDocument.parse(damaged, "chain.pem", PemLimits.TRUST_BUNDLE);
            assertThat(document.certificates()).hasSameSizeAs(CERTIFICATES);
        } catch (MtlsConfigurationException e) {
            assertThat(e.findings()).isNotEmpty();
        }
    }

    /** The same with every byte of the lines around the Base64, where one that is not seen would lose a block. */
    @Property(tries = 3000)
    void aDamagedMarkerNeverLosesABlock(@ForAll @IntRange(min = 0) int at, @ForAll byte value) {
        String text = new String(BUNDLE, StandardCharsets.US_ASCII);
        List<Integer> places = new ArrayList<>();
        for (int i = text.indexOf("-----"); i >= 0; i = text.indexOf("-----", i + 5)) {
            int end = text.indexOf('\n', i);
            for (int place = i; place < end; place++) {
                places.add(place);
            }
            i = end;
        }
        byte[] damaged = BUNDLE.clone();
        int place = places.get(at % places.size());
        damaged[place] = value;
        try {
            PemDocument document = PemDocument.parse(damaged, "chain.pem", PemLimits.TRUST_BUNDLE);
            assertThat(document.certificates())
                    .as("byte %d, value %d", place, value)
                    .isEqualTo(CERTIFICATES);
        } catch (MtlsConfigurationException e) {
            assertThat(e.findings()).isNotEmpty();
        }
    }
}
