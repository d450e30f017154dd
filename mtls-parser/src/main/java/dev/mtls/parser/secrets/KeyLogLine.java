package dev.mtls.parser.secrets;

import dev.mtls.parser.wire.Bytes;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a key log.
 *
 * <pre>
 * LABEL client_random secret                        RFC 9850
 * CLIENT_RANDOM client_random master_secret         RFC 9850, TLS 1.2 and older
 * PMS_CLIENT_RANDOM client_random premaster_secret
 * RSA encrypted_premaster_secret[0..8] premaster_secret
 * RSA Session-ID:session_id Master-Key:master_secret
 * </pre>
 *
 * @param kind what the line is
 * @param label its first word
 * @param key what the secret is looked up by
 * @param secret the secret
 */
record KeyLogLine(Kind kind, String label, Bytes key, Bytes secret) {

    /** What a line is. */
    enum Kind {
        /** A secret by label and client random. */
        LABELLED,
        /** A premaster secret by the client random. */
        PREMASTER,
        /** A premaster secret by the first bytes of what the client enciphered. */
        RSA,
        /** A master secret by session id, which may have no bytes. */
        SESSION
    }

    /** Why a line cannot be read. Holds nothing of the line. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why, null, false, false);
        }
    }

    static final int RANDOM = 32;
    /** How much of the enciphered premaster secret a line shows. */
    static final int RSA_SHOWN = 8;

    private static final int MASTER = 48;
    private static final int MAX_PREMASTER = 65_535;
    private static final Set<String> LABELS = Set.of(
            "CLIENT_RANDOM",
            "CLIENT_EARLY_TRAFFIC_SECRET",
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET",
            "CLIENT_TRAFFIC_SECRET_0",
            "SERVER_TRAFFIC_SECRET_0",
            "EXPORTER_SECRET",
            "EARLY_EXPORTER_SECRET",
            "ECH_SECRET",
            "ECH_CONFIG");
    private static final Pattern WORDS = Pattern.compile("(\\S+)[ \\t]+(\\S+)[ \\t]+(\\S+)");
    private static final Pattern SESSION = Pattern.compile("RSA[ \\t]+Session-ID:(\\S*)[ \\t]+Master-Key:(\\S+)");

    /**
     * Reads a line without its end.
     *
     * @return empty for comments, blank lines and labels that say nothing here
     * @throws Malformed if it is none of a key log
     */
    static Optional<KeyLogLine> read(String line) throws Malformed {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        Matcher session = SESSION.matcher(text);
        if (session.matches()) {
            Bytes id = hex(session.group(1), "session id");
            return Optional.of(new KeyLogLine(
                    Kind.SESSION, "RSA", id, sized(hex(session.group(2), "master secret"), MASTER, "master secret")));
        }
        Matcher words = WORDS.matcher(text);
        if (!words.matches()) {
            throw new Malformed("not a label and two values");
        }
        String label = words.group(1);
        return switch (label) {
            case "RSA" ->
                Optional.of(new KeyLogLine(
                        Kind.RSA,
                        label,
                        sized(
                                hex(words.group(2), "encrypted premaster secret"),
                                RSA_SHOWN,
                                "encrypted premaster secret"),
                        sized(hex(words.group(3), "premaster secret"), MASTER, "premaster secret")));
            case "PMS_CLIENT_RANDOM" ->
                Optional.of(new KeyLogLine(Kind.PREMASTER, label, random(words.group(2)), premaster(words.group(3))));
            default -> LABELS.contains(label) ? labelled(label, words.group(2), words.group(3)) : unknown(label);
        };
    }

    private static Optional<KeyLogLine> labelled(String label, String random, String value) throws Malformed {
        Bytes secret = hex(value, "secret");
        if (label.equals(Masters.LABEL)) {
            sized(secret, MASTER, "master secret");
        } else if (!label.startsWith("ECH_") && secret.size() != 32 && secret.size() != 48) {
            throw new Malformed("secret: found " + secret.size() + " bytes, expected 32 or 48");
        }
        return Optional.of(new KeyLogLine(Kind.LABELLED, label, random(random), secret));
    }

    /** RFC 9850 section 2: labels that are not known are passed over. */
    private static Optional<KeyLogLine> unknown(String label) throws Malformed {
        if (!label.matches("[A-Z0-9_]+")) {
            throw new Malformed("no label of a key log");
        }
        return Optional.empty();
    }

    private static Bytes random(String hex) throws Malformed {
        return sized(hex(hex, "client random"), RANDOM, "client random");
    }

    private static Bytes premaster(String hex) throws Malformed {
        Bytes premaster = hex(hex, "premaster secret");
        if (premaster.isEmpty() || premaster.size() > MAX_PREMASTER) {
            throw new Malformed("premaster secret: found " + premaster.size() + " bytes");
        }
        return premaster;
    }

    private static Bytes sized(Bytes bytes, int size, String what) throws Malformed {
        if (bytes.size() != size) {
            throw new Malformed(what + ": found " + bytes.size() + " bytes, expected " + size);
        }
        return bytes;
    }

    private static Bytes hex(String digits, String what) throws Malformed {
        @Nullable Bytes bytes = null;
        try {
            bytes = Bytes.ofHex(digits);
        } catch (IllegalArgumentException e) {
            // The message of the exception would show digits of the secret.
        }
        if (bytes == null) {
            throw new Malformed(what + ": not hexadecimal");
        }
        return bytes;
    }

    /** The label alone. */
    @Override
    public String toString() {
        return "KeyLogLine[" + label + "]";
    }
}
