package dev.mtls.core;

import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The peer of a connection, as its certificate names it: {@code Peer.of(socket.getSession()).spiffeId()}. Immutable.
 *
 * <p>Everything is read from the certificate whose key the peer proved to hold, which is the one that its context verified. With
 * {@link ClientAuth#ANY} and {@code verifyNothing()} nothing was verified: then this is what anybody may claim. Texts are what an authority
 * let the peer write, and not safe to print, but for {@link #toString()}.
 */
public final class Peer {

    private static final int MOST_CERTIFICATES = 10;

    private final X509Certificate leaf;
    private final List<X509Certificate> sent;
    private final List<PeerName> names;

    private Peer(List<X509Certificate> sent) {
        this.leaf = sent.get(0);
        this.sent = List.copyOf(sent);
        this.names = PeerName.of(leaf);
    }

    /**
     * The peer of a session, which may be a resumed one.
     *
     * @throws SSLPeerUnverifiedException when it showed no certificate, as a client may where {@link ClientAuth#OPTIONAL} is asked, or when
     *     the handshake is not done
     */
    public static Peer of(SSLSession session) throws SSLPeerUnverifiedException {
        Certificate[] certificates = session.getPeerCertificates();
        return new Peer(Arrays.stream(certificates)
                .limit(MOST_CERTIFICATES)
                .map(X509Certificate.class::cast)
                .toList());
    }

    /** The peer of a session; empty when it showed no certificate, or the handshake is not done. */
    public static Optional<Peer> ifPresent(SSLSession session) {
        try {
            return Optional.of(of(session));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** The certificate whose key the peer proved to hold. */
    public X509Certificate leaf() {
        return leaf;
    }

    /**
     * The certificates from that of the peer upwards, each signed by the next, as far as the peer sent them: what else it sent is left out,
     * since nobody vouches for that. Ten at most. The authority at the end is one that it sent, which need not be the one that is trusted:
     * the session does not keep that.
     *
     * @return unmodifiable, with {@link #leaf()} as its first
     */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        while (chain.size() < sent.size()) {
            X509Certificate last = chain.get(chain.size() - 1);
            Optional<X509Certificate> issuer = sent.stream()
                    .filter(candidate -> !chain.contains(candidate) && issued(candidate, last))
                    .findFirst();
            if (issuer.isEmpty()) {
                break;
            }
            chain.add(issuer.get());
        }
        return List.copyOf(chain);
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The most specific common name of the subject; empty where there is none. It is no host name: those are among {@link #names()}. */
    public Optional<String> commonName() {
        try {
            List<Rdn> rdns = new LdapName(leaf.getSubjectX500Principal().getName()).getRdns();
            for (int i = rdns.size() - 1; i >= 0; i--) {
                @Nullable Object name = commonNameOf(rdns.get(i));
                if (name instanceof String text) {
                    return Optional.of(text);
                }
            }
            return Optional.empty();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object commonNameOf(Rdn rdn) {
        var attribute = rdn.toAttributes().get("CN");
        try {
            return attribute == null ? null : attribute.get();
        } catch (NamingException e) {
            return null;
        }
    }

    /**
     * The subject alternative names, in their order; none where they are more than 200 or cannot be read, and those left out that are not
     * of their form. Unmodifiable.
     */
    public List<PeerName> names() {
        return names;
    }

    /** Whether the peer is admitted by this name, as {@link Trust#allow(PeerName, PeerName...)} would have it. */
    public boolean is(PeerName name) {
        return name.in(names);
    }

    /** The SPIFFE ID, where the certificate is the X.509-SVID of a workload. */
    public Optional<String> spiffeId() {
        return names.stream()
                .filter(name -> name.kind() == PeerName.Kind.SPIFFE_ID)
                .map(PeerName::value)
                .findFirst();
    }

    /** The SHA-256 of the certificate, in lower-case hexadecimal digits: {@link Trust#allowFingerprints} takes it. */
    public String fingerprint() {
        return Restrictions.fingerprint(leaf);
    }

    /** Its subject and names, safe to print: {@code CN=a (DNS:a.example)}. */
    @Override
    public String toString() {
        return Names.subject(leaf) + (names.isEmpty() ? "" : " " + Names.safe(names.toString()));
    }
}
