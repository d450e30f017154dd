package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What was read of a capture file, and what could not be.
 *
 * @param packets how many packets there were, of any kind
 * @param bytes how many bytes of them were captured
 * @param tcpConnections how many TCP connections there were, with TLS in them or not
 * @param conversations how many of them held TLS
 * @param secrets what the file carries to open its own connections, in the order of the file, 4 MiB at most
 * @param problems what is wrong with the file ({@code path} starts with {@code file}) or with single packets
 *     ({@code packet}), in the order of the file, 1,000 at most; offsets count from the start of the file
 * @param problemsDropped how many more problems there were
 */
public record CaptureReport(
        long packets,
        long bytes,
        int tcpConnections,
        int conversations,
        List<DecryptionSecrets> secrets,
        List<Problem> problems,
        long problemsDropped) {

    /** Copies the lists. */
    public CaptureReport {
        secrets = List.copyOf(secrets);
        problems = List.copyOf(problems);
    }

    /** Why the file was not read to its end, empty where it was. */
    public Optional<Problem> damage() {
        return problems.stream().filter(p -> p.path().equals("file")).findFirst();
    }
}
