package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The extensions of one message, in wire order, duplicates kept. RFC 8446 4.2: {@code Extension extensions<0..2^16-1>}.
 *
 * @param isPresent whether the block is there at all: before TLS 1.3 a hello may end without one, which differs from an empty
 *     block
 * @param list the extensions; empty when the block is absent
 */
public record Extensions(boolean isPresent, List<TlsExtension> list) implements Iterable<TlsExtension> {
    /** No block at all. */
    public static final Extensions ABSENT = new Extensions(false, List.of());

    private static final int ILLEGAL_PARAMETER = 47;

    /**
     * Keeps an unmodifiable copy.
     *
     * @throws IllegalArgumentException when an absent block has extensions
     */
    public Extensions {
        list = List.copyOf(list);
        if (!isPresent && !list.isEmpty()) {
            throw new IllegalArgumentException("an absent block has no extensions");
        }
    }

    /** A block of extensions. */
    public static Extensions of(TlsExtension... extensions) {
        return new Extensions(true, List.of(extensions));
    }

    /** Reads a block that must be there. */
    public static Extensions read(WireReader in, ReadContext context) {
        return new Extensions(
                true,
                in.blocks16("extensions", in.limits().extensions(), ExtensionType.TABLE, new ExtensionReader(context)));
    }

    /** Reads a block that may be absent at the end of a message. */
    public static Extensions readIfAny(WireReader in, ReadContext context) {
        return in.remaining() == 0 ? ABSENT : read(in, context);
    }

    /** Notes extensions that the ServerHello of this version may not have; only the whole of it says which it is. */
    public void checkServerHello(WireReader in, ReadContext context) {
        boolean tls13 = get(SupportedVersions.class).isPresent();
        MessageKind kind = tls13 ? MessageKind.SERVER_HELLO : MessageKind.LEGACY_SERVER_HELLO;
        for (int i = 0; i < list.size(); i++) {
            ExtensionType type = list.get(i).type();
            ExtensionTable.Row row = ExtensionTable.find(type, context);
            if (row != null
                    && !row.messages().contains(kind)
                    && (row.messages().contains(MessageKind.SERVER_HELLO)
                            || row.messages().contains(MessageKind.LEGACY_SERVER_HELLO))) {
                String version = tls13 ? "of TLS 1.3" : "before TLS 1.3";
                in.report(
                        Problem.Kind.MISPLACED,
                        "extensions[" + i + "]." + type.name(),
                        ILLEGAL_PARAMETER,
                        "the extension may not stand in a server_hello " + version);
            }
        }
    }

    /** Writes the block, or nothing when it is absent. */
    public void write(WireWriter out) {
        if (isPresent) {
            out.list16(list, (w, e) -> {
                w.codePoint16(e.type());
                w.sized(2, () -> e.write(w));
            });
        }
    }

    /** The first extension of a class, if there is one: {@code extensions.get(KeyShare.class)}. */
    public <T extends TlsExtension> Optional<T> get(Class<T> kind) {
        for (int i = 0; i < list.size(); i++) {
            if (kind.isInstance(list.get(i))) {
                return Optional.of(kind.cast(list.get(i)));
            }
        }
        return Optional.empty();
    }

    /** The first extension of a type, if there is one, malformed and unknown ones included. */
    public Optional<TlsExtension> find(ExtensionType type) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).type().equals(type)) {
                return Optional.of(list.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whether there is an extension of a type. */
    public boolean has(ExtensionType type) {
        return find(type).isPresent();
    }

    @Override
    public Iterator<TlsExtension> iterator() {
        return list.iterator();
    }
}
