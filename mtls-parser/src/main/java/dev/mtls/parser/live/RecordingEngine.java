package dev.mtls.parser.live;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** An engine that is another one, and notes the TLS bytes that it produces and consumes. */
final class RecordingEngine extends SSLEngine {
    private static final int HEADER = 5;

    private final SSLEngine engine;
    private final Recording recording;
    private volatile @Nullable BiFunction<SSLEngine, List<String>, String> selector;
    private volatile boolean takesMoreThanARecord;
    private volatile boolean failed;

    RecordingEngine(SSLEngine engine, Recorder recorder) {
        this.engine = engine;
        this.recording = recorder.open();
        recording.mode(engine);
        recorder.holds(this, recording);
        recorder.holds(engine, recording); // what key and trust managers are given
    }

    private interface Step {
        SSLEngineResult take() throws SSLException;
    }

    private SSLEngineResult produce(@Nullable ByteBuffer target, Step step) throws SSLException {
        if (target == null) {
            return step.take();
        }
        int start = target.position();
        boolean open = false;
        try {
            SSLEngineResult result = step.take();
            open = result.getStatus() != Status.CLOSED;
            return result;
        } finally {
            int produced = target.position() - start;
            if (produced > 0) {
                byte[] bytes = new byte[produced];
                target.get(start, bytes);
                recording.sent(bytes, 0, produced);
            }
            if (!open) {
                endIfDone();
            }
        }
    }

    private SSLEngineResult consume(@Nullable ByteBuffer source, Step step) throws SSLException {
        if (source == null) {
            return step.take();
        }
        // Before, not after: JSSE decrypts a record in place, in the caller's buffer.
        int start = source.position();
        byte[] ahead = new byte[ahead(source)];
        source.get(start, ahead);
        boolean open = false;
        boolean threw = true;
        try {
            SSLEngineResult result = step.take();
            threw = false;
            open = result.getStatus() != Status.CLOSED;
            return result;
        } finally {
            int consumed = source.position() - start;
            if (threw && consumed == 0 && !failed) {
                consumed = ahead.length; // what it could not bear to read: no TLS at all
            }
            failed |= threw;
            if (consumed > 0) {
                recording.received(ahead, 0, Math.min(consumed, ahead.length));
            }
            if (consumed > ahead.length) {
                takesMoreThanARecord = true;
                recording.missed(consumed - ahead.length);
            }
            if (!open) {
                endIfDone();
            }
        }
    }

    /** How many of the bytes to come a call may consume: JSSE takes one record at most. */
    private int ahead(ByteBuffer source) {
        int remaining = source.remaining();
        if (takesMoreThanARecord || remaining < HEADER) {
            return remaining;
        }
        int at = source.position();
        int first = source.get(at) & 0xFF;
        int record = first >= 0x80 // a ClientHello of SSL 2.0
                ? 2 + ((first & 0x7F) << 8 | source.get(at + 1) & 0xFF)
                : HEADER + ((source.get(at + 3) & 0xFF) << 8 | source.get(at + 4) & 0xFF);
        return Math.min(record, remaining);
    }

    private void endIfDone() {
        if (engine.isInboundDone() && engine.isOutboundDone()) {
            recording.end();
        }
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        return produce(target, () -> engine.wrap(source, target));
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, ByteBuffer target) throws SSLException {
        return produce(target, () -> engine.wrap(sources, target));
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        return produce(target, () -> engine.wrap(sources, offset, length, target));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        return consume(source, () -> engine.unwrap(source, target));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets) throws SSLException {
        return consume(source, () -> engine.unwrap(source, targets));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        return consume(source, () -> engine.unwrap(source, targets, offset, length));
    }

    @Override
    public void closeInbound() throws SSLException {
        try {
            engine.closeInbound();
        } finally {
            endIfDone();
        }
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
        endIfDone();
    }

    // The rest is the engine's own.

    @Override
    public String getPeerHost() {
        return engine.getPeerHost();
    }

    @Override
    public int getPeerPort() {
        return engine.getPeerPort();
    }

    @Override
    public Runnable getDelegatedTask() {
        return engine.getDelegatedTask();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
        return engine.getHandshakeStatus();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        engine.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        engine.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public String getHandshakeApplicationProtocol() {
        return engine.getHandshakeApplicationProtocol();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLEngine, List<String>, String> selector) {
        engine.setHandshakeApplicationProtocolSelector(
                selector == null ? null : (ignored, protocols) -> selector.apply(this, protocols));
        this.selector = selector;
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        engine.getHandshakeApplicationProtocolSelector(); // throws where the provider has none
        return selector;
    }

    @Override
    public String toString() {
        return engine.toString();
    }
}
