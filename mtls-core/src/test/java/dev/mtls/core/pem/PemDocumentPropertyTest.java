package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PemDocumentPropertyTest {

    private static final String BLOCK =
            "-----BEGIN CERTIFICATE-----\nAAECAwQFBgcICQoLDA0ODw==\n-----END CERTIFICATE-----\n";

    @Provide
    Arbitrary<String> pemLike() {
        return Arbitraries.of(
                        "-----BEGIN ",
                        "-----END ",
                        "-----",
                        "A",
                        "PRIVATE KEY",
                        "\n",
                        "\r",
                        " ",
                        "AAEC",
                        "=",
                        "\\n",
                        ":",
                        "\u00e9",
                        "DEK-Info: X")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Property
    void nothingButAConfigurationErrorIsThrown(@ForAll("pemLike") String text) {
        try {
            List<PemBlock> blocks =
                    PemDocument.parse(text, "text", PemLimits.IDENTITY).blocks();
            assertThat(blocks).isNotEmpty();
        } catch (MtlsConfigurationException e) {
            assertThat(e.findings()).isNotEmpty();
        }
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        try {
            PemDocument document = PemDocument.parse(bytes, "bytes", PemLimits.IDENTITY);
            document.certificates();
            document.privateKey();
        } catch (MtlsConfigurationException e) {
            assertThat(e.getMessage()).contains("expected");
        }
    }

    /** Cut anywhere, a bundle of three is an error, or gives exactly the blocks whose last dash is still there. */
    @Property
    void aCutBundleLosesNothingSilently(@ForAll @IntRange(min = 1) int length) {
        String bundle = BLOCK.repeat(3);
        int cut = 1 + length % bundle.length();
        String kept = bundle.substring(0, cut);
        int dashesOfTheNext = cut % BLOCK.length();
        try {
            assertThat(PemDocument.parse(kept, "cut", PemLimits.IDENTITY).blocks())
                    .hasSize((cut + 1) / BLOCK.length());
            // After a whole block and up to four dashes, which may be a ruler in a comment.
            assertThat(dashesOfTheNext).isIn(0, 1, 2, 3, 4, BLOCK.length() - 1);
        } catch (MtlsConfigurationException e) {
            assertThat(dashesOfTheNext >= 5 && dashesOfTheNext < BLOCK.length() - 1 || cut < BLOCK.length() - 1)
                    .isTrue();
        }
    }
}
