package dev.mtls.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mtls.core.Peer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Answers HTTP/1.1 requests with what the server knows of the client. */
final class HttpEcho {
    private HttpEcho() {}

    static void serve(InputStream from, OutputStream out, ServedConnection connection) throws IOException {
        InputStream in = new BufferedInputStream(from);
        boolean more = true;
        while (more) {
            Optional<HttpRequest> request;
            try {
                request = HttpRequest.read(in);
                if (request.isEmpty()) {
                    return;
                }
                if (request.get().header("expect").isPresent()) {
                    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
                    out.flush();
                }
                request.get().skipBody(in);
            } catch (HttpRequest.Refused e) {
                answer(out, e.status(), "text/plain", e.reason(), false, true);
                return;
            }
            more = request.get().keepsAlive();
            answer(out, request.get(), connection, more);
        }
    }

    private static void answer(OutputStream out, HttpRequest request, ServedConnection connection, boolean more)
            throws IOException {
        boolean withBody = !request.method().equals("HEAD");
        if (request.path().equals("/json")) {
            answer(out, 200, "application/json", ServedJson.of(connection, request), more, withBody);
        } else if (connection.peer().isPresent()) {
            Peer peer = connection.peer().get();
            String name = peer.commonName()
                    .orElseGet(() -> peer.leaf().getSubjectX500Principal().getName());
            answer(out, 200, "text/plain", "Welcome " + Escapes.escape(name), more, withBody);
        } else {
            answer(out, 403, "text/plain", "SSL client verification failed", more, withBody);
        }
    }

    private static void answer(OutputStream out, int status, String type, String body, boolean more, boolean withBody)
            throws IOException {
        byte[] content = body.getBytes(UTF_8);
        String head = "HTTP/1.1 " + status + " " + reason(status) + "\r\n"
                + "Content-Type: " + type + "; charset=utf-8\r\n"
                + "Content-Length: " + content.length + "\r\n"
                + "Connection: " + (more ? "keep-alive" : "close") + "\r\n\r\n";
        out.write(head.getBytes(ISO_8859_1));
        if (withBody) {
            out.write(content);
        }
        out.flush();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 403 -> "Forbidden";
            case 413 -> "Content Too Large";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            default -> "Bad Request";
        };
    }
}
