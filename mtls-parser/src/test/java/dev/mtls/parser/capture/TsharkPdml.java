package dev.mtls.parser.capture;

import static dev.mtls.parser.capture.TlsItem.NOWHERE;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code tshark -T pdml} shows, in the normal form of {@link TlsItem}. Reads it line by line: tshark writes one
 * element a line.
 *
 * <p>Beside what {@code fields.tsv} leaves out, this is made equal, whatever the capture:
 *
 * <ul>
 *   <li>fields that are hidden in tshark's own display repeat others: dropped;
 *   <li>a {@code tls.handshake} without children is a fragment of a message, or one that tshark takes for encrypted: the
 *       whole message comes with the last of its records, as with us;
 *   <li>{@code tls.record.opaque_type} is the type of a protected record of TLS 1.3: its {@code content_type};
 *   <li>a Finished, and an alert in a record of more than 8 bytes, are protected: without keys tshark reads them with
 *       suites that encrypt nothing, where we do not look behind the protection: dropped;
 *   <li>a ChangeCipherSpec that is not one byte long is protected (renegotiation), and tshark shows one all the same:
 *       dropped;
 *   <li>a distinguished name is shown in parts: put together again;
 *   <li>positions count from the start of the packet, or from 0 in reassembled data: counted from the type of the
 *       message, and a message's fields sorted by them;
 *   <li>tshark shows no field for a value of no bytes, only its length: dropped on both sides;
 *   <li>an extension is a container without a name in tshark 4.0: compared with its bytes as {@code
 *       tls.handshake.extension}.
 * </ul>
 */
final class TsharkPdml {
    private static final String FINISHED = "14";
    private static final int LONGEST_ALERTS = 8;
    private static final Pattern ATTRIBUTE = Pattern.compile(" (name|show|pos|size|value|hide)=\"([^\"]*)\"");

    /** An element and what it holds. */
    private static final class Node {
        String name = "";
        String show = "";
        String value = "";
        int at;
        int size;
        boolean hidden;
        final List<Node> children = new ArrayList<>();
    }

    private final TsharkFields fields;
    private final Map<TlsItem.Side, List<TlsItem>> items = TlsItem.bySide();
    private final Set<String> unknown = new TreeSet<>();
    private int malformed;

    private TsharkPdml(TsharkFields fields) {
        this.fields = fields;
    }

    /**
     * What was read.
     *
     * @param items of each side, in their order
     * @param unknown names of fields that the table neither compares nor leaves out
     * @param malformed how often tshark says that something is malformed
     */
    record Dissection(Map<TlsItem.Side, List<TlsItem>> items, Set<String> unknown, int malformed) {}

    static Dissection read(BufferedReader pdml, TsharkFields fields) throws IOException {
        TsharkPdml reader = new TsharkPdml(fields);
        Deque<Node> open = new ArrayDeque<>();
        Node packet = new Node();
        for (String line = pdml.readLine(); line != null; line = pdml.readLine()) {
            String element = line.strip();
            if (element.equals("<packet>")) {
                packet = new Node();
                open.clear();
                open.push(packet);
            } else if (element.equals("</packet>")) {
                reader.packet(packet);
            } else if (element.startsWith("<proto") || element.startsWith("<field")) {
                Node node = node(element);
                if (!open.isEmpty()) {
                    open.element().children.add(node);
                }
                if (!element.endsWith("/>")) {
                    open.push(node);
                }
            } else if (element.startsWith("</proto") || element.startsWith("</field")) {
                open.pop();
            }
        }
        return new Dissection(reader.items, reader.unknown, reader.malformed);
    }

    private static Node node(String element) {
        Node node = new Node();
        Matcher attribute = ATTRIBUTE.matcher(element);
        while (attribute.find()) {
            String text = attribute.group(2);
            switch (attribute.group(1)) {
                case "name" -> node.name = text;
                case "show" -> node.show = text;
                case "value" -> node.value = text;
                case "pos" -> node.at = Integer.parseInt(text);
                case "size" -> node.size = Integer.parseInt(text);
                default -> node.hidden = true;
            }
        }
        return node;
    }

    private void packet(Node packet) {
        Node tcp = packet.children.stream()
                .filter(p -> p.name.equals("tcp"))
                .findFirst()
                .orElseThrow();
        TlsItem.Side side = new TlsItem.Side(number(tcp, "tcp.stream"), number(tcp, "tcp.srcport"));
        for (Node proto : packet.children) {
            if (proto.name.equals("tls")) {
                List<TlsItem> said = items.computeIfAbsent(side, s -> new ArrayList<>());
                proto.children.forEach(child -> record(child, said));
            } else if (proto.name.equals("_ws.malformed")) {
                malformed++;
            }
        }
    }

    private static int number(Node node, String name) {
        return node.children.stream()
                .filter(f -> f.name.equals(name))
                .mapToInt(f -> Integer.parseInt(f.show))
                .findFirst()
                .orElseThrow();
    }

    private void record(Node node, List<TlsItem> said) {
        if (!node.name.equals("tls.record")) {
            other(node);
            return;
        }
        int length = number(node, "tls.record.length");
        for (Node field : node.children) {
            switch (field.name) {
                case "tls.change_cipher_spec" -> {
                    if (length == 1) {
                        plain(field, said);
                    }
                }
                case "tls.record.opaque_type" -> said.add(new TlsItem("tls.record.content_type", NOWHERE, field.value));
                case "tls.handshake" -> message(field, said);
                case "tls.alert_message" -> {
                    if (length <= LONGEST_ALERTS) {
                        field.children.forEach(f -> plain(f, said));
                    }
                }
                default -> plain(field, said);
            }
        }
    }

    private void plain(Node field, List<TlsItem> said) {
        if (fields.isCompared(field.name)) {
            said.add(new TlsItem(field.name, NOWHERE, field.value));
        } else {
            other(field);
        }
    }

    private void message(Node message, List<TlsItem> said) {
        if (message.children.isEmpty() || message.children.get(0).value.equals(FINISHED)) {
            return;
        }
        List<TlsItem> found = new ArrayList<>();
        message.children.forEach(f -> collect(f, message.children.get(0).at, found));
        found.sort(Comparator.comparingInt(TlsItem::at));
        said.addAll(found);
    }

    private void collect(Node field, int start, List<TlsItem> found) {
        if (field.hidden || fields.isLeftOut(field.name) || holdsWhatIsLeftOut(field)) {
            return;
        }
        if (isExtension(field)) {
            found.add(new TlsItem("tls.handshake.extension", field.at - start, field.value));
        } else if (fields.isCompared(field.name)) {
            String value = field.name.equals("tls.handshake.dname") ? name(field) : field.value;
            if (!value.isEmpty()) {
                found.add(new TlsItem(field.name, field.at - start - (value.length() - 2 * field.size) / 2, value));
            }
        } else if (!fields.isContainer(field.name)) {
            unknown.add(field.name);
        }
        field.children.forEach(child -> collect(child, start, found));
    }

    /** A container without a name, of which already the first field is left out. */
    private boolean holdsWhatIsLeftOut(Node field) {
        return field.name.isEmpty() && !field.children.isEmpty() && fields.isLeftOut(field.children.get(0).name);
    }

    /** The DER of a distinguished name, of which tshark shows the contents of its parts. */
    private static String name(Node name) {
        StringBuilder parts = new StringBuilder();
        name.children.stream()
                .filter(part -> part.name.equals("x509if.RDNSequence_item"))
                .forEach(part -> parts.append(der(0x31, part.value)));
        return der(0x30, parts.toString());
    }

    private static String der(int tag, String content) {
        int length = content.length() / 2;
        String prefix = length < 0x80 ? "" : length < 0x100 ? "81" : "82";
        return String.format("%02x%s%0" + (prefix.equals("82") ? 4 : 2) + "x", tag, prefix, length) + content;
    }

    private static boolean isExtension(Node field) {
        return field.name.isEmpty()
                && !field.children.isEmpty()
                && field.children.get(0).name.equals("tls.handshake.extension.type");
    }

    private void other(Node field) {
        if (!field.hidden && !fields.isLeftOut(field.name)) {
            unknown.add(field.name);
        }
    }
}
