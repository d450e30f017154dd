package dev.mtls.parser.secrets;

import dev.mtls.parser.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Master secrets of sessions that may be resumed, by session id or ticket. Bounded: the eldest goes first. */
final class Sessions {

    private static final int MAX = 65_536;
    /** Longer tickets are remembered by none. */
    private static final int MAX_TICKET = 4_096;

    private final Map<Bytes, Bytes> masters = new LinkedHashMap<>();

    void remember(Bytes sessionIdOrTicket, Bytes master) {
        if (sessionIdOrTicket.isEmpty() || sessionIdOrTicket.size() > MAX_TICKET) {
            return;
        }
        masters.put(sessionIdOrTicket.compact(), master);
        if (masters.size() > MAX) {
            masters.remove(masters.keySet().iterator().next());
        }
    }

    /** The master secret of the session that a connection has or wants to go on with. */
    Optional<Bytes> find(HandshakeFacts facts) {
        return facts.serverSessionId()
                .map(masters::get)
                .or(() -> facts.offeredTicket().map(masters::get));
    }

    int size() {
        return masters.size();
    }
}
