package dev.mtls.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * Closes a TCP connection so that what was sent last arrives.
 *
 * <p>A socket that is closed while received bytes lie unread is reset by the kernel, and the reset destroys whatever
 * still waits in the peer's receive buffer: a refused TLS client would see "connection reset" instead of the alert. So
 * the output is closed first, then the input read to its end, within a time limit.
 */
final class LingeringClose {
    private LingeringClose() {}

    static void close(Socket raw, Duration limit) {
        try (raw) {
            raw.shutdownOutput();
            long end = System.nanoTime() + limit.toNanos();
            byte[] sink = new byte[8192];
            for (int left; (left = (int) ((end - System.nanoTime()) / 1_000_000)) > 0; ) {
                raw.setSoTimeout(left);
                if (raw.getInputStream().read(sink) < 0) {
                    return;
                }
            }
        } catch (IOException ignored) {
            // The peer is gone already, or the time is up: nothing is left to be delivered.
        }
    }
}
