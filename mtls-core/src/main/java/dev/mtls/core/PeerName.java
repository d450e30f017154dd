package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.path.HostNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name of a peer, of one form of the subjectAltName of its certificate (RFC 5280, section 4.2.1.6). It is compared with names of that
 * form only, never with the subject, and only where both are printable ASCII: text with a NUL or a letter of another script in it is the
 * name of nobody. Immutable.
 *
 * <p>{@link Trust#allow(PeerName, PeerName...)} admits peers by their names, {@link Peer#names()} tells those of a peer.
 */
public final class PeerName {

    /** The form of a name. */
    public enum Kind {
        /** A dNSName. */
        DNS,
        /** An iPAddress. */
        IP,
        /** A uniformResourceIdentifier. */
        URI,
        /** A uniformResourceIdentifier that is the SPIFFE ID of a workload. */
        SPIFFE_ID,
        /** Every SPIFFE ID of one trust domain; no certificate bears it, it only admits. */
        SPIFFE_TRUST_DOMAIN,
        /** An rfc822Name. */
        EMAIL
    }

    /** How many subject alternative names are looked at; the bearer of more has no name at all. */
    static final int MOST = 200;

    private static final int LONGEST = 2048;
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
    private static final Pattern SPIFFE = Pattern.compile("spiffe://([a-z0-9._-]{1,255})((?:/[A-Za-z0-9._-]+)*)");
    private static final Pattern LOCAL_PART = Pattern.compile("[!#-'*+./-9=?A-Z^-~-]+");
    private static final int SAN_EMAIL = 1;
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;
    private static final int SAN_IP = 7;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private final Kind kind;
    private final String value;

    private PeerName(Kind kind, String value) {
        this.kind = kind;
        this.value = value;
    }

    /**
     * A dNSName, whatever its case. {@code *.} in front stands for one whole label: {@code *.db.example} admits {@code a.db.example}, and
     * neither {@code db.example} nor {@code a.b.db.example}. A wildcard in the certificate of a peer stands for nothing: who was given the
     * names of many is not known to be one of them.
     *
     * @throws MtlsConfigurationException with id {@code peer-name-malformed} when it is no host name in letters, digits and hyphens
     */
    public static PeerName dns(String name) {
        boolean wildcard = name.startsWith("*.");
        String host = wildcard ? name.substring(2) : name;
        require(HostNames.isName(host), name, "a host name in letters, digits and hyphens, such as a.example");
        return new PeerName(Kind.DNS, name.toLowerCase(Locale.ROOT));
    }

    /**
     * An iPAddress, compared by its bytes.
     *
     * @param address as text, IPv4 in dotted decimals or IPv6; nothing is looked up
     * @throws MtlsConfigurationException with id {@code peer-name-malformed} when it is none
     */
    public static PeerName ip(String address) {
        Optional<String> canonical = HostNames.canonicalAddress(address);
        require(canonical.isPresent(), address, "an address, such as 192.0.2.1 or 2001:db8::1");
        return new PeerName(Kind.IP, canonical.get());
    }

    /**
     * A uniformResourceIdentifier, compared character by character: RFC 3986 would have other spellings mean the same (section 6.2), here
     * they are other names.
     *
     * @throws MtlsConfigurationException with id {@code peer-name-malformed} when it is no absolute URI in ASCII
     */
    public static PeerName uri(String uri) {
        require(isAbsolute(uri), uri, "an absolute URI, such as urn:example:a");
        return new PeerName(Kind.URI, uri);
    }

    /**
     * A SPIFFE ID, in a certificate that is an X.509-SVID: its only URI, and no certificate of an authority.
     *
     * @param id such as {@code spiffe://prod.example/billing}
     * @throws MtlsConfigurationException with id {@code peer-name-malformed} when it is none, or names a trust domain alone
     */
    public static PeerName spiffeId(String id) {
        Matcher parts = SPIFFE.matcher(id);
        require(
                isSpiffeId(id) && parts.matches() && !parts.group(2).isEmpty(),
                id,
                "a SPIFFE ID with a path, such as spiffe://prod.example/billing");
        return new PeerName(Kind.SPIFFE_ID, id);
    }

    /**
     * Every SPIFFE ID of one trust domain.
     *
     * @param trustDomain such as {@code prod.example}
     * @throws MtlsConfigurationException with id {@code peer-name-malformed} when it is none
     */
    public static PeerName spiffeTrustDomain(String trustDomain) {
        require(
                TRUST_DOMAIN.matcher(trustDomain).matches(),
                trustDomain,
                "a trust domain in lower case, such as prod.example");
        return new PeerName(Kind.SPIFFE_TRUST_DOMAIN, trustDomain);
    }

    /**
     * An rfc822Name. The case of the host does not count, that of the mailbox does.
     *
     * @throws MtlsConfigurationException with id {@code peer-name-malformed} when it is no address of the form {@code a@b.example}
     */
    public static PeerName email(String address) {
        Optional<String> canonical = canonicalEmail(address);
        require(canonical.isPresent(), address, "an address, such as a@b.example");
        return new PeerName(Kind.EMAIL, canonical.get());
    }

    private static void require(boolean fine, String found, String expected) {
        if (!fine) {
            throw new MtlsConfigurationException(Finding.of(
                    "peer-name-malformed",
                    Severity.ERROR,
                    "The name of a peer is not of its form",
                    "found \"" + Names.safe(found) + "\", expected " + expected,
                    "write the name as it stands in the certificate of the peer"));
        }
    }

    private static boolean isAbsolute(String uri) {
        if (uri.length() > LONGEST || !isPrintable(uri)) {
            return false;
        }
        try {
            return new URI(uri).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static boolean isSpiffeId(String uri) {
        return uri.length() <= LONGEST
                && SPIFFE.matcher(uri).matches()
                && !uri.contains("/./")
                && !uri.contains("/../")
                && !uri.endsWith("/.")
                && !uri.endsWith("/..");
    }

    private static Optional<String> canonicalEmail(String address) {
        int at = address.indexOf('@');
        return at > 0
                        && at <= 64
                        && LOCAL_PART.matcher(address.substring(0, at)).matches()
                        && HostNames.isName(address.substring(at + 1))
                ? Optional.of(address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Its form. */
    public Kind kind() {
        return kind;
    }

    /**
     * Its text: hosts in lower case, addresses as Java writes them, everything else as it was given. Of the name of a peer it is what the
     * peer wrote: {@link #toString()} is safe to print.
     */
    public String value() {
        return value;
    }

    /** Whether a certificate bears it. */
    boolean isBorneBy(X509Certificate certificate) {
        return in(of(certificate));
    }

    boolean in(List<PeerName> borne) {
        return borne.stream().anyMatch(this::admits);
    }

    private boolean admits(PeerName borne) {
        if (kind == Kind.SPIFFE_TRUST_DOMAIN) {
            Matcher parts = SPIFFE.matcher(borne.value);
            return borne.kind == Kind.SPIFFE_ID && parts.matches() && value.equals(parts.group(1));
        }
        if (kind == Kind.URI && borne.kind == Kind.SPIFFE_ID) {
            return value.equals(borne.value);
        }
        if (kind != borne.kind) {
            return false;
        }
        if (kind == Kind.DNS && value.startsWith("*.")) {
            int dot = borne.value.indexOf('.');
            return dot > 0
                    && HostNames.isName(borne.value)
                    && borne.value.substring(dot + 1).equals(value.substring(2));
        }
        return value.equals(borne.value);
    }

    /**
     * The names that a certificate bears, in its order; none where they cannot be read or are more than {@value #MOST}. Those that are
     * not of their form are left out: nothing can be equal to them.
     */
    static List<PeerName> of(X509Certificate certificate) {
        Collection<List<?>> alternatives;
        try {
            alternatives = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return List.of();
        }
        if (alternatives == null || alternatives.size() > MOST) {
            return List.of();
        }
        boolean svid = isSvid(certificate, alternatives);
        List<PeerName> names = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            if (alternative.get(1) instanceof String text) {
                of((Integer) alternative.get(0), text, svid).ifPresent(names::add);
            }
        }
        return List.copyOf(names);
    }

    private static Optional<PeerName> of(int form, String text, boolean svid) {
        return switch (form) {
            case SAN_DNS ->
                HostNames.isName(text.startsWith("*.") ? text.substring(2) : text)
                        ? Optional.of(new PeerName(Kind.DNS, text.toLowerCase(Locale.ROOT)))
                        : Optional.empty();
            case SAN_IP -> HostNames.canonicalAddress(text).map(address -> new PeerName(Kind.IP, address));
            case SAN_EMAIL -> canonicalEmail(text).map(address -> new PeerName(Kind.EMAIL, address));
            case SAN_URI ->
                isAbsolute(text)
                        ? Optional.of(new PeerName(svid && isSpiffeId(text) ? Kind.SPIFFE_ID : Kind.URI, text))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** One URI and no more, in the certificate of a workload, which signs neither certificates nor lists (X.509-SVID, sections 2 and 4). */
    private static boolean isSvid(X509Certificate certificate, Collection<List<?>> alternatives) {
        long uris = alternatives.stream()
                .filter(name -> Integer.valueOf(SAN_URI).equals(name.get(0)))
                .count();
        boolean[] usage = certificate.getKeyUsage();
        boolean signs = usage != null && (usage[KEY_CERT_SIGN] || usage[CRL_SIGN]);
        return uris == 1 && certificate.getBasicConstraints() < 0 && !signs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerName name && kind == name.kind && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + value.hashCode();
    }

    /** {@code DNS:a.example}, {@code IP:192.0.2.1}, {@code URI:spiffe://prod.example/a}, {@code email:a@b.example}; safe to print. */
    @Override
    public String toString() {
        String prefix = switch (kind) {
            case DNS -> "DNS:";
            case IP -> "IP:";
            case URI, SPIFFE_ID -> "URI:";
            case SPIFFE_TRUST_DOMAIN -> "URI:spiffe://";
            case EMAIL -> "email:";
        };
        return prefix + Names.safe(value) + (kind == Kind.SPIFFE_TRUST_DOMAIN ? "/..." : "");
    }
}
