package dev.mtls.parser;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.secrets.HandshakeFacts.Said;
import dev.mtls.parser.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of the first handshake as sent, put into the order of the handshake whatever the order in which the two
 * directions were read. Bounded.
 */
final class Transcript {

    private final int limit;
    private final List<Bytes> client = new ArrayList<>();
    private final List<Bytes> server = new ArrayList<>();
    private int size;
    private boolean complete = true;

    /**
     * An empty transcript.
     *
     * @param limit how many bytes are kept
     */
    Transcript(int limit) {
        this.limit = limit;
    }

    void add(Sender from, Bytes message) {
        if (!complete || size + message.size() > limit) {
            complete = false;
            return;
        }
        size += message.size();
        (from == Sender.CLIENT ? client : server).add(message);
    }

    /** Bytes were lost: what follows would not be a transcript. */
    void broken() {
        complete = false;
    }

    boolean isComplete() {
        return complete;
    }

    /**
     * The client's first hello; a retry and the hello that answers it; the server's flight up to ServerHelloDone or
     * Finished; the client's answer; what the server says after that.
     */
    List<Said> inOrder() {
        List<Said> all = new ArrayList<>();
        int c = 0;
        int s = 0;
        while (c < client.size() && isHello(client.get(c))) {
            all.add(new Said(Sender.CLIENT, client.get(c++)));
            if (c < client.size() && isHello(client.get(c)) && s < server.size()) {
                all.add(new Said(Sender.SERVER, server.get(s++)));
            }
        }
        boolean ended = false;
        while (s < server.size() && !ended) {
            Bytes message = server.get(s++);
            ended = is(message, HandshakeType.SERVER_HELLO_DONE) || is(message, HandshakeType.FINISHED);
            all.add(new Said(Sender.SERVER, message));
        }
        client.subList(c, client.size()).forEach(message -> all.add(new Said(Sender.CLIENT, message)));
        server.subList(s, server.size()).forEach(message -> all.add(new Said(Sender.SERVER, message)));
        return all;
    }

    private static boolean isHello(Bytes message) {
        return is(message, HandshakeType.CLIENT_HELLO);
    }

    private static boolean is(Bytes message, HandshakeType type) {
        return message.u8(0) == type.value();
    }
}
