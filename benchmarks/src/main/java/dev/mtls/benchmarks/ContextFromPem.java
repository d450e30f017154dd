package dev.mtls.benchmarks;

import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
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
    public void openCache() throws ReflectiveOperationException {
        cache = new CertificateCache();
    }

    @Setup
    public void writeFiles() throws Exception {
        directory = Files.createTempDirectory("mtls-benchmark");
        TestPki pki = TestPki.create();
        TestIdentity client = pki.client("alice");
        certificate = Files.writeString(directory.resolve("client.pem"), client.certificatePem());
        key = Files.writeString(directory.resolve("client-key.pem"), client.keyPem());
        key.toFile().setReadable(false, false); // as a key file ought to be, so that there is nothing to find
        key.toFile().setReadable(true, true);
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

    /** Certificate, key, CAs. */
    List<Path> files() {
        return List.of(certificate, key, ca);
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
        return springBoot(certificate, key, ca);
    }

    static SSLContext springBoot(Path certificate, Path key, Path ca) {
        PemSslStoreDetails keys = PemSslStoreDetails.forCertificate(
                        certificate.toUri().toString())
                .withPrivateKey(key.toUri().toString());
        PemSslStoreDetails trust = PemSslStoreDetails.forCertificate(ca.toUri().toString());
        return SslBundle.of(new PemSslStoreBundle(keys, trust)).createSslContext();
    }

    @Benchmark
    public SslContext netty() throws Exception {
        cache.clear();
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .keyManager(certificate.toFile(), key.toFile())
                .trustManager(ca.toFile())
                .build();
    }

    @Benchmark
    public SSLContext ayza() throws Exception {
        cache.clear();
        return SSLFactory.builder()
                .withIdentityMaterial(PemUtils.loadIdentityMaterial(certificate, key))
                .withTrustMaterial(PemUtils.loadTrustMaterial(ca))
                .build()
                .getSslContext();
    }

    @Benchmark
    public SSLContext pkcs12ByHand() throws Exception {
        cache.clear();
        return pkcs12ByHand(certificate, key, ca);
    }

    /** What is found in most projects that have no library for it. */
    static SSLContext pkcs12ByHand(Path certificate, Path key, Path ca) throws GeneralSecurityException, IOException {
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, password);
        keys.setKeyEntry(
                "client",
                DirectContext.readKey(key),
                password,
                DirectContext.readCertificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, password);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, password);
        int i = 0;
        for (Certificate c : DirectContext.readCertificates(ca)) {
            trust.setCertificateEntry("ca-" + i++, c);
        }
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    @Benchmark
    public SSLContext direct() throws Exception {
        cache.clear();
        return DirectContext.make(certificate, key, ca);
    }

    @Benchmark
    public List<Object> floor() throws Exception {
        cache.clear();
        return List.of(
                DirectContext.readKey(key),
                DirectContext.readCertificates(certificate),
                DirectContext.readCertificates(ca));
    }
}
