package dev.mtls.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code x509-limbo/expected.tsv}: per case what the corpus expects, what it comes to by judge and JDK, and why ours differs. */
record LimboTable(Map<String, Row> rows) {

    static final List<Integer> JDKS = List.of(17, 25);

    private static final String ACCEPTED = "accept";
    private static final String REFUSED = "refuse";

    /**
     * A case.
     *
     * @param results by the name of a column: judge and JDK
     */
    record Row(String id, boolean valid, Map<String, Boolean> results, String reason) {

        boolean accepted(LimboJudge judge, int jdk) {
            return results.get(column(judge, jdk));
        }

        /** The columns of ours that are not what the corpus expects. */
        List<String> deviations() {
            return results.entrySet().stream()
                    .filter(result -> !result.getKey().startsWith("jdk") && result.getValue() != valid)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    static String column(LimboJudge judge, int jdk) {
        return judge.name().toLowerCase() + "-" + jdk;
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (LimboJudge judge : LimboJudge.values()) {
            JDKS.forEach(jdk -> columns.add(column(judge, jdk)));
        }
        return columns;
    }

    static LimboTable read(Path file) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<String> columns = columns();
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            String[] cells = line.split("\t", -1);
            Map<String, Boolean> results = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                results.put(columns.get(i), is(cells[i + 2]));
            }
            rows.put(cells[0], new Row(cells[0], is(cells[1]), results, cells[columns.size() + 2]));
        }
        return new LimboTable(rows);
    }

    private static boolean is(String cell) {
        if (!cell.equals(ACCEPTED) && !cell.equals(REFUSED)) {
            throw new AssertionError("found " + cell + ", expected " + ACCEPTED + " or " + REFUSED);
        }
        return cell.equals(ACCEPTED);
    }

    /** With the columns of one JDK as they were seen. */
    LimboTable observed(List<LimboCase> cases, Map<String, Map<LimboJudge, LimboJudge.Verdict>> verdicts, int jdk) {
        Map<String, Row> observed = new LinkedHashMap<>();
        for (LimboCase limbo : cases) {
            Row before = rows.get(limbo.id());
            Map<String, Boolean> results = new LinkedHashMap<>();
            columns()
                    .forEach(column -> results.put(
                            column, before != null && before.results().get(column)));
            verdicts.get(limbo.id()).forEach((judge, verdict) -> results.put(column(judge, jdk), verdict.accepted()));
            observed.put(
                    limbo.id(), new Row(limbo.id(), limbo.valid(), results, before == null ? "" : before.reason()));
        }
        return new LimboTable(observed);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder("case\texpected");
        columns().forEach(column -> text.append('\t').append(column));
        text.append("\treason\n");
        for (Row row : rows.values()) {
            text.append(row.id()).append('\t').append(row.valid() ? ACCEPTED : REFUSED);
            row.results().values().forEach(accepted -> text.append('\t').append(accepted ? ACCEPTED : REFUSED));
            text.append('\t').append(row.reason()).append('\n');
        }
        Files.writeString(file, text);
    }
}
