package dev.mtls.core.path;

/** Addresses as text in their one canonical form. */
final class Addresses {

    private Addresses() {}

    /** Dotted decimals for four octets, RFC 5952 for sixteen, else the empty text. */
    static String text(byte[] octets) {
        if (octets.length == 4) {
            return (octets[0] & 0xff) + "." + (octets[1] & 0xff) + "." + (octets[2] & 0xff) + "." + (octets[3] & 0xff);
        }
        return octets.length == 16 ? groups(octets) : "";
    }

    private static String groups(byte[] octets) {
        int longest = -1;
        int length = 1; // one zero group alone is not shortened
        for (int from = 0; from < 8; from++) {
            int until = from;
            while (until < 8 && group(octets, until) == 0) {
                until++;
            }
            if (until - from > length) {
                longest = from;
                length = until - from;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == longest) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(group(octets, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] octets, int index) {
        return (octets[2 * index] & 0xff) << 8 | octets[2 * index + 1] & 0xff;
    }
}
