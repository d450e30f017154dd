package dev.mtls.parser.extension;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;

/** Notes that an extension could be read, but says what a rule forbids: a lenient reader keeps it as it is. */
final class IllegalValue {
    private IllegalValue() {}

    /** The field read last, when a peer answers it with {@code illegal_parameter}, as nearly all rules want it. */
    static void report(WireReader in, String field, String message) {
        report(in, field, AlertDescription.ILLEGAL_PARAMETER, message);
    }

    /** The field read last, when a peer answers it with an alert of its own. */
    static void report(WireReader in, String field, AlertDescription alert, String message) {
        in.reportLast(Problem.Kind.ILLEGAL_VALUE, field, alert.value(), message);
    }
}
