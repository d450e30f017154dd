package dev.mtls.parser.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerTextTest {

    @Test
    void controlsAndWhatReordersTextAreEscaped() {
        assertThat(PeerText.shown("a\r\nb\u001b[31m\u0085\u202ec\u2028"))
                .isEqualTo("a\\x0d\\x0ab\\x1b[31m\\x85\\u202ec\\u2028");
    }

    @Test
    void lettersOfAllScriptsAreKept() {
        assertThat(PeerText.shown("CN=J\u00fcrgen, \u65e5\u672c")).isEqualTo("CN=J\u00fcrgen, \u65e5\u672c");
    }

    @Test
    void longTextIsCut() {
        assertThat(PeerText.shown("x".repeat(256))).hasSize(256);
        assertThat(PeerText.shown("x".repeat(257))).isEqualTo("x".repeat(256) + "...");
        assertThat(PeerText.shown("\n".repeat(1000)))
                .hasSizeLessThanOrEqualTo(259)
                .endsWith("...");
    }
}
