package dev.mtls.core;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * An engine in the middle of a TLS 1.3 handshake, at the moment at which JSSE asks the trust manager: its parameters and its peer are
 * those of an engine of the context that is tested, and its handshake session is the one that such an engine would have by then.
 */
final class HandshakingEngine extends SSLEngine {

    private final SSLEngine of;
    private final SSLSession session;

    HandshakingEngine(SSLEngine of) {
        super(of.getPeerHost(), of.getPeerPort());
        this.of = of;
        this.session = (SSLSession) Proxy.newProxyInstance(
                HandshakingEngine.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "getProtocol":
                            return "TLSv1.3";
                        case "getCipherSuite":
                            return "TLS_AES_128_GCM_SHA256";
                        case "getPeerHost":
                            return of.getPeerHost();
                        case "getPeerPort":
                            return of.getPeerPort();
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    @Override
    public SSLSession getHandshakeSession() {
        return session;
    }

    @Override
    public SSLParameters getSSLParameters() {
        return of.getSSLParameters();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Runnable getDelegatedTask() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closeInbound() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isInboundDone() {
        return of.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOutboundDone() {
        return of.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return of.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return of.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        of.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return of.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return of.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        of.setEnabledProtocols(protocols);
    }

    @Override
    public SSLSession getSession() {
        return of.getSession();
    }

    @Override
    public void beginHandshake() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
        return SSLEngineResult.HandshakeStatus.NEED_TASK;
    }

    @Override
    public void setUseClientMode(boolean mode) {
        of.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return of.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        of.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return of.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        of.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return of.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        of.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return of.getEnableSessionCreation();
    }
}
