package dev.mtls.core;

import dev.mtls.core.path.Role;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathParameters;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Who judges the cases of x509-limbo: a trust manager as JSSE is given it, asked as JSSE asks it in a handshake. */
enum LimboJudge {
    /** A context of ours, with the options that a case names: its depth and its lists of revoked certificates. */
    DEFAULT {
        @Override
        Asked asked(LimboCase limbo) throws GeneralSecurityException {
            return ours(limbo, false);
        }
    },
    /** The same with {@code strictPath()}. */
    STRICT {
        @Override
        Asked asked(LimboCase limbo) throws GeneralSecurityException {
            return ours(limbo, true);
        }
    },
    /** JSSE's own PKIX trust manager, with the same options. */
    JDK {
        @Override
        Asked asked(LimboCase limbo) throws GeneralSecurityException {
            Set<TrustAnchor> anchors = new HashSet<>();
            limbo.anchors().forEach(anchor -> anchors.add(new TrustAnchor(anchor, null)));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
            parameters.setDate(Date.from(limbo.time()));
            parameters.setRevocationEnabled(!limbo.lists().isEmpty());
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(limbo.crls())));
            limbo.maxIntermediates().ifPresent(parameters::setMaxPathLength);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters((CertPathParameters) parameters));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            SSLEngine engine = context.createSSLEngine(limbo.host(), 443);
            engine.setUseClientMode(limbo.peer() == Role.SERVER);
            if (limbo.peer() == Role.SERVER && limbo.namesHost()) {
                SSLParameters https = engine.getSSLParameters();
                https.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(https);
            }
            return new Asked((X509ExtendedTrustManager) factory.getTrustManagers()[0], engine);
        }
    };

    /** A trust manager, and a connection on which it is asked. */
    record Asked(X509ExtendedTrustManager manager, SSLEngine engine) {}

    /** A server has an identity; its dates hold at the times of all cases. */
    private static final Identity OWN_SERVER = new TestCertificates("CN=Limbo")
            .identity(new TestCertificates.Request("CN=localhost", TestCertificates.keys("EC"))
                    .hosts("localhost")
                    .valid(Instant.EPOCH, Instant.parse("2099-01-01T00:00:00Z")));

    /** What a case came to. A certificate that the JDK cannot read ends the handshake before anybody is asked. */
    record Verdict(boolean accepted, String reason) {}

    abstract Asked asked(LimboCase limbo) throws GeneralSecurityException;

    Verdict judge(LimboCase limbo) {
        try {
            X509Certificate[] chain = limbo.chain();
            Asked asked = asked(limbo);
            HandshakingEngine engine = new HandshakingEngine(asked.engine());
            if (limbo.peer() == Role.SERVER) {
                asked.manager().checkServerTrusted(chain, "UNKNOWN", engine);
            } else {
                asked.manager().checkClientTrusted(chain, "UNKNOWN", engine);
            }
            return new Verdict(true, "");
        } catch (CertificateException e) {
            return new Verdict(false, String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(limbo.id(), e);
        } catch (UnsupportedOperationException e) {
            if (this
                    == JDK) { // its trust manager throws this for constraints of otherNames, which ends a handshake too
                return new Verdict(false, "unchecked " + e.getMessage());
            }
            throw e;
        }
    }

    private static Asked ours(LimboCase limbo, boolean strict) throws GeneralSecurityException {
        AtomicReference<TrustManager> manager = new AtomicReference<>();
        ContextBuilder<?> builder = limbo.peer() == Role.SERVER
                ? client(limbo)
                : MtlsContext.server().identity(OWN_SERVER).trust(trust(limbo));
        builder.clock(Clock.fixed(limbo.time(), ZoneOffset.UTC)).contextFactory((keys, trust) -> {
            manager.set(trust[0]);
            return jsse(keys, trust);
        });
        limbo.maxIntermediates().ifPresent(depth -> builder.verifyDepth(Math.min(depth, 9)));
        if (strict) {
            builder.strictPath();
        }
        SSLEngine engine = builder.build().sslContext().createSSLEngine(limbo.host(), 443);
        engine.setUseClientMode(limbo.peer() == Role.SERVER);
        return new Asked((X509ExtendedTrustManager) manager.get(), engine);
    }

    private static Trust trust(LimboCase limbo) throws GeneralSecurityException {
        Trust trust = Trust.of(limbo.anchors());
        return limbo.lists().isEmpty() ? trust : trust.crls(limbo.crls());
    }

    private static ContextBuilder<?> client(LimboCase limbo) throws GeneralSecurityException {
        ClientBuilder client = MtlsContext.client().trust(trust(limbo)).noIdentity();
        return limbo.namesHost() ? client : client.dangerous().skipHostCheck();
    }

    private static SSLContext jsse(KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
