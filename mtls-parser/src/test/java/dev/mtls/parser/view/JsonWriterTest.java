package dev.mtls.parser.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void membersAndElementsAreSeparated() {
        JsonWriter json = new JsonWriter();
        json.beginObject();
        json.name("a").value(1);
        json.name("b").beginArray().value("x").value(true);
        json.beginObject().endObject().beginArray().endArray().endArray();
        json.name("c").beginObject().name("d").value(-2).endObject();
        json.endObject();

        assertThat(json.text()).isEqualTo("{\"a\":1,\"b\":[\"x\",true,{},[]],\"c\":{\"d\":-2}}");
    }

    @Test
    void whatIsNotPlainAsciiIsEscaped() {
        String text = "\"\\/\n\r\t\0\u001b[31m\u007f\u00e9\u2028\ud83d\ude00\ud800";

        assertThat(new JsonWriter().value(text).text())
                .isEqualTo("\"\\\"\\\\/\\n\\r\\t\\u0000\\u001b[31m\\u007f\\u00e9\\u2028\\ud83d\\ude00\\ud800\"");
    }
}
