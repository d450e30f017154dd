package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpDirectionTest {

    /** Writes down what a direction delivers. */
    static final class Heard implements TcpDirection.Stream {
        final List<String> lines = new ArrayList<>();

        @Override
        public void data(Bytes bytes) {
            lines.add(bytes.toEscapedText());
        }

        @Override
        public void gap(long missing, boolean cut) {
            lines.add((cut ? "cut " : "gap ") + missing);
        }

        @Override
        public void tooEarly() {
            lines.add("too early");
        }

        @Override
        public void finished() {
            lines.add("fin");
        }
    }

    private final Heard heard = new Heard();
    private final TcpDirection direction = new TcpDirection(heard);

    private void segment(int seq, String text) {
        direction.segment(seq, Bytes.ofText(text), 0, false);
    }

    @Test
    void segmentsInOrderComeAsTheyAre() {
        direction.syn(99);
        segment(100, "ab");
        segment(102, "cd");
        direction.segment(104, Bytes.ofText("e"), 0, true);
        assertThat(heard.lines).containsExactly("ab", "cd", "e", "fin");
    }

    @Test
    void segmentsThatCameTwiceAreHeardOnce() {
        direction.syn(99);
        segment(100, "abcd");
        segment(100, "abcd");
        segment(102, "cdef");
        segment(99, "x");
        assertThat(heard.lines).containsExactly("abcd", "ef");
    }

    @Test
    void swappedSegmentsWaitForTheOneThatIsMissing() {
        direction.syn(99);
        segment(104, "ef");
        segment(102, "cdXX");
        assertThat(heard.lines).isEmpty();
        segment(100, "ab");
        assertThat(String.join("", heard.lines)).isEqualTo("abcdef");
    }

    @Test
    void sequenceNumbersGoOnBehindTheLargest() {
        direction.syn(-3);
        segment(1, "de");
        segment(-2, "abc");
        assertThat(String.join("", heard.lines)).isEqualTo("abcde");
    }

    @Test
    void whatTheOtherSideHasAndTheCaptureHasNotIsAGap() {
        direction.syn(99);
        segment(100, "ab");
        segment(106, "gh");
        direction.acknowledged(108);
        assertThat(direction.lacksAcknowledged()).isTrue();
        direction.giveUpAcknowledged();
        assertThat(heard.lines).containsExactly("ab", "gap 4", "gh");
    }

    @Test
    void anAcknowledgedFinIsNoMissingByte() {
        direction.syn(99);
        direction.segment(100, Bytes.ofText("ab"), 0, true);
        direction.acknowledged(103);
        direction.giveUpAcknowledged();
        direction.giveUp();
        assertThat(heard.lines).containsExactly("ab", "fin");
    }

    @Test
    void whatWasCutOffIsAGapAtOnce() {
        direction.syn(99);
        direction.segment(100, Bytes.ofText("ab"), 3, false);
        segment(105, "fg");
        assertThat(heard.lines).containsExactly("ab", "cut 3", "fg");
    }

    @Test
    void aRetransmissionFillsWhatWasCutOffBehindAHole() {
        direction.syn(99);
        direction.segment(102, Bytes.ofText("c"), 2, false);
        segment(103, "de");
        segment(100, "ab");
        assertThat(String.join("", heard.lines)).isEqualTo("abcde");
    }

    @Test
    void theEndGivesUpEveryHole() {
        direction.syn(99);
        segment(102, "c");
        direction.segment(105, Bytes.ofText("f"), 0, true);
        direction.giveUp();
        assertThat(heard.lines).containsExactly("gap 2", "c", "gap 2", "f", "fin");
    }

    @Test
    void tooMuchHeldBackGivesUpTheFirstHole() {
        direction.syn(99);
        Bytes large = Bytes.owning(new byte[1 << 20]);
        int seq = 110;
        for (int i = 0; i < 8; i++) {
            direction.segment(seq, large, 0, false);
            seq += large.size();
            assertThat(direction.cost()).isLessThanOrEqualTo(TcpDirection.MAX_HELD);
        }
        assertThat(heard.lines.get(0)).isEqualTo("gap 10");
        assertThat(heard.lines).hasSize(9);
    }

    @Test
    void anotherSynCountsUntilSomethingWasSaid() {
        direction.syn(99);
        direction.syn(199);
        segment(200, "ab");
        assertThat(direction.contradicts(199)).isFalse();
        assertThat(direction.contradicts(99)).isTrue();
        assertThat(heard.lines).containsExactly("ab");
    }

    @Test
    void anAcknowledgmentTellsWhichOfSeveralSynsCounts() {
        direction.syn(99);
        direction.syn(5_000_000);
        direction.acknowledged(100);
        direction.syn(-5_000_000);
        segment(100, "ab");
        assertThat(heard.lines).containsExactly("ab");
    }

    @Test
    void aSegmentTellsWhichOfSeveralSynsCounts() {
        direction.syn(99);
        direction.syn(-2_000_000_000);
        segment(102, "cd");
        segment(100, "ab");
        assertThat(heard.lines).containsExactly("ab", "cd");
    }

    @Test
    void withoutASynTheStreamStartsWithWhatWasAcknowledgedOrBefore() {
        direction.acknowledged(102);
        segment(100, "ab");
        segment(102, "cd");
        assertThat(heard.lines).containsExactly("ab", "cd");
    }

    @Test
    void withoutASynWhatComesBeforeTheStartIsTold() {
        segmentWithoutSyn(100, "cd");
        segmentWithoutSyn(98, "ab");
        segmentWithoutSyn(102, "ef");
        assertThat(heard.lines).containsExactly("cd", "too early", "ef");
    }

    private void segmentWithoutSyn(int seq, String text) {
        direction.startIfNew(seq);
        segment(seq, text);
    }

    @Test
    void anAcknowledgmentThatNoWindowAllowsIsNotBelieved() {
        direction.syn(99);
        direction.acknowledged(100 + (1 << 30) + 1);
        assertThat(direction.lacksAcknowledged()).isFalse();
    }
}
