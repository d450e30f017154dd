package dev.mtls.testkit;

import static dev.mtls.testkit.CertificateWriter.CLIENT_AUTH;
import static dev.mtls.testkit.CertificateWriter.CRL_SIGN;
import static dev.mtls.testkit.CertificateWriter.DIGITAL_SIGNATURE;
import static dev.mtls.testkit.CertificateWriter.KEY_CERT_SIGN;
import static dev.mtls.testkit.CertificateWriter.SERVER_AUTH;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A throwaway certificate authority that lives in memory, and the servers and clients it vouches for.
 *
 * <p>Keys are EC P-256, serial numbers random, certificates valid from a day ago to a week ahead (UTC, whole seconds),
 * with the extensions that strict verifiers ask for (RFC 5280: basic constraints, key usage, extended key usage per
 * role, subject and authority key identifiers). Keys and signatures are the JDK's own.
 *
 * <pre>{@code
 * TestPki pki = TestPki.create();
 * TestIdentity server = pki.server();          // localhost, 127.0.0.1, ::1
 * TestIdentity alice = pki.client("alice");
 * TestIdentity mallory = pki.untrusted().client("mallory");
 * }</pre>
 *
 * <p>Thread-safe; the authority never changes. No parameter and no result is null.
 */
public final class TestPki {
    private static final Duration BACK = Duration.ofDays(1);
    private static final Duration AHEAD = Duration.ofDays(7);
    private static final Duration CRL_BACK = Duration.ofHours(1);
    private static final Duration CRL_AHEAD = Duration.ofDays(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TestIdentity authority;
    private final boolean authorityServes;
    private final Clock clock;
    private final Consumer<X509Certificate> issued;

    private TestPki(TestIdentity authority, boolean authorityServes, Clock clock, Consumer<X509Certificate> issued) {
        this.authority = authority;
        this.authorityServes = authorityServes;
        this.clock = clock;
        this.issued = issued;
    }

    /** A new authority by the clock of this machine. */
    public static TestPki create() {
        return create(Clock.systemUTC());
    }

    /**
     * A new authority whose certificates are dated by {@code clock}. JSSE judges dates by the machine's clock, whatever
     * this one says.
     */
    public static TestPki create(Clock clock) {
        return withRoot("mtls test CA", clock, certificate -> {});
    }

    /**
     * The shortest PKI there is, as tutorials make it: one self-signed server certificate with a CN and no subject
     * alternative name, which is the authority of the clients too. {@link #server()} gives that very certificate.
     *
     * @param commonName the CN, 1 to 64 characters
     */
    public static TestPki selfSigned(String commonName) {
        return selfSigned(commonName, Clock.systemUTC());
    }

    /** As {@link #selfSigned(String)}, dated by {@code clock}. */
    public static TestPki selfSigned(String commonName, Clock clock) {
        KeyPair keys = newKeys();
        byte[] name = CertificateWriter.name(checked(commonName));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        // No key usage and no purpose: what `openssl req -x509` writes when nothing else is asked of it.
        X509Certificate certificate = new CertificateWriter(
                        newSerial(), name, now.minus(BACK), now.plus(AHEAD), name, keys.getPublic())
                .subjectKeyIdentifier()
                .authorityKeyIdentifier(keys.getPublic())
                .authority()
                .sign(keys.getPrivate());
        return new TestPki(
                new TestIdentity(List.of(certificate), keys.getPrivate()), true, clock, anyCertificate -> {});
    }

    private static TestPki withRoot(String commonName, Clock clock, Consumer<X509Certificate> issued) {
        KeyPair keys = newKeys();
        byte[] name = CertificateWriter.name(commonName);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        X509Certificate certificate = new CertificateWriter(
                        newSerial(), name, now.minus(BACK), now.plus(AHEAD), name, keys.getPublic())
                .authority()
                .keyUsage(KEY_CERT_SIGN, CRL_SIGN)
                .subjectKeyIdentifier()
                .authorityKeyIdentifier(keys.getPublic())
                .sign(keys.getPrivate());
        return new TestPki(new TestIdentity(List.of(certificate), keys.getPrivate()), false, clock, issued);
    }

    /** The authority's own certificate. */
    public X509Certificate ca() {
        return authority.certificate();
    }

    /** The authority's own certificate as a PEM block. */
    public String caPem() {
        return authority.certificatePem();
    }

    /** Trust in this authority alone. */
    public Trust trust() {
        return Trust.of(authority.chain());
    }

    /**
     * A new server for the names of this machine's loopback: {@code localhost}, {@code 127.0.0.1} and {@code ::1}. Of a
     * {@link #selfSigned(String) self-signed} PKI: the self-signed certificate itself, always the same.
     */
    public TestIdentity server() {
        return authorityServes ? authority : server("localhost", "127.0.0.1", "::1");
    }

    /**
     * A new server of the names given, whose CN is the first of them.
     *
     * @param names host names, IP addresses or URIs, at least one
     */
    public TestIdentity server(String... names) {
        if (names.length == 0) {
            return server();
        }
        LeafBuilder leaf = leaf().names(names).serverAuth();
        // A CN holds 64 characters at most; a longer name stands among the alternative names alone.
        return names[0].length() <= 64 ? leaf.commonName(names[0]).sign() : leaf.sign();
    }

    /**
     * A new client.
     *
     * @param commonName the CN, 1 to 64 characters
     */
    public TestIdentity client(String commonName) {
        return leaf().commonName(commonName).clientAuth().sign();
    }

    /** Starts a certificate whose names, dates and purposes the caller chooses. */
    public LeafBuilder leaf() {
        return new LeafBuilder();
    }

    /**
     * A revocation list of this authority (RFC 5280, section 5), valid from an hour ago to a day ahead, within the days of its authority.
     *
     * @param revoked the certificates that are on it; none for a list that revokes nobody
     */
    public X509CRL crl(X509Certificate... revoked) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return CrlWriter.sign(
                ca().getSubjectX500Principal().getEncoded(),
                CertificateWriter.keyIdentifier(ca().getPublicKey()),
                authority.privateKey(),
                now.minus(CRL_BACK),
                now.plus(CRL_AHEAD),
                List.of(revoked));
    }

    /** Another authority, with another name and key, of which nobody who trusts this one has heard. */
    public TestPki untrusted() {
        return withRoot("mtls unknown CA", clock, issued);
    }

    /** The context of a client that trusts this authority and has no certificate. */
    public MtlsContext clientContext() {
        return MtlsContext.client().trust(trust()).noIdentity().build();
    }

    /** The context of a client that trusts this authority and has a certificate. */
    public MtlsContext clientContext(TestIdentity client) {
        return MtlsContext.client().trust(trust()).identity(client.identity()).build();
    }

    /** The context of a server whose clients this authority vouches for. */
    public MtlsContext serverContext(TestIdentity server, ClientAuth clientAuth) {
        return MtlsContext.server()
                .identity(server.identity())
                .trust(trust())
                .clientAuth(clientAuth)
                .build();
    }

    /**
     * Writes the authority's certificate as {@code ca.pem}.
     *
     * @param directory an existing folder
     * @return the file
     */
    public Path writeTo(Path directory) {
        return PrivateFiles.write(directory.resolve("ca.pem"), caPem().getBytes(US_ASCII), false);
    }

    /** This same authority, which tells of every certificate that it or its untrusted counterparts sign. */
    TestPki telling(Consumer<X509Certificate> listener) {
        return new TestPki(authority, authorityServes, clock, issued.andThen(listener));
    }

    @Override
    public String toString() {
        return "TestPki[" + ca().getSubjectX500Principal() + "]";
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a P-256 key", e);
        }
    }

    /** Positive, and 20 octets at most (RFC 5280, section 4.1.2.2). */
    private static BigInteger newSerial() {
        return new BigInteger(158, RANDOM).setBit(158);
    }

    private static String checked(String commonName) {
        if (commonName.isEmpty() || commonName.length() > 64) {
            throw new IllegalArgumentException(
                    "common name: found " + commonName.length() + " characters, expected 1 to 64");
        }
        return commonName;
    }

    /**
     * A certificate about to be signed by its authority. Unless told otherwise it has no name at all, no purpose, and
     * is valid from a day ago to a week ahead, within the days of its authority. Not thread-safe.
     */
    public final class LeafBuilder {
        private final List<String> names = new ArrayList<>();
        private final Set<String> purposes = new LinkedHashSet<>();
        private String commonName = "";
        private Instant notBefore;
        private Instant notAfter;

        private LeafBuilder() {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Instant first = ca().getNotBefore().toInstant();
            Instant last = ca().getNotAfter().toInstant();
            notBefore = now.minus(BACK).isBefore(first) ? first : now.minus(BACK);
            notAfter = now.plus(AHEAD).isAfter(last) ? last : now.plus(AHEAD);
        }

        /** The CN, 1 to 64 characters: the only part of the subject. */
        public LeafBuilder commonName(String name) {
            commonName = checked(name);
            return this;
        }

        /**
         * Adds subject alternative names. What each one is shows in its spelling: {@code spiffe://a/b} a URI,
         * {@code a@b.example} an e-mail address, {@code ::1} and {@code 127.0.0.1} IP addresses, all else a host name.
         */
        public LeafBuilder names(String... more) {
            names.addAll(List.of(more));
            return this;
        }

        /** Makes it fit for servers (extended key usage serverAuth). */
        public LeafBuilder serverAuth() {
            purposes.add(SERVER_AUTH);
            return this;
        }

        /** Makes it fit for clients (extended key usage clientAuth). */
        public LeafBuilder clientAuth() {
            purposes.add(CLIENT_AUTH);
            return this;
        }

        /** The two dates, both included; parts of a second are cut. */
        public LeafBuilder validity(Instant from, Instant to) {
            notBefore = from.truncatedTo(ChronoUnit.SECONDS);
            notAfter = to.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /**
         * Makes the key and signs the certificate.
         *
         * @throws IllegalArgumentException when a name is none, or when there is neither a common name nor another
         */
        public TestIdentity sign() {
            if (commonName.isEmpty() && names.isEmpty()) {
                throw new IllegalArgumentException("found a certificate without a name; give it one with commonName()");
            }
            KeyPair keys = newKeys();
            var writer = new CertificateWriter(
                            newSerial(),
                            ca().getSubjectX500Principal().getEncoded(),
                            notBefore,
                            notAfter,
                            CertificateWriter.name(commonName),
                            keys.getPublic())
                    .leaf()
                    .keyUsage(DIGITAL_SIGNATURE)
                    .subjectKeyIdentifier()
                    .authorityKeyIdentifier(ca().getPublicKey());
            if (!purposes.isEmpty()) {
                writer.extendedKeyUsage(List.copyOf(purposes));
            }
            if (!names.isEmpty()) {
                writer.subjectAltNames(names);
            }
            X509Certificate certificate = writer.sign(authority.privateKey());
            issued.accept(certificate);
            return new TestIdentity(List.of(certificate), keys.getPrivate());
        }
    }
}
