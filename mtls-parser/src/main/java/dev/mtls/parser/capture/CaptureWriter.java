package dev.mtls.parser.capture;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes conversations as pcapng or pcap files, for Wireshark and for {@link Captures}: reading such a file gives conversations
 * equal to those that were written.
 *
 * <p>A file holds the records that each conversation kept, in their order, one packet each, with Ethernet, IP and TCP
 * headers made up around them: SYN, SYN-ACK and ACK at the start; the addresses of {@link Conversation#endpoints()},
 * and where those are unknown 192.0.2.1 and 192.0.2.2, port 443, of RFC 5737; the times of the records, where known;
 * FIN and RST where the conversation has them; what the conversation lacks is missing in the file, too. Where a
 * conversation had to drop records, the file ends early: the comment of a pcapng section then says that it is cut, for
 * which pcap has no room.
 *
 * <p>Equal input gives equal files.
 */
public final class CaptureWriter {
    private static final InetSocketAddress SERVER = new InetSocketAddress(documentation(2), 443);
    private static final int FIRST_CLIENT_PORT = 49_152;

    private final PacketOutput out;
    private final SyntheticTcp tcp;
    private Instant now;

    private CaptureWriter(PacketOutput out, SyntheticTcp tcp, Instant start) {
        this.out = out;
        this.tcp = tcp;
        this.now = start;
    }

    /**
     * Writes a pcapng file, or replaces it.
     *
     * @throws CaptureException if it cannot be written
     */
    public static void write(Path file, Conversation... conversations) {
        write(file, List.of(conversations));
    }

    /**
     * Writes a pcapng file, or replaces it.
     *
     * @throws CaptureException if it cannot be written
     */
    public static void write(Path file, Collection<Conversation> conversations) {
        write(file, PcapngOutput::new, conversations);
    }

    /**
     * Writes a pcap file with nanoseconds, or replaces it.
     *
     * @throws CaptureException if it cannot be written
     */
    public static void writePcap(Path file, Collection<Conversation> conversations) {
        write(file, PcapOutput::new, conversations);
    }

    private static void write(
            Path file, Function<OutputStream, PacketOutput> format, Collection<Conversation> conversations) {
        Objects.requireNonNull(conversations, "conversations");
        try (OutputStream out = Files.newOutputStream(file)) {
            writeAll(out, format, conversations);
        } catch (IOException e) {
            throw new CaptureException("capture cannot be written", file.toString(), 0, e);
        }
    }

    /**
     * Writes pcapng to a stream, which stays open.
     *
     * @throws CaptureException if that fails
     */
    public static void write(OutputStream out, Collection<Conversation> conversations) {
        write(out, PcapngOutput::new, conversations);
    }

    /**
     * Writes pcap with nanoseconds to a stream, which stays open.
     *
     * @throws CaptureException if that fails
     */
    public static void writePcap(OutputStream out, Collection<Conversation> conversations) {
        write(out, PcapOutput::new, conversations);
    }

    private static void write(
            OutputStream out, Function<OutputStream, PacketOutput> format, Collection<Conversation> conversations) {
        try {
            writeAll(out, format, conversations);
        } catch (IOException e) {
            throw new CaptureException("capture cannot be written", "stream", 0, e);
        }
    }

    private static void writeAll(
            OutputStream to, Function<OutputStream, PacketOutput> format, Collection<Conversation> conversations)
            throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(to, 1 << 16);
        PacketOutput out = format.apply(buffered);
        out.start(comment(conversations));
        int number = 0;
        for (Conversation conversation : conversations) {
            SyntheticTcp tcp = connection(conversation.endpoints(), number++);
            new CaptureWriter(out, tcp, start(conversation)).write(conversation);
        }
        buffered.flush();
    }

    private static String comment(Collection<Conversation> conversations) {
        List<String> cut = new ArrayList<>();
        int number = 0;
        for (Conversation conversation : conversations) {
            if (conversation.recordsDropped() > 0) {
                cut.add("conversation " + number + " lacks its last " + conversation.recordsDropped() + " records");
            }
            number++;
        }
        return cut.isEmpty() ? "" : "cut: " + String.join(", ", cut);
    }

    private static SyntheticTcp connection(Endpoints endpoints, int number) {
        InetSocketAddress client = endpoints
                .client()
                .filter(a -> !a.isUnresolved())
                .orElse(new InetSocketAddress(documentation(1), FIRST_CLIENT_PORT + number % 16_384));
        InetSocketAddress server =
                endpoints.server().filter(a -> !a.isUnresolved()).orElse(SERVER);
        return new SyntheticTcp(client, server.equals(client) ? SERVER : server, number);
    }

    private static InetAddress documentation(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static Instant start(Conversation conversation) {
        Optional<Instant> first = conversation.records().stream()
                .flatMap(record -> record.arrival().time().stream())
                .findFirst();
        return conversation.endpoints().start().or(() -> first).orElse(Instant.EPOCH);
    }

    private void write(Conversation said) throws IOException {
        packet(tcp.syn());
        packet(tcp.synAck());
        packet(tcp.ack(Sender.CLIENT));

        Map<Sender, Deque<Long>> gaps = gaps(said);
        Map<Sender, Integer> left = new EnumMap<>(Sender.class);
        said.records().forEach(record -> left.merge(record.from(), 1, Integer::sum));
        Map<Sender, Arrival> fins = fins(said);
        for (KeptRecord record : said.records()) {
            finish(fins, left, record.arrival());
            record.arrival().time().ifPresent(time -> now = time);
            if (record.wire().isEmpty()) {
                lose(record.from(), Objects.requireNonNull(gaps.get(record.from())));
            } else {
                data(record.from(), record.wire());
            }
            left.merge(record.from(), -1, Integer::sum);
        }
        for (Map.Entry<Sender, Arrival> fin : fins.entrySet()) {
            fin(fin.getKey(), fin.getValue());
        }
        resets(said);
    }

    private void data(Sender from, Bytes wire) throws IOException {
        for (int at = 0; at < wire.size(); at += SyntheticTcp.MAX_PAYLOAD) {
            packet(tcp.data(from, wire.slice(at, Math.min(wire.size(), at + SyntheticTcp.MAX_PAYLOAD))));
        }
    }

    /** The other side has received what is missing: so a reader knows that there was something. */
    private void lose(Sender from, Deque<Long> gaps) throws IOException {
        Long missing = gaps.poll();
        if (missing != null) {
            tcp.lose(from, missing);
            packet(tcp.ack(from.other()));
        }
    }

    /** Writes the FIN of a side that has nothing left to say and had closed before the next record. */
    private void finish(Map<Sender, Arrival> fins, Map<Sender, Integer> left, Arrival next) throws IOException {
        for (Sender side : Sender.values()) {
            Arrival closed = fins.get(side);
            if (closed != null && left.getOrDefault(side, 0) == 0 && isBefore(closed, next)) {
                fin(side, closed);
                fins.remove(side);
            }
        }
    }

    private static boolean isBefore(Arrival one, Arrival other) {
        if (one.packet().isPresent() && other.packet().isPresent()) {
            return one.packet().getAsLong() < other.packet().getAsLong();
        }
        return one.time().isPresent()
                && other.time().isPresent()
                && one.time().get().isBefore(other.time().get());
    }

    private void fin(Sender side, Arrival at) throws IOException {
        at.time().ifPresent(time -> now = time);
        packet(tcp.fin(side));
        packet(tcp.ack(side.other()));
    }

    /** A RST is the last thing in a connection, whatever the other side had still to say. */
    private void resets(Conversation said) throws IOException {
        for (int i = 0; i < said.events().size(); i++) {
            if (said.events().get(i) instanceof ClosedEvent closed && closed.how() == ClosedEvent.How.RESET) {
                said.provenance(i).last().time().ifPresent(time -> now = time);
                packet(tcp.reset(closed.from()));
                return;
            }
        }
    }

    private static Map<Sender, Arrival> fins(Conversation said) {
        Map<Sender, Arrival> fins = new EnumMap<>(Sender.class);
        for (int i = 0; i < said.events().size(); i++) {
            if (said.events().get(i) instanceof ClosedEvent closed && closed.how() == ClosedEvent.How.FIN) {
                fins.putIfAbsent(closed.from(), said.provenance(i).last());
            }
        }
        return fins;
    }

    private static Map<Sender, Deque<Long>> gaps(Conversation said) {
        Map<Sender, Deque<Long>> gaps = new EnumMap<>(Sender.class);
        for (Sender side : Sender.values()) {
            gaps.put(side, new ArrayDeque<>());
        }
        for (ConversationEvent event : said.events()) {
            if (event instanceof GapEvent gap) {
                Objects.requireNonNull(gaps.get(gap.from())).add(gap.bytesMissing());
            }
        }
        return gaps;
    }

    private void packet(ByteBuffer frame) throws IOException {
        out.packet(now, frame);
    }
}
