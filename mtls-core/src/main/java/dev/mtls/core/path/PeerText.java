package dev.mtls.core.path;

import java.security.cert.X509Certificate;

/** What a peer wrote, as text that is safe to print: short, and without control characters. */
public final class PeerText {

    private static final int LONGEST = 256;

    private PeerText() {}

    public static String subject(X509Certificate certificate) {
        return safe(certificate.getSubjectX500Principal().getName());
    }

    public static String issuer(X509Certificate certificate) {
        return safe(certificate.getIssuerX500Principal().getName());
    }

    public static String safe(String text) {
        if (text.isEmpty()) {
            return "(no name)";
        }
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            safe.append(c < 0x20 || c > 0x7e ? String.format("\\u%04x", (int) c) : c);
        }
        return text.length() > LONGEST ? safe + "..." : safe.toString();
    }
}
