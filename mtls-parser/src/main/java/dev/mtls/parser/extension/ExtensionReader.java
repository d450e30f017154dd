package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.BlockReader;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import java.util.Arrays;
import java.util.Set;

/** Reads the extensions of one message and notes those that stand twice or in the wrong place. */
final class ExtensionReader implements BlockReader<ExtensionType, TlsExtension> {
    private static final int ILLEGAL_PARAMETER = 47;

    /** Where extensions may be made up to see whether the peer minds. */
    private static final Set<MessageKind> MADE_UP =
            Set.of(MessageKind.CLIENT_HELLO, MessageKind.CERTIFICATE_REQUEST, MessageKind.NEW_SESSION_TICKET);

    private final ReadContext context;
    private long seen; // bits of the types below 64
    private int[] seenAbove = {};

    ExtensionReader(ReadContext context) {
        this.context = context;
    }

    @Override
    public String rfc(ExtensionType type) {
        ExtensionTable.Row row = ExtensionTable.find(type, context);
        return row != null ? row.rfc() : type.isGrease() ? "RFC 8701" : "";
    }

    @Override
    public boolean isKnown(ExtensionType type) {
        return ExtensionTable.find(type, context) != null;
    }

    @Override
    public TlsExtension read(WireReader in, ExtensionType type) {
        if (isRepeated(type.value())) {
            in.report(Problem.Kind.DUPLICATE, "", ILLEGAL_PARAMETER, "the extension appears again");
        }
        if (has(ExtensionType.PRE_SHARED_KEY, type) && context.kind() == MessageKind.CLIENT_HELLO) {
            in.report(Problem.Kind.MUST_BE_LAST, "", ILLEGAL_PARAMETER, "an extension after pre_shared_key");
        }
        ExtensionTable.Row row = ExtensionTable.find(type, context);
        if (row == null) {
            if (type.isGrease() && !MADE_UP.contains(context.kind())) {
                in.report(
                        Problem.Kind.MISPLACED, "", ILLEGAL_PARAMETER, "a reserved extension may not be answered with");
            }
            return new UnknownExtension(type, in.rest(""));
        }
        if (!row.messages().contains(context.kind()) && !mayBeLegacy(row)) {
            in.report(Problem.Kind.MISPLACED, "", ILLEGAL_PARAMETER, "the extension may not stand in this message");
        }
        return row.reader().read(in, context);
    }

    @Override
    public TlsExtension malformed(ExtensionType type, Bytes body) {
        return new MalformedExtension(type, body);
    }

    /** Whether a ServerHello is of TLS 1.3 is known when all its extensions are read; until then both may be. */
    private boolean mayBeLegacy(ExtensionTable.Row row) {
        return context.kind() == MessageKind.SERVER_HELLO && row.messages().contains(MessageKind.LEGACY_SERVER_HELLO);
    }

    private boolean has(ExtensionType earlier, ExtensionType current) {
        return (seen >> earlier.value() & 1) != 0 && !earlier.equals(current);
    }

    private boolean isRepeated(int type) {
        if (type < Long.SIZE) {
            boolean again = (seen >> type & 1) != 0;
            seen |= 1L << type;
            return again;
        }
        for (int earlier : seenAbove) {
            if (earlier == type) {
                return true;
            }
        }
        seenAbove = Arrays.copyOf(seenAbove, seenAbove.length + 1);
        seenAbove[seenAbove.length - 1] = type;
        return false;
    }
}
