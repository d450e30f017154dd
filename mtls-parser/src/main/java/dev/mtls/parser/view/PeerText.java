package dev.mtls.parser.view;

/** Text that a peer sent, made fit to be shown: one line, nothing that moves a cursor, no longer than it may be. */
final class PeerText {

    /** How many characters of one text are shown. */
    static final int MAX_LENGTH = 256;

    private PeerText() {}

    /**
     * Escapes what is not printable ASCII, and cuts.
     *
     * @param text what the peer sent
     * @return at most {@value #MAX_LENGTH} characters of it, and dots where it was cut
     */
    static String shown(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 8);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int before = out.length();
            if (isPlain(c)) {
                out.appendCodePoint(c);
            } else if (c < 0x100) {
                out.append(String.format("\\x%02x", c));
            } else {
                out.append(String.format("\\u%04x", c));
            }
            if (out.length() > MAX_LENGTH) {
                out.setLength(before);
                return out.append("...").toString();
            }
        }
        return out.toString();
    }

    /** Letters and digits of every script are kept: names have them. Controls and what reorders text are not. */
    private static boolean isPlain(int c) {
        if (c < 0x80) {
            return c >= 0x20 && c < 0x7f;
        }
        return Character.isLetterOrDigit(c) && Character.isBmpCodePoint(c);
    }
}
