package dev.mtls.parser.view;

import dev.mtls.parser.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes JSON (RFC 8259) on one line, members in the order of the calls. Only ASCII comes out. */
final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(1024);
    /** For each open object or array, whether it already has a member. */
    private final Deque<boolean[]> open = new ArrayDeque<>();

    private boolean afterName;

    JsonWriter beginObject() {
        return begin('{');
    }

    JsonWriter endObject() {
        return end('}');
    }

    JsonWriter beginArray() {
        return begin('[');
    }

    JsonWriter endArray() {
        return end(']');
    }

    JsonWriter name(String name) {
        separate();
        string(name);
        out.append(':');
        afterName = true;
        return this;
    }

    JsonWriter value(String value) {
        separate();
        string(value);
        return this;
    }

    /** Bytes as lower-case hexadecimal. */
    JsonWriter hex(Bytes bytes) {
        separate();
        out.append('"');
        for (int i = 0; i < bytes.size(); i++) {
            int b = bytes.u8(i);
            out.append(HEX[b >> 4]).append(HEX[b & 15]);
        }
        out.append('"');
        return this;
    }

    JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    JsonWriter value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    /** The text written so far; complete once everything that was begun has ended. */
    String text() {
        return out.toString();
    }

    private JsonWriter begin(char bracket) {
        separate();
        out.append(bracket);
        open.push(new boolean[1]);
        return this;
    }

    private JsonWriter end(char bracket) {
        open.pop();
        out.append(bracket);
        return this;
    }

    private void separate() {
        if (afterName) {
            afterName = false;
            return;
        }
        boolean[] started = open.peek();
        if (started != null) {
            if (started[0]) {
                out.append(',');
            }
            started[0] = true;
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= 0x20 && c < 0x7f) {
                        out.append(c);
                    } else {
                        out.append("\\u")
                                .append(HEX[c >> 12])
                                .append(HEX[c >> 8 & 15])
                                .append(HEX[c >> 4 & 15])
                                .append(HEX[c & 15]);
                    }
                }
            }
        }
        out.append('"');
    }
}
