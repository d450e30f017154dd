package dev.mtls.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mtls.parser.view.View;
import java.io.IOException;
import java.io.StringWriter;

/** The conversation of a {@code connect} as one line of JSON, with what went wrong beside it. */
final class JsonReport {
    private JsonReport() {}

    static String of(Dial.Outcome outcome) throws IOException {
        JsonFactory json = new JsonFactory();
        StringWriter line = new StringWriter();
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            if (outcome.conversation().isPresent()) {
                try (JsonParser conversation =
                        json.createParser(View.json(outcome.conversation().get()))) {
                    conversation.nextToken();
                    while (conversation.nextToken() == JsonToken.FIELD_NAME) {
                        out.copyCurrentStructure(conversation);
                    }
                }
            } else {
                out.writeNumberField("schema", 1);
            }
            if (outcome.failure().isPresent()) {
                IOException failure = outcome.failure().get();
                out.writeObjectFieldStart("error");
                out.writeStringField("type", failure.getClass().getName());
                out.writeStringField("message", String.valueOf(failure.getMessage()));
                out.writeEndObject();
            }
            out.writeEndObject();
        }
        return line.toString();
    }
}
