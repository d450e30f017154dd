package dev.mtls.examples.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents quote and name is there: snippets are regions of real files, and paths lead somewhere. */
class DocumentsTest {

    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet: (\\S+) (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]+/?)`");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)");

    private static final Pattern ID = Pattern.compile("\"([a-z]+(?:-[a-z0-9]+)+)\"");
    private static final Pattern ID_ROW = Pattern.compile("^\\| `([a-z0-9-]+)` \\|", Pattern.MULTILINE);
    private static final Set<String> HTTP_WORDS = Set.of("content-length", "keep-alive", "transfer-encoding");

    record Quote(String file, String region, String text) {
        @Override
        public String toString() {
            return file + " " + region;
        }
    }

    static Stream<Quote> quotes() {
        List<Quote> quotes = new ArrayList<>();
        for (String document : List.of("README.md", "CONTRIBUTING.md")) {
            Matcher m = SNIPPET.matcher(Repository.read(document));
            while (m.find()) {
                quotes.add(new Quote(m.group(1), m.group(2), m.group(3)));
            }
        }
        return quotes.stream();
    }

    @ParameterizedTest
    @MethodSource("quotes")
    void aQuotedSnippetIsARegionOfACompiledFile(Quote quote) {
        assertThat(quote.text()).isEqualTo(region(quote.file(), quote.region()));
    }

    @Test
    void everyJavaBlockOfTheReadmeIsAQuote() {
        String readme = Repository.read("README.md");
        long blocks = readme.lines().filter("```java"::equals).count();
        assertThat(blocks).isEqualTo(SNIPPET.matcher(readme).results().count()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md"})
    void aPathOrLinkLeadsSomewhere(String document) {
        String text = Repository.read(document);
        String folder = document.contains("/") ? document.substring(0, document.lastIndexOf('/') + 1) : "";
        Stream<String> paths = PATH.matcher(text).results().map(r -> r.group(1));
        Stream<String> links = LINK.matcher(text).results().map(r -> folder + r.group(1));
        assertThat(Stream.concat(paths.filter(p -> !isBuilt(p)), links))
                .allSatisfy(p -> assertThat(Repository.file(p)).exists());
    }

    @Test
    void theTestCommandOfTheReadmeIsTheOneThatTheBuildServerCalls() {
        assertThat(Repository.read("README.md").lines()).contains("mvn -B -ntp verify");
        assertThat(Repository.read(".ci/run")).contains("'^mvn .* verify$' README.md");
    }

    /** Every literal in the sources that has the shape of an id, but for header names, is on the page, and nothing else. */
    @Test
    void thePageOfIdsIsWhatTheSourcesSay() throws IOException {
        Set<String> inSources = new TreeSet<>();
        for (String folder : List.of("mtls-core/src/main/java", "mtls-testkit/src/main/java")) {
            try (Stream<Path> files = Files.walk(Repository.file(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    ID.matcher(Files.readString(file)).results().forEach(r -> inSources.add(r.group(1)));
                }
            }
        }
        inSources.removeAll(HTTP_WORDS);
        Set<String> onPage = ID_ROW.matcher(Repository.read("docs/findings.md"))
                .results()
                .map(r -> r.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(onPage).isEqualTo(inSources);
    }

    /** Files that a build makes, and patterns. */
    private static boolean isBuilt(String path) {
        return path.contains("target/") || path.startsWith("application/") || path.contains("NNNN");
    }

    /** The lines between {@code // snippet: NAME} and {@code // end}, with their common indentation taken off. */
    private static String region(String file, String name) {
        List<String> lines = Repository.read(file).lines().toList();
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals("// snippet: " + name)) {
                begin = i + 1;
            } else if (begin >= 0 && line.equals("// end")) {
                return String.join("\n", lines.subList(begin, i)).stripIndent() + "\n";
            }
        }
        throw new AssertionError("no region " + name + " in " + file);
    }
}
