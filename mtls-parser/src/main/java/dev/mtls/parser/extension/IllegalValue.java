package dev.mtls.parser.extension;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;

/** Notes that an extension could be read, but says what a rule forbids: a lenient reader keeps it as it is. */
final class IllegalValue {
    private IllegalValue() {}

    /** A value that a peer answers with {@code illegal_parameter}, as nearly all rules want it. */
    static void report(WireReader in, String field, String message) {
        report(in, field, AlertDescription.ILLEGAL_PARAMETER, message);
    }

    /** A value that a peer answers with an alert of its own. */
    static void report(WireReader in, String field, AlertDescription alert, String message) {
        in.report(Problem.Kind.ILLEGAL_VALUE, field, alert.value(), message);
    }
}
