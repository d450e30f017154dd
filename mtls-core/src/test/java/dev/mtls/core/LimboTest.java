package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All of x509-limbo, through the trust manager that a context of ours gives to JSSE, and through the JDK's own. What each case came to
 * stands in {@code x509-limbo/expected.tsv}, with a reason where ours differs from what the corpus expects: one that comes to something
 * else fails here. When a change is meant, {@code -Dlimbo.rewrite} writes the columns of the JDK that runs, and the page
 * {@code docs/limbo.md}; the reasons are written by hand.
 */
class LimboTest {

    private static final Path EXPECTED = Path.of("src/test/resources/x509-limbo/expected.tsv");
    private static final int FEATURE = Runtime.version().feature();

    private static final Map<String, Map<LimboJudge, LimboJudge.Verdict>> VERDICTS = new LinkedHashMap<>();
    private static final List<LimboCase> CASES = LimboCase.all();

    @BeforeAll
    static void judgeAll() throws IOException {
        for (LimboCase limbo : CASES) {
            Map<LimboJudge, LimboJudge.Verdict> verdicts = new EnumMap<>(LimboJudge.class);
            for (LimboJudge judge : LimboJudge.values()) {
                verdicts.put(judge, judge.judge(limbo));
            }
            VERDICTS.put(limbo.id(), verdicts);
        }
        if (System.getProperty("limbo.rewrite") != null) {
            LimboTable table = LimboTable.read(EXPECTED).observed(CASES, VERDICTS, FEATURE);
            table.write(EXPECTED);
            LimboPage.write(table, FEATURE);
        }
    }

    @Test
    void everyCaseComesToWhatIsWritten() throws IOException {
        assumeTrue(LimboTable.JDKS.contains(FEATURE), "results are written down for JDK " + LimboTable.JDKS);
        LimboTable table = LimboTable.read(EXPECTED);
        assertThat(table.rows().keySet()).containsExactlyElementsOf(VERDICTS.keySet());
        List<String> otherwise = new ArrayList<>();
        VERDICTS.forEach((id, verdicts) -> verdicts.forEach((judge, verdict) -> {
            if (verdict.accepted() != table.rows().get(id).accepted(judge, FEATURE)) {
                otherwise.add(id + " by " + judge + ": " + (verdict.accepted() ? "accepted" : verdict.reason()));
            }
        }));
        assertThat(otherwise).isEmpty();
    }

    /** As the corpus says it, so that a new version of it cannot be overlooked. */
    @Test
    void whatTheCorpusExpectsIsWrittenToo() throws IOException {
        Map<String, LimboTable.Row> rows = LimboTable.read(EXPECTED).rows();
        assertThat(CASES)
                .allSatisfy(limbo -> assertThat(rows.get(limbo.id()).valid()).isEqualTo(limbo.valid()));
    }

    @Test
    void eachDeviationOfOursAndNothingElseHasAReason() throws IOException {
        assertThat(LimboTable.read(EXPECTED).rows().values())
                .allSatisfy(row -> assertThat(row.reason().isEmpty())
                        .as(row.id())
                        .isEqualTo(row.deviations().isEmpty()));
    }

    @Test
    void strictOnlyEverRefusesMore() {
        assertThat(VERDICTS)
                .allSatisfy((id, verdicts) -> assertThat(
                                verdicts.get(LimboJudge.DEFAULT).accepted()
                                        || !verdicts.get(LimboJudge.STRICT).accepted())
                        .isTrue());
    }

    /** Constraints, purposes, validity, revocation, CVEs, pathological graphs: all but the rules of the web for how to write things. */
    @Test
    void strictAcceptsNothingInvalidThatIsMoreThanPedantry() {
        Stream<LimboCase> wronglyAccepted = CASES.stream()
                .filter(limbo -> !limbo.valid()
                        && VERDICTS.get(limbo.id()).get(LimboJudge.STRICT).accepted());
        assertThat(wronglyAccepted.filter(limbo -> !limbo.pedantic()).map(LimboCase::id))
                .allMatch(id -> id.startsWith("webpki::cn::") || id.startsWith("webpki::san::"));
    }

    @Test
    void strictMatchesAtLeastWhatWasPromised() {
        assertThat(CASES.stream()
                        .filter(limbo -> limbo.valid()
                                == VERDICTS.get(limbo.id())
                                        .get(LimboJudge.STRICT)
                                        .accepted()))
                .hasSizeGreaterThanOrEqualTo(185);
    }

    /** What ours refuses is said with an id, and what a peer wrote cannot break the line. */
    @Test
    void strictSaysWhy() {
        assertThat(VERDICTS).allSatisfy((id, verdicts) -> {
            LimboJudge.Verdict verdict = verdicts.get(LimboJudge.STRICT);
            if (verdicts.get(LimboJudge.DEFAULT).accepted() && !verdict.accepted()) {
                assertThat(verdict.reason()).matches("(server|client|chain)-[a-z-]+: [ -~]+");
            }
        });
    }

    @Test
    void thePageSaysWhatTheTableSays() throws IOException {
        LimboTable table = LimboTable.read(EXPECTED);
        String page = Files.readString(LimboPage.FILE);
        assertThat(page).contains(LimboPage.figures(table)).contains(LimboPage.deviations(table));
    }
}
