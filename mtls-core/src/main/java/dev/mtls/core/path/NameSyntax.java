package dev.mtls.core.path;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateParsingException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a name of each form must look like, so that nobody can read it in two ways (RFC 5280, section 4.2.1.6). */
final class NameSyntax {

    private static final int LONGEST_HOST = 253;
    private static final Pattern HOST = Pattern.compile(
            "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern NUMERIC_TOP = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)");
    private static final Pattern LOCAL_PART =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private NameSyntax() {}

    /** Labels of letters, digits and inner hyphens; no dot at the end, and no address. */
    static boolean isHost(String text) {
        return text.length() <= LONGEST_HOST
                && HOST.matcher(text).matches()
                && !NUMERIC_TOP.matcher(text).matches();
    }

    /** A host, or one below a whole-label wildcard. A wildcard for all of a top-level domain is none. */
    static boolean isHostPattern(String text) {
        return text.startsWith("*.") ? text.indexOf('.', 2) > 0 && isHost(text.substring(2)) : isHost(text);
    }

    static boolean isMailbox(String text) {
        int at = text.indexOf('@');
        return at > 0 && LOCAL_PART.matcher(text.substring(0, at)).matches() && isHost(text.substring(at + 1));
    }

    /** The host of a URI in lower case; empty where it has none. */
    static String hostOf(String uri) throws CertificateParsingException {
        try {
            String host = new URI(uri).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            throw new CertificateParsingException("found a URI that is none", e);
        }
    }

    /** Requires an alternative name to be one of its form. Other names, X.400 and EDI names and registered ids have no syntax here. */
    static void require(GeneralName name) throws PathRefusal {
        try {
            String text = name.isText() ? name.content().ascii() : "";
            boolean fine = switch (name.form()) {
                case GeneralName.EMAIL -> isMailbox(text);
                case GeneralName.DNS -> isHostPattern(text);
                case GeneralName.URI -> new URI(text).isAbsolute();
                case GeneralName.IP ->
                    name.content().value().length == 4 || name.content().value().length == 16;
                default -> true;
            };
            if (!fine) {
                throw new PathRefusal(
                        PathFault.OFF_PROFILE, "found the alternative name " + name + ", which is not of its form");
            }
        } catch (CertificateParsingException | URISyntaxException e) {
            throw new PathRefusal(
                    PathFault.OFF_PROFILE, "found the alternative name " + name + ", which is not of its form", e);
        }
    }
}
