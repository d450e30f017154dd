package dev.mtls.examples.cli;

import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/** Distinguished names as the program prints them: RFC 4514, printable ASCII only. */
final class Names {
    private Names() {}

    static String subject(X509Certificate certificate) {
        return text(certificate.getSubjectX500Principal());
    }

    static String issuer(X509Certificate certificate) {
        return text(certificate.getIssuerX500Principal());
    }

    static String text(X500Principal name) {
        return escape(name.getName());
    }

    /** Text of a peer, made fit for a terminal: everything but printable ASCII as {@code \xNN} or {@code \}{@code uNNNN}. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7f) {
                safe.append(c);
            } else {
                safe.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
            }
        }
        return safe.toString();
    }
}
