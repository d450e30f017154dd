package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TcpDirectionPropertyTest {

    /** Puts together what a direction delivers; what is missing becomes question marks. */
    private static final class Whole implements TcpDirection.Stream {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void data(Bytes bytes) {
            text.append(bytes.toEscapedText());
        }

        @Override
        public void gap(long missing, boolean cut) {
            text.append("?".repeat((int) missing));
        }

        @Override
        public void tooEarly() {
            text.append('<');
        }

        @Override
        public void finished() {
            text.append('.');
        }
    }

    private record Segment(int at, String text) {}

    private static final String SAID = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static List<Segment> cut(Random random) {
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < SAID.length(); ) {
            int to = Math.min(SAID.length(), at + 1 + random.nextInt(12));
            segments.add(new Segment(at, SAID.substring(at, to)));
            if (random.nextInt(3) == 0) {
                int from = random.nextInt(to);
                segments.add(new Segment(from, SAID.substring(from, Math.min(SAID.length(), from + 9))));
            }
            at = to;
        }
        return segments;
    }

    private static String heard(List<Segment> segments, int first) {
        Whole whole = new Whole();
        TcpDirection direction = new TcpDirection(whole);
        direction.syn(first - 1);
        segments.forEach(s -> direction.segment(first + s.at(), Bytes.ofText(s.text()), 0, false));
        direction.segment(first + SAID.length(), Bytes.EMPTY, 0, true);
        direction.giveUp();
        return whole.text.toString();
    }

    @Property
    void anyCutAnyOrderAnyRepetitionGivesTheSameStream(@ForAll long seed, @ForAll int first) {
        Random random = new Random(seed);
        List<Segment> segments = cut(random);
        Collections.shuffle(segments, random);
        assertThat(heard(segments, first)).isEqualTo(SAID + ".");
    }

    @Property
    void whatIsLostIsAGapOfItsSizeInItsPlace(
            @ForAll long seed,
            @ForAll int first,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 61) Integer> lost) {
        List<Segment> segments = new ArrayList<>();
        StringBuilder expected = new StringBuilder(SAID);
        for (int at = 0; at < SAID.length(); at++) {
            if (lost.contains(at)) {
                expected.setCharAt(at, '?');
            } else {
                segments.add(new Segment(at, SAID.substring(at, at + 1)));
            }
        }
        Collections.shuffle(segments, new Random(seed));
        assertThat(heard(segments, first)).isEqualTo(expected + ".");
    }

    @Property
    void noSegmentsWhateverBreakIt(@ForAll @Size(max = 40) List<Integer> numbers) {
        Whole whole = new Whole();
        TcpDirection direction = new TcpDirection(whole);
        for (int number : numbers) {
            switch (number & 3) {
                case 0 -> direction.syn(number);
                case 1 -> direction.acknowledged(number);
                default -> {
                    direction.startIfNew(number);
                    int near = 5000 + (number >> 20);
                    direction.segment(near, Bytes.ofText("xyz"), number & 15, (number & 32) != 0);
                }
            }
        }
        long cost = direction.cost();
        assertThat(cost).isLessThanOrEqualTo(TcpDirection.MAX_HELD);
    }
}
