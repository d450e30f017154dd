package dev.mtls.parser.live;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A context whose sockets and engines are those of another one, recorded. */
final class RecordingContext extends SSLContext {
    RecordingContext(SSLContext context, Recorder recorder) {
        super(new Spi(context, recorder), context.getProvider(), context.getProtocol());
    }

    /** Asks the context anew for each socket and engine: it may be one that changes inside. */
    static final class Spi extends SSLContextSpi {
        private final SSLContext context;
        private final Recorder recorder;

        Spi(SSLContext context, Recorder recorder) {
            this.context = context;
            this.recorder = recorder;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            context.init(keys, trust, random);
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            context.getSocketFactory(); // throws if it was not initialised
            return new RecordingSocketFactory(context, recorder);
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            context.getServerSocketFactory();
            return new RecordingServerSocketFactory(context, new RecordingSocketFactory(context, recorder));
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return new RecordingEngine(context.createSSLEngine(), recorder);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return new RecordingEngine(context.createSSLEngine(host, port), recorder);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }
}
