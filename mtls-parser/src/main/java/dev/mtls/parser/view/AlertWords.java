package dev.mtls.parser.view;

import dev.mtls.parser.code.AlertDescription;
import java.util.Map;

/** What alerts mean in words. RFC 8446 section 6; the words are ours. */
final class AlertWords {

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(0, "the connection ends in order"),
            Map.entry(10, "a message came that does not belong there"),
            Map.entry(20, "a record could not be decrypted"),
            Map.entry(22, "a record is too long"),
            Map.entry(40, "no common ground: version, cipher suite, group or signature, or a certificate is missing"),
            Map.entry(41, "there is no certificate"),
            Map.entry(42, "the certificate was not accepted, or there was none"),
            Map.entry(43, "the certificate is of a kind that is not supported"),
            Map.entry(44, "the certificate was revoked"),
            Map.entry(45, "the certificate is outside of its time of validity"),
            Map.entry(46, "something about the certificate was not accepted"),
            Map.entry(47, "a field has a value that is not allowed"),
            Map.entry(48, "no trusted authority issued the certificate"),
            Map.entry(49, "the certificate is good but may not do this"),
            Map.entry(50, "a message could not be decoded"),
            Map.entry(51, "a signature or a Finished does not verify"),
            Map.entry(70, "no common version of the protocol"),
            Map.entry(71, "no cipher suite that is strong enough"),
            Map.entry(80, "the sender failed for reasons of its own"),
            Map.entry(86, "the version was downgraded without need"),
            Map.entry(90, "the user gave up"),
            Map.entry(100, "no second handshake on this connection"),
            Map.entry(109, "a needed extension is missing"),
            Map.entry(110, "an extension came that nobody offered"),
            Map.entry(112, "no server of that name here"),
            Map.entry(116, "a client certificate is required and none was sent"),
            Map.entry(120, "no common application protocol"));

    private AlertWords() {}

    /** What an alert means, or nothing where its name has to do. */
    static String of(AlertDescription description) {
        return WORDS.getOrDefault(description.value(), "");
    }
}
