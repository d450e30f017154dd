package dev.mtls.examples.cli;

/** Exit codes, the same for all commands. */
final class Exit {
    /** Done, and nothing wrong was found. */
    static final int OK = 0;

    /** Done, and the thing examined has an error: a refused handshake, bytes that break the protocol, a damaged file. */
    static final int FOUND = 1;

    /** Bad usage or unreadable input. */
    static final int USAGE = 2;

    /** A bug of this program. */
    static final int INTERNAL = 3;

    private Exit() {}
}
