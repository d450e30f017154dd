package dev.mtls.core.policy;

import dev.mtls.core.path.PeerText;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** One identity under its alias, and whether it would do for what is asked. Thread-safe. */
final class Candidate {

    private final String alias;
    private final KeyAndChain identity;
    private final String keyType;
    private @Nullable Issuers issuers;

    /** The names, and the bytes that each is written in. */
    private record Issuers(Set<Principal> names, List<byte[]> encoded) {}

    Candidate(String alias, KeyAndChain identity) {
        this.alias = alias;
        this.identity = identity;
        this.keyType = leaf().getPublicKey().getAlgorithm();
    }

    String alias() {
        return alias;
    }

    KeyAndChain identity() {
        return identity;
    }

    X509Certificate leaf() {
        return identity.chain().get(0);
    }

    String keyType() {
        return keyType;
    }

    String subject() {
        return PeerText.subject(leaf());
    }

    /** A key type is the algorithm of the key, and for static ECDH that of the signature on its certificate too: {@code EC_RSA}. */
    boolean isOneOf(List<String> keyTypes) {
        for (String asked : keyTypes) {
            int underscore = asked.indexOf('_');
            if (underscore < 0
                    ? asked.equals(keyType)
                    : asked.substring(0, underscore).equals(keyType)
                            && leaf().getSigAlgName()
                                    .toUpperCase(Locale.ROOT)
                                    .contains(asked.substring(underscore + 1))) {
                return true;
            }
        }
        return false;
    }

    /** JSSE takes no pair whose halves name different algorithms: an EC key may call itself ECDSA. */
    boolean halvesAgree() {
        return identity.key().getAlgorithm().equals(keyType);
    }

    /** Whether the key makes one of the signatures that the peer takes; true where the peer did not say. */
    boolean signsFor(Question question) {
        if (question.schemes().isEmpty()) {
            return true;
        }
        for (String scheme : question.schemes()) {
            if (signsWith(scheme, question.tls13())) {
                return true;
            }
        }
        return false;
    }

    private boolean signsWith(String scheme, boolean tls13) {
        PublicKey key = leaf().getPublicKey();
        return switch (keyType) {
            case "RSA" -> scheme.equals("RSASSA-PSS") || !tls13 && scheme.endsWith("withRSA");
            case "RSASSA-PSS" -> scheme.equals("RSASSA-PSS");
            case "EC" -> tls13 ? scheme.equals(ofCurve(key)) : scheme.endsWith("withECDSA");
            case "EdDSA" ->
                scheme.equals("EdDSA")
                        || !(key instanceof EdECPublicKey edwards)
                        || scheme.equals(edwards.getParams().getName());
            case "DSA" -> scheme.endsWith("withDSA");
            default -> true;
        };
    }

    private static String ofCurve(PublicKey key) {
        int bits = key instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : 0;
        return switch (bits) {
            case 256 -> "SHA256withECDSA";
            case 384 -> "SHA384withECDSA";
            case 521 -> "SHA512withECDSA";
            default -> "";
        };
    }

    /** Whether the peer takes every signature in the chain; a certificate that signed itself is believed or not, but not verified. */
    boolean chainSuits(List<String> schemes) {
        if (schemes.isEmpty()) {
            return true;
        }
        for (X509Certificate certificate : identity.chain()) {
            boolean selfIssued = certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
            if (!selfIssued && !schemes.contains(certificate.getSigAlgName())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a certificate of the chain was issued by one of these; true where none is named. */
    boolean isIssuedByOneOf(List<Principal> authorities) {
        if (authorities.isEmpty()) {
            return true;
        }
        Issuers mine = issuers();
        for (Principal authority : authorities) {
            if (authority instanceof X500Principal name && isAmong(mine.encoded, name.getEncoded())) {
                return true;
            }
        }
        // Names in other bytes may be the same names, which costs a canonical form of each to find out.
        for (Principal authority : authorities) {
            if (mine.names.contains(authority)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAmong(List<byte[]> some, byte[] wanted) {
        for (byte[] one : some) {
            if (Arrays.equals(one, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Looked up when a peer first names authorities: most never do. */
    private synchronized Issuers issuers() {
        Issuers known = issuers;
        if (known == null) {
            known = new Issuers(new HashSet<>(), new ArrayList<>());
            for (X509Certificate certificate : identity.chain()) {
                known.names.add(certificate.getIssuerX500Principal());
                known.encoded.add(certificate.getIssuerX500Principal().getEncoded());
            }
            issuers = known;
        }
        return known;
    }
}
