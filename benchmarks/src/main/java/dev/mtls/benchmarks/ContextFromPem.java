package dev.mtls.benchmarks;

import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * From three PEM files (client certificate, key, CAs) to an {@code SSLContext}: one CA of our own, or that CA and those of the
 * system. The floor reads the files, decodes Base64, parses the certificates and the key, and builds nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {CertificateCache.OPENS, CertificateCache.OPENS_CACHE, "-XX:+UseSerialGC"})
public class ContextFromPem {

    @Param({"1", "system"})
    public String cas;

    private Path directory;
    private Path certificate;
    private Path key;
    private Path ca;
    private CertificateCache cache;

    @Setup
    public void writeFiles() throws Exception {
        cache = new CertificateCache();
        directory = Files.createTempDirectory("mtls-benchmark");
        TestPki pki = TestPki.create();
        TestIdentity client = pki.client("alice");
        certificate = Files.writeString(directory.resolve("client.pem"), client.certificatePem());
        key = Files.writeString(directory.resolve("client-key.pem"), client.keyPem());
        List<X509Certificate> authorities = new ArrayList<>(List.of(pki.ca()));
        if (cas.equals("system")) {
            authorities.addAll(systemAuthorities());
        }
        ca = Files.writeString(directory.resolve("ca.pem"), pem(authorities));
    }

    @TearDown
    public void deleteFiles() throws IOException {
        for (Path file : List.of(certificate, key, ca, directory)) {
            Files.delete(file);
        }
    }

    /** Debian's bundle where it is, else the JDK's own anchors. */
    private static Collection<X509Certificate> systemAuthorities() throws Exception {
        Path bundle = Path.of("/etc/ssl/certs/ca-certificates.crt");
        if (Files.exists(bundle)) {
            try (InputStream in = Files.newInputStream(bundle)) {
                return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                        .map(X509Certificate.class::cast)
                        .toList();
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init((KeyStore) null);
        return List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
    }

    private static String pem(List<X509Certificate> certificates) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
        for (X509Certificate c : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(base64.encodeToString(c.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    @Benchmark
    public SSLContext mtls() throws Exception {
        cache.clear();
        return MtlsContext.client()
                .trust(Trust.pem(ca))
                .identity(Identity.pem(certificate, key))
                .build()
                .sslContext();
    }

    @Benchmark
    public SSLContext springBoot() throws Exception {
        cache.clear();
        PemSslStoreDetails keys = PemSslStoreDetails.forCertificate(
                        certificate.toUri().toString())
                .withPrivateKey(key.toUri().toString());
        PemSslStoreDetails trust = PemSslStoreDetails.forCertificate(ca.toUri().toString());
        return SslBundle.of(new PemSslStoreBundle(keys, trust)).createSslContext();
    }

    /** What is found in most projects that have no library for it. */
    @Benchmark
    public SSLContext pkcs12ByHand() throws Exception {
        cache.clear();
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, password);
        keys.setKeyEntry(
                "client", readKey(), password, readCertificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, password);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, password);
        int i = 0;
        for (Certificate c : readCertificates(ca)) {
            trust.setCertificateEntry("ca-" + i++, c);
        }
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    @Benchmark
    public void floor(Blackhole sink) throws Exception {
        cache.clear();
        sink.consume(readKey());
        sink.consume(readCertificates(certificate));
        sink.consume(readCertificates(ca));
    }

    private PrivateKey readKey() throws IOException, GeneralSecurityException {
        String text = Files.readString(key);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(block(text, 0)));
    }

    private static List<X509Certificate> readCertificates(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block(text, at))));
        }
        return certificates;
    }

    private static final String BEGIN = "-----BEGIN ";

    private static byte[] block(String text, int from) {
        int begin = text.indexOf('\n', text.indexOf(BEGIN, from)) + 1;
        return Base64.getMimeDecoder().decode(text.substring(begin, text.indexOf("-----END", begin)));
    }
}
