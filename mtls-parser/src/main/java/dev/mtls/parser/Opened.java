package dev.mtls.parser;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.wire.Bytes;

/**
 * What was in a protected record.
 *
 * @param type the type of what was inside
 * @param content what was inside, without type and padding
 * @param hid whether the type in the record's header hid that one, as in TLS 1.3
 * @param padding how many zeros of padding a record of TLS 1.3 held
 * @param first whether it is the first that these keys opened
 */
record Opened(ContentType type, Bytes content, boolean hid, int padding, boolean first) {}
