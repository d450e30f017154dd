package dev.mtls.parser.capture;

import static dev.mtls.parser.capture.TlsItem.NOWHERE;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.RecordInfo;
import dev.mtls.parser.TlsDecoder;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What conversations hold, in the normal form of {@link TlsItem}. */
final class OurDissection {
    private static final int APPLICATION_DATA = 23;
    private static final int RECORD_HEADER = 5;

    /**
     * One conversation taken apart, so that a test can change it.
     *
     * @param records the records of each side as they were on the wire
     */
    record Said(
            int tcpStream,
            Map<Sender, Integer> ports,
            List<ConversationEvent> events,
            List<Provenance> provenance,
            Map<Sender, List<Bytes>> records) {

        static Said of(Conversation said) {
            List<Provenance> provenance = new ArrayList<>();
            for (int i = 0; i < said.events().size(); i++) {
                provenance.add(said.provenance(i));
            }
            return new Said(
                    said.endpoints().tcpStream().orElseThrow(),
                    Map.of(
                            Sender.CLIENT,
                            said.endpoints().client().orElseThrow().getPort(),
                            Sender.SERVER,
                            said.endpoints().server().orElseThrow().getPort()),
                    said.events(),
                    provenance,
                    Map.of(Sender.CLIENT, wires(said, Sender.CLIENT), Sender.SERVER, wires(said, Sender.SERVER)));
        }

        private static List<Bytes> wires(Conversation said, Sender from) {
            return said.records().stream()
                    .filter(r -> r.from() == from)
                    .map(r -> r.wire())
                    .filter(w -> w.size() >= RECORD_HEADER && w.size() == RECORD_HEADER + w.u16(3))
                    .toList();
        }
    }

    private final TsharkFields fields;
    private final Map<TlsItem.Side, List<TlsItem>> items = TlsItem.bySide();

    private OurDissection(TsharkFields fields) {
        this.fields = fields;
    }

    static Map<TlsItem.Side, List<TlsItem>> of(List<Said> conversations, TsharkFields fields) {
        OurDissection dissection = new OurDissection(fields);
        conversations.forEach(dissection::conversation);
        return dissection.items;
    }

    private void conversation(Said said) {
        for (Sender from : Sender.values()) {
            List<TlsItem> into = new ArrayList<>();
            Map<RecordInfo, Integer> met = new IdentityHashMap<>();
            for (int i = 0; i < said.events().size(); i++) {
                if (said.events().get(i).from() == from) {
                    for (RecordInfo record : said.provenance().get(i).records()) {
                        if (met.putIfAbsent(record, met.size()) == null) {
                            record(record, said.records().get(from).get(met.size() - 1), into);
                        }
                    }
                    event(said.events().get(i), into);
                }
            }
            if (!into.isEmpty()) {
                items.put(new TlsItem.Side(said.tcpStream(), said.ports().get(from)), into);
            }
        }
    }

    private static void record(RecordInfo record, Bytes wire, List<TlsItem> into) {
        int type = record.opaqueType().orElse(record.contentType()).value();
        into.add(new TlsItem("tls.record.content_type", NOWHERE, number(type, 1)));
        into.add(new TlsItem(
                "tls.record.version", NOWHERE, number(record.version().value(), 2)));
        into.add(new TlsItem("tls.record.length", NOWHERE, number(record.length(), 2)));
        if (type == APPLICATION_DATA) {
            into.add(new TlsItem(
                    "tls.app_data", NOWHERE, wire.slice(RECORD_HEADER).toHex()));
        }
    }

    private void event(ConversationEvent event, List<TlsItem> into) {
        if (event instanceof HandshakeEvent message) {
            message(message, into);
        } else if (event instanceof AlertEvent alert) {
            into.add(new TlsItem(
                    "tls.alert_message.level",
                    NOWHERE,
                    number(alert.alert().level().value(), 1)));
            into.add(new TlsItem(
                    "tls.alert_message.desc",
                    NOWHERE,
                    number(alert.alert().description().value(), 1)));
        } else if (event instanceof ChangeCipherSpecEvent) {
            into.add(new TlsItem("tls.change_cipher_spec", NOWHERE, ""));
        }
    }

    private void message(HandshakeEvent message, List<TlsItem> into) {
        into.add(new TlsItem("tls.handshake.type", 0, number(message.bytes().u8(0), 1)));
        into.add(new TlsItem("tls.handshake.length", 1, number(message.bytes().size() - 4, 3)));
        if (!tsharkReads(message)) {
            return;
        }
        Optional<Field> tree =
                TlsDecoder.lenient(message.bytes(), message.context()).fields();
        tree.ifPresent(root -> root.children().forEach(f -> field(root.name() + ".", f, message.bytes(), into)));
    }

    /** tshark 4.0 shows nothing of the key exchanges DHE_PSK and ECDHE_PSK but their lengths. */
    private static boolean tsharkReads(HandshakeEvent message) {
        boolean keyExchange = message.type().equals(HandshakeType.SERVER_KEY_EXCHANGE)
                || message.type().equals(HandshakeType.CLIENT_KEY_EXCHANGE);
        boolean dhePsk = message.context()
                .cipherSuite()
                .filter(suite -> suite.name().contains("DHE_PSK"))
                .isPresent();
        return !(keyExchange && dhePsk);
    }

    private void field(String before, Field field, Bytes message, List<TlsItem> into) {
        boolean entry = field.name().startsWith("[");
        String path = entry ? before.substring(0, before.length() - 1) + "[]" : before + field.name();
        int at = field.span().offset() > Integer.MAX_VALUE
                ? NOWHERE
                : (int) field.span().offset();
        int size = field.span().length();
        if (field.value() instanceof Field.Block block && entry) {
            extension(block, at, message.slice(at, at + size), into);
            path = block.type().name();
        } else {
            String named = path;
            fields.row(path).ifPresent(row -> {
                row.length()
                        .ifPresent(name ->
                                into.add(new TlsItem(name, at, number(size - field.prefix(), field.prefix()))));
                row.value()
                        .filter(name -> size > field.prefix())
                        .ifPresent(name -> into.add(
                                new TlsItem(name, at + field.prefix(), value(named, field, size - field.prefix()))));
            });
        }
        String below = path + ".";
        field.children().forEach(child -> field(below, child, message, into));
    }

    private static void extension(Field.Block block, int at, Bytes bytes, List<TlsItem> into) {
        into.add(new TlsItem("tls.handshake.extension", at, bytes.toHex()));
        into.add(new TlsItem(
                "tls.handshake.extension.type", at, number(block.type().value(), 2)));
        into.add(new TlsItem(
                "tls.handshake.extension.len", at + 2, number(block.body().size(), 2)));
    }

    private static String value(String path, Field field, int size) {
        Field.Value value = field.value();
        if (value instanceof Field.Num number) {
            return number(number.value(), size);
        } else if (value instanceof Field.Code code) {
            return number(code.value(), size);
        } else if (value instanceof Field.Hex hex) {
            return hex.bytes().toHex();
        } else if (value instanceof Field.Named named) {
            return named.der().toHex();
        } else if (value instanceof Field.Text text) {
            return unescaped(text.text());
        }
        throw new IllegalArgumentException(path + " has no value of its own");
    }

    private static String number(long value, int size) {
        return String.format("%0" + 2 * size + "x", value);
    }

    /** The bytes behind printable ASCII and {@code \xNN}. */
    private static String unescaped(String text) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                hex.append(text, i + 2, i + 4);
                i += 3;
            } else {
                hex.append(number(text.charAt(i), 1));
            }
        }
        return hex.toString();
    }
}
