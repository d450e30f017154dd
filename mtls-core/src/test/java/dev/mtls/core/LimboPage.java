package dev.mtls.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/limbo.md}, as far as it is written from {@link LimboTable}. */
final class LimboPage {

    static final Path FILE = Path.of("../docs/limbo.md");

    private static final List<String> NAMES = List.of("`mtls`, default", "`mtls`, `strictPath()`", "JDK alone");

    private LimboPage() {}

    /** How each judge did on each JDK. */
    static String figures(LimboTable table) {
        StringBuilder text = new StringBuilder("| judge | JDK | as expected | wrongly accepted | wrongly refused |\n")
                .append("|---|---|---|---|---|\n");
        for (LimboJudge judge : LimboJudge.values()) {
            for (int jdk : LimboTable.JDKS) {
                text.append("| ").append(NAMES.get(judge.ordinal()));
                text.append(" | ").append(jdk);
                text.append(" | ").append(count(table, row -> row.accepted(judge, jdk) == row.valid()));
                text.append(" of ").append(table.rows().size());
                text.append(" | ").append(count(table, row -> row.accepted(judge, jdk) && !row.valid()));
                text.append(" | ").append(count(table, row -> !row.accepted(judge, jdk) && row.valid()));
                text.append(" |\n");
            }
        }
        return text.toString();
    }

    private static long count(LimboTable table, Predicate<LimboTable.Row> which) {
        return table.rows().values().stream().filter(which).count();
    }

    /** Where strict is not what the corpus expects, on any JDK. */
    static String deviations(LimboTable table) {
        return "| case | expected | strict | reason |\n|---|---|---|---|\n"
                + table.rows().values().stream()
                        .filter(row -> row.deviations().stream().anyMatch(column -> column.startsWith("strict")))
                        .map(row -> "| `" + row.id() + "` | " + (row.valid() ? "accept | refuse" : "refuse | accept")
                                + " | " + row.reason() + " |\n")
                        .collect(Collectors.joining());
    }

    /** Writes both tables, and on which exact JDK and day the columns of this one were seen. */
    static void write(LimboTable table, int jdk) throws IOException {
        String page = Files.readString(FILE);
        page = between(page, "figures", figures(table));
        page = between(page, "deviations", deviations(table));
        String seen = "| " + jdk + " | " + Runtime.version() + ", " + System.getProperty("java.vendor") + " | "
                + LocalDate.now(ZoneOffset.UTC) + " |\n";
        page = Pattern.compile("^\\| " + jdk + " \\| .*\n", Pattern.MULTILINE)
                .matcher(page)
                .replaceFirst(Matcher.quoteReplacement(seen));
        Files.writeString(FILE, page);
    }

    private static String between(String page, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int until = page.indexOf(end);
        if (from < begin.length() || until < from) {
            throw new AssertionError("docs/limbo.md has no place for its " + name);
        }
        return page.substring(0, from) + table + page.substring(until);
    }
}
