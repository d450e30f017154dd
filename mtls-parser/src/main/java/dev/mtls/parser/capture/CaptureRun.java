package dev.mtls.parser.capture;

import dev.mtls.parser.EventSink;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reading of one file: its packets in, conversations out, each when it ends. */
final class CaptureRun<S extends EventSink> implements PacketSource.Beside {
    private static final int MAX_PROBLEMS = 1000;
    /** Seconds. */
    private static final long FORGOTTEN_AFTER = 30 * 60;
    /** How many connections that have ended are remembered: what comes late comes soon. */
    private static final int MAX_ENDED = 4_096;
    /** Bytes of secrets that a report keeps. */
    private static final long MAX_SECRETS = 4 << 20;

    private final CaptureReader.Settings settings;
    private final Hearing<S> hearing;
    private final IpFragments fragments = new IpFragments(this::problem);
    private final IpLayer ip = new IpLayer(fragments);
    /** Connections without TLS until now; the one silent longest first. */
    private final Map<Flow, TcpConnection<S>> quiet = new LinkedHashMap<>(64, 0.75f, true);
    /** Connections that TLS was met in; the one silent longest first. */
    private final Map<Flow, TcpConnection<S>> talking = new LinkedHashMap<>(64, 0.75f, true);

    /** Connections that have ended: late segments still belong to them, only a new SYN starts another. */
    private final Set<Flow> ended = new LinkedHashSet<>();

    private final List<Problem> problems = new ArrayList<>();
    private final List<DecryptionSecrets> secrets = new ArrayList<>();
    private long secretBytes;
    private long problemsDropped;
    private long packets;
    private long bytes;
    private int connections;
    private int conversations;
    private long held;

    CaptureRun(CaptureReader.Settings settings, Hearing<S> hearing) {
        this.settings = settings;
        this.hearing = hearing;
    }

    CaptureReport run(PacketSource source, CaptureInput input) {
        Optional<Problem> damage = Optional.empty();
        try {
            for (Packet packet = source.next(); packet != null; packet = source.next()) {
                packets++;
                bytes += packet.bytes().size();
                packet(packet);
            }
        } catch (CaptureException e) {
            Problem found = Problem.of(
                    Problem.Kind.DAMAGED_FILE,
                    "file",
                    Problem.Base.FILE,
                    new Span(e.offset(), (int) Math.max(0, Math.min(Integer.MAX_VALUE, input.offset() - e.offset()))),
                    e.what() + ": found " + e.found() + ", expected " + e.expected());
            problem(found);
            damage = Optional.of(found);
        }
        fragments.end();
        List<TcpConnection<S>> open = new ArrayList<>(talking.values());
        talking.clear();
        quiet.clear();
        for (TcpConnection<S> connection : open) {
            handOut(connection, damage);
        }
        return new CaptureReport(packets, bytes, connections, conversations, secrets, problems, problemsDropped);
    }

    @Override
    public void secrets(DecryptionSecrets more, long at) {
        settings.decryptionSecrets().accept(more);
        secretBytes += more.data().size() + 64;
        if (secretBytes <= MAX_SECRETS) {
            secrets.add(new DecryptionSecrets(more.type(), more.data().compact()));
        } else {
            tooManySecrets(at, more.data().size());
        }
    }

    @Override
    public void tooManySecrets(long at, long length) {
        problem(Problem.of(
                        Problem.Kind.LIMIT_EXCEEDED,
                        "file.secrets",
                        Problem.Base.FILE,
                        new Span(at, (int) Math.min(length, Integer.MAX_VALUE)),
                        "more secrets than are kept")
                .counted(length, MAX_SECRETS));
    }

    private void packet(Packet packet) {
        TcpSegment segment;
        try {
            segment = ip.segment(packet);
        } catch (BrokenPacketException e) {
            problem(e.problem(packet));
            return;
        }
        if (segment != null) {
            segment(segment, packet);
        }
        packet.time().ifPresent(this::forgetSilent);
    }

    private void segment(TcpSegment segment, Packet packet) {
        Flow flow = Flow.of(segment);
        TcpConnection<S> connection = find(flow);
        if (connection != null && connection.isOver(segment)) {
            talking.remove(flow);
            quiet.remove(flow);
            handOut(connection, Optional.empty());
            connection = null;
        }
        if (connection == null) {
            if (TcpConnection.isStart(segment)) {
                ended.remove(flow);
            } else if (ended.contains(flow)) {
                return;
            }
            makeRoom();
            connection = new TcpConnection<>(connections++, segment, packet.arrival(), settings, hearing);
            quiet.put(flow, connection);
        }
        connection.segment(segment, packet.number(), packet.arrival());
        held += connection.costChange();
        if (connection.needsNumber()) {
            connection.number(conversations++);
            quiet.remove(flow);
            talking.put(flow, connection);
        }
        if (connection.hasEnded()) {
            talking.remove(flow);
            quiet.remove(flow);
            handOut(connection, Optional.empty());
            remember(flow);
        }
        while (held > settings.maxBytes() && evict("more than " + settings.maxBytes() + " bytes held")) {
            continue;
        }
    }

    private void remember(Flow flow) {
        if (ended.size() >= MAX_ENDED) {
            Iterator<Flow> eldest = ended.iterator();
            eldest.next();
            eldest.remove();
        }
        ended.add(flow);
    }

    private @Nullable TcpConnection<S> find(Flow flow) {
        TcpConnection<S> connection = talking.get(flow);
        return connection != null ? connection : quiet.get(flow);
    }

    private void makeRoom() {
        while (quiet.size() + talking.size() >= settings.maxConnections()
                && evict("more than " + settings.maxConnections() + " connections open")) {
            continue;
        }
    }

    /** Gives up the connection that was silent longest. */
    private boolean evict(String reason) {
        TcpConnection<S> eldestQuiet = eldest(quiet);
        TcpConnection<S> eldestTalking = eldest(talking);
        if (eldestQuiet == null && eldestTalking == null) {
            return false;
        }
        boolean fromQuiet =
                eldestTalking == null || eldestQuiet != null && eldestQuiet.lastPacket() <= eldestTalking.lastPacket();
        Problem evicted =
                Problem.of(Problem.Kind.EVICTED, "packet", Problem.Base.STREAM, new Span(0, 0), "given up: " + reason);
        handOut(removeEldest(fromQuiet ? quiet : talking), Optional.of(evicted));
        return true;
    }

    private @Nullable TcpConnection<S> eldest(Map<Flow, TcpConnection<S>> in) {
        Iterator<TcpConnection<S>> values = in.values().iterator();
        return values.hasNext() ? values.next() : null;
    }

    private TcpConnection<S> removeEldest(Map<Flow, TcpConnection<S>> from) {
        Iterator<TcpConnection<S>> values = from.values().iterator();
        TcpConnection<S> eldest = values.next();
        values.remove();
        return eldest;
    }

    private void forgetSilent(Instant now) {
        for (TcpConnection<S> eldest = eldest(quiet); eldest != null; eldest = eldest(quiet)) {
            Optional<Instant> last = eldest.lastTime();
            if (last.isPresent() && now.getEpochSecond() - last.get().getEpochSecond() < FORGOTTEN_AFTER) {
                return;
            }
            handOut(removeEldest(quiet), Optional.empty());
        }
    }

    /** Ends a connection, before its own end where something is the matter; one without TLS gives nothing. */
    private void handOut(TcpConnection<S> connection, Optional<Problem> matter) {
        connection.end(matter);
        held += connection.costChange();
    }

    private void problem(Problem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        } else {
            problemsDropped++;
        }
    }
}
