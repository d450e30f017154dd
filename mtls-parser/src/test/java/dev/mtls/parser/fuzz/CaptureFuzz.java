package dev.mtls.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.capture.Capture;
import dev.mtls.parser.capture.CaptureException;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.view.View;
import java.io.ByteArrayInputStream;

/** What holds for every file, whatever its form. */
final class CaptureFuzz {
    private CaptureFuzz() {}

    /** Reads a file: either it is refused with a place in it, or all of it is accounted for and can be shown. */
    static void read(byte[] file) {
        Capture capture;
        try {
            capture = Captures.read(new ByteArrayInputStream(file), "fuzzed");
        } catch (CaptureException refused) {
            assertThat(refused.offset()).isBetween(0L, (long) file.length);
            return;
        }
        assertThat(capture.report().bytes()).isLessThanOrEqualTo(file.length);
        for (Conversation said : capture) {
            assertThat(said.endpoints().number()).isPresent();
            assertThat(View.text(said)).isNotEmpty();
            assertThat(View.json(said)).doesNotContain("\n");
        }
    }
}
