package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.policy.Restriction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a {@link Trust} demands of a peer besides a path to an authority. All of the demands must hold. Immutable. */
record Restrictions(List<Demand> demands) {

    static final Restrictions NONE = new Restrictions(List.of());

    private static final int SHA_256_BYTES = 32;
    private static final String PIN_PREFIX = "sha256/";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** How many members of a list are told in a text. */
    private static final int TOLD = 5;

    /** One list, of which a peer must satisfy one member. */
    sealed interface Demand {

        Restriction restriction();

        /** Whether it says who the peer is, and not only who vouches for it. */
        boolean identifies();

        /** What it is called where a context is described, before a colon. */
        String label();

        /** Its members, the first of them where there are many. */
        String members();
    }

    Restrictions {
        demands = List.copyOf(demands);
    }

    Restrictions and(Demand more) {
        return and(new Restrictions(List.of(more)));
    }

    Restrictions and(Restrictions more) {
        return new Restrictions(Stream.concat(demands.stream(), more.demands.stream())
                .distinct()
                .toList());
    }

    boolean identify() {
        return demands.stream().anyMatch(Demand::identifies);
    }

    List<Restriction> restrictions() {
        List<Restriction> restrictions = new ArrayList<>();
        for (Demand demand : demands) {
            restrictions.add(demand.restriction());
        }
        return restrictions;
    }

    /** The peer bears one of these names. */
    record AllowedNames(Set<PeerName> names) implements Demand {

        static AllowedNames of(Collection<PeerName> names) {
            return new AllowedNames(Set.copyOf(notEmpty(names, "allow", "name")));
        }

        @Override
        public Restriction restriction() {
            return new Restriction(false, path -> {
                List<PeerName> borne = PeerName.of(path.get(0));
                return names.stream().anyMatch(name -> name.in(borne))
                        ? Optional.empty()
                        : Optional.of("is not on the list of allowed peers: found "
                                + (borne.isEmpty() ? "no name that can be compared" : told(borne)) + ", expected "
                                + told(names));
            });
        }

        @Override
        public boolean identifies() {
            return true;
        }

        @Override
        public String label() {
            return "allowed peers";
        }

        @Override
        public String members() {
            return told(names);
        }

        @Override
        public String toString() {
            return "allows " + members();
        }
    }

    /** The certificate of the peer is one of these. */
    record AllowedFingerprints(Set<String> sha256) implements Demand {

        static AllowedFingerprints of(List<String> fingerprints) {
            return new AllowedFingerprints(notEmpty(fingerprints, "allowFingerprints", "fingerprint").stream()
                    .map(AllowedFingerprints::parse)
                    .collect(Collectors.toUnmodifiableSet()));
        }

        private static String parse(String text) {
            String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
            if (!HEX.matcher(hex).matches()) {
                throw malformed(
                        "fingerprint-malformed",
                        "A fingerprint is malformed",
                        text,
                        "64 hexadecimal digits, with or without colons",
                        "write what this says after the equals sign: openssl x509 -noout -fingerprint -sha256 -in leaf.pem");
            }
            return hex;
        }

        @Override
        public Restriction restriction() {
            return new Restriction(false, path -> {
                String found = fingerprint(path.get(0));
                return sha256.contains(found)
                        ? Optional.empty()
                        : Optional.of("is not on the list of allowed fingerprints: found " + found + ", expected "
                                + told(sha256));
            });
        }

        @Override
        public boolean identifies() {
            return true;
        }

        @Override
        public String label() {
            return "allowed fingerprints";
        }

        @Override
        public String members() {
            return told(sha256);
        }

        @Override
        public String toString() {
            return "allows the fingerprints " + members();
        }
    }

    /** A certificate of the verified path, the anchor included, has one of these keys. */
    record PinnedKeys(Set<String> pins) implements Demand {

        static PinnedKeys of(List<String> pins) {
            return new PinnedKeys(notEmpty(pins, "pinKeys", "pin").stream()
                    .map(PinnedKeys::parse)
                    .collect(Collectors.toUnmodifiableSet()));
        }

        private static String parse(String text) {
            try {
                if (text.startsWith(PIN_PREFIX)) {
                    byte[] hash = Base64.getDecoder().decode(text.substring(PIN_PREFIX.length()));
                    if (hash.length == SHA_256_BYTES) {
                        return PIN_PREFIX + Base64.getEncoder().encodeToString(hash);
                    }
                }
            } catch (IllegalArgumentException e) {
                // Told below, like every other text that is no pin.
            }
            throw malformed(
                    "pin-malformed",
                    "The pin of a key is malformed",
                    text,
                    "sha256/ and the Base64 of the SHA-256 of a SubjectPublicKeyInfo",
                    "make it with: openssl x509 -noout -pubkey -in cert.pem | openssl pkey -pubin -outform DER"
                            + " | openssl dgst -sha256 -binary | base64");
        }

        @Override
        public Restriction restriction() {
            return new Restriction(true, path -> {
                List<String> found = path.stream()
                        .map(certificate -> PIN_PREFIX
                                + Base64.getEncoder()
                                        .encodeToString(sha256(
                                                certificate.getPublicKey().getEncoded())))
                        .toList();
                return found.stream().anyMatch(pins::contains)
                        ? Optional.empty()
                        : Optional.of("has a path in which no key is pinned: found " + told(found) + ", expected "
                                + told(pins));
            });
        }

        @Override
        public boolean identifies() {
            return false;
        }

        @Override
        public String label() {
            return "pinned keys";
        }

        @Override
        public String members() {
            return told(pins);
        }

        @Override
        public String toString() {
            return "pins the keys " + members();
        }
    }

    /** SHA-256 of a certificate, in lower-case hexadecimal digits. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(sha256(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed has an encoding", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** An empty list may have become so by mistake, and means neither nobody nor anybody. */
    private static <T> Collection<T> notEmpty(Collection<T> list, String option, String member) {
        if (list.isEmpty()) {
            throw new MtlsConfigurationException(Finding.of(
                    "allow-list-empty",
                    Severity.ERROR,
                    "A list of allowed peers is empty",
                    "found no " + member + " in " + option + "(...), expected one at least",
                    "leave " + option + "(...) out where peers are not to be restricted"));
        }
        return list;
    }

    private static MtlsConfigurationException malformed(
            String id, String title, String found, String expected, String remedy) {
        return new MtlsConfigurationException(Finding.of(
                id, Severity.ERROR, title, "found \"" + Names.safe(found) + "\", expected " + expected, remedy));
    }

    private static String told(Collection<?> members) {
        List<String> some = new ArrayList<>(new LinkedHashSet<>(
                members.stream().map(String::valueOf).sorted().limit(TOLD).toList()));
        return String.join(", ", some) + (members.size() > TOLD ? " and " + (members.size() - TOLD) + " more" : "");
    }

    /** {@code allows URI:spiffe://prod.example/a; pins the keys sha256/...}. */
    @Override
    public String toString() {
        return demands.stream().map(String::valueOf).collect(Collectors.joining("; "));
    }
}
