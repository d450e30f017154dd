package dev.mtls.core;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.security.auth.x500.X500Principal;

/** Names in certificates as text that is safe to print: short, and without control characters. */
final class Names {

    private static final int LONGEST = 256;

    private Names() {}

    static String subject(X509Certificate certificate) {
        return safe(certificate.getSubjectX500Principal());
    }

    static String issuer(X509Certificate certificate) {
        return safe(certificate.getIssuerX500Principal());
    }

    /** Whether two names are written in the same bytes, which costs little; two that are not may still be the same name. */
    static boolean sameBytes(X500Principal one, X500Principal other) {
        return Arrays.equals(one.getEncoded(), other.getEncoded());
    }

    static boolean same(X500Principal one, X500Principal other) {
        return sameBytes(one, other) || one.equals(other);
    }

    private static String safe(X500Principal name) {
        String text = name.getName();
        return text.isEmpty() ? "(no subject)" : safe(text);
    }

    /** Text of somebody else, in quotes. */
    static String quoted(String text) {
        return "\"" + safe(text) + "\"";
    }

    /** Text of somebody else. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            safe.append(c < 0x20 || c > 0x7e ? String.format("\\u%04x", (int) c) : c);
        }
        return text.length() > LONGEST ? safe + "..." : safe.toString();
    }
}
