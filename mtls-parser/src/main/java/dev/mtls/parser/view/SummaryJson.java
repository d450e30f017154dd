package dev.mtls.parser.view;

import dev.mtls.parser.ConversationSummary;

/** Writes a summary as one line of JSON, schema 1: a conversation without its events, with how much was said. */
final class SummaryJson {

    private final ConversationSummary summary;
    private final JsonWriter json = new JsonWriter();
    private final HeadJson head = new HeadJson(json);

    SummaryJson(ConversationSummary summary) {
        this.summary = summary;
    }

    String line() {
        json.beginObject().name("schema").value(HeadJson.SCHEMA);
        head.endpoints(summary.endpoints());
        head.facts(summary.facts());
        json.name("messages").beginObject();
        summary.messages().forEach((type, count) -> json.name(type.name()).value(count));
        json.endObject();
        json.name("bytes").beginObject();
        json.name("client").value(summary.clientBytes());
        json.name("server").value(summary.serverBytes());
        json.endObject();
        // Every event was counted, none was kept.
        json.name("events_dropped").value(0);
        head.problems(summary.problems(), Integer.MAX_VALUE);
        return json.endObject().text();
    }
}
