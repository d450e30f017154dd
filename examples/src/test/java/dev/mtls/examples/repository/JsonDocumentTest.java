package dev.mtls.examples.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the JSON names every member and every kind that the recorded conversations have. */
class JsonDocumentTest {

    private static final String PAGE = Repository.read("docs/json.md");

    @Test
    void everyMemberOfTheOutputStandsOnThePage() throws IOException {
        Set<String> onPage = Pattern.compile("`([a-z_0-9]+)`")
                .matcher(PAGE)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Map<String, Set<String>> written = new TreeMap<>();
        for (Conversation conversation : conversations()) {
            members(View.json(conversation), written);
        }

        assertThat(written.keySet()).contains("", "events", "records", "problems", "client_auth", "client");
        written.forEach(
                (object, members) -> assertThat(onPage).as("in '%s'", object).containsAll(members));
    }

    @Test
    void everyKindOfProblemStandsOnThePage() {
        assertThat(Problem.Kind.values()).allSatisfy(kind -> assertThat(PAGE).contains("`" + kind.label() + "`"));
    }

    private static List<Conversation> conversations() throws IOException {
        List<Conversation> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Repository.file("mtls-parser/src/test/resources"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".pcap"))
                    .sorted()
                    .toList()) {
                Captures.read(file).forEach(all::add);
            }
        }
        all.add(Conversation.of(
                Bytes.ofHex("41 8022 01 0303 0009 0000 0010 0700c0 00002f 0000ff" + "a0".repeat(16)),
                Bytes.ofHex("15 0303 0002 0228")));
        all.add(Conversation.of(Bytes.ofHex("18 0303 0003 014000 1b 0303 0001 00"), Bytes.EMPTY));
        return all;
    }

    /** Adds the names of all members, by the member that holds their object; not what is in fields. */
    private static void members(String json, Map<String, Set<String>> into) throws IOException {
        Deque<String> holders = new ArrayDeque<>();
        String name = "";
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = parser.currentName();
                    into.computeIfAbsent(holders.element(), n -> new TreeSet<>())
                            .add(name);
                } else if (token == JsonToken.START_OBJECT && name.equals("fields")) {
                    parser.skipChildren();
                } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                    holders.push(name);
                } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                    name = holders.pop();
                }
            }
        }
    }
}
