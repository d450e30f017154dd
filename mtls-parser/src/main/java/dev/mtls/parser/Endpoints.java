package dev.mtls.parser;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Between whom and when a conversation was, as far as that is known. Provenance: never compared by {@link Conversation}.
 *
 * @param client address and port of the client
 * @param server address and port of the server
 * @param clientGuessed whether only the port numbers told which side is the client
 * @param number number of the conversation in its source, from 0, in the order of the first TLS byte
 * @param tcpStream number of the TCP connection in its capture file, from 0, in the order of the first packet
 * @param start time of the first packet of the connection
 * @param end time of its last packet
 */
public record Endpoints(
        Optional<InetSocketAddress> client,
        Optional<InetSocketAddress> server,
        boolean clientGuessed,
        OptionalInt number,
        OptionalInt tcpStream,
        Optional<Instant> start,
        Optional<Instant> end) {

    /** Nothing is known. */
    public static final Endpoints UNKNOWN = new Endpoints(
            Optional.empty(),
            Optional.empty(),
            false,
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());

    /** Checks that nothing is null. */
    public Endpoints {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(tcpStream, "tcpStream");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }

    /**
     * The two addresses, the rest unknown.
     *
     * @param client address of the client
     * @param server address of the server
     * @return the endpoints
     */
    public static Endpoints of(InetSocketAddress client, InetSocketAddress server) {
        return UNKNOWN.withAddresses(Optional.of(client), Optional.of(server));
    }

    /**
     * The same with other addresses.
     *
     * @param client address of the client
     * @param server address of the server
     * @return the endpoints
     */
    public Endpoints withAddresses(Optional<InetSocketAddress> client, Optional<InetSocketAddress> server) {
        return new Endpoints(client, server, clientGuessed, number, tcpStream, start, end);
    }

    /**
     * The same with another number.
     *
     * @param number number of the conversation in its source, from 0
     * @return the endpoints
     */
    public Endpoints withNumber(int number) {
        return new Endpoints(client, server, clientGuessed, OptionalInt.of(number), tcpStream, start, end);
    }

    /**
     * The same with other times.
     *
     * @param start time of the first packet
     * @param end time of the last packet
     * @return the endpoints
     */
    public Endpoints withTimes(Optional<Instant> start, Optional<Instant> end) {
        return new Endpoints(client, server, clientGuessed, number, tcpStream, start, end);
    }
}
