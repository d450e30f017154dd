package dev.mtls.benchmarks;

import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.ApplicationLayerProtocolNegotiation;
import dev.mtls.parser.extension.EcPointFormats;
import dev.mtls.parser.extension.KeyShare;
import dev.mtls.parser.extension.PskKeyExchangeModes;
import dev.mtls.parser.extension.RenegotiationInfo;
import dev.mtls.parser.extension.ServerName;
import dev.mtls.parser.extension.SessionTicket;
import dev.mtls.parser.extension.SignatureAlgorithms;
import dev.mtls.parser.extension.SignatureAlgorithmsCert;
import dev.mtls.parser.extension.StatusRequest;
import dev.mtls.parser.extension.StatusRequestV2;
import dev.mtls.parser.extension.SupportedGroups;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.extension.TlsExtension;
import dev.mtls.parser.extension.UnknownExtension;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.DecodeLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CertificateStatusRequestItemV2;
import org.bouncycastle.tls.KeyShareEntry;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The ClientHello of this JDK, with a server name and two application protocols, to its fields: every list member of every
 * extension is consumed on both sides. None of its extensions is unknown to us. What Bouncy Castle has no getter for
 * (renegotiation_info, session_ticket) is taken raw there.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-XX:+UseSerialGC")
public class ClientHelloDecoding {

    private static final ReadContext CONTEXT = ReadContext.initial(Sender.CLIENT);
    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULTS;

    private static final Integer SESSION_TICKET = 35;
    private static final Integer RENEGOTIATION_INFO = 0xff01;

    private Bytes message;
    private byte[] body;

    @Setup
    public void makeHello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("server.example", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        engine.setSSLParameters(parameters);
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        byte[] hello = Arrays.copyOfRange(record.array(), 5, record.position());
        message = Bytes.of(hello);
        body = Arrays.copyOfRange(hello, 4, hello.length);
        ClientHello decoded = (ClientHello) HandshakeMessages.read(message, CONTEXT, LIMITS);
        for (TlsExtension extension : decoded.extensions()) {
            if (extension instanceof UnknownExtension) {
                throw new IllegalStateException("not decoded: " + extension.type());
            }
        }
    }

    /** The message in the record that carries it. */
    Bytes record() {
        ByteBuffer record = ByteBuffer.allocate(5 + message.size());
        record.put((byte) 22).putShort((short) 0x0301).putShort((short) message.size());
        message.copyTo(record.array(), 5);
        return Bytes.owning(record.array());
    }

    @Benchmark
    public void mtls(Blackhole sink) {
        ClientHello hello = (ClientHello) HandshakeMessages.read(message, CONTEXT, LIMITS);
        sink.consume(hello.legacyVersion().value());
        sink.consume(hello.random());
        sink.consume(hello.legacySessionId());
        consume(hello.cipherSuites(), sink);
        consume(hello.legacyCompressionMethods(), sink);
        List<TlsExtension> extensions = hello.extensions().list();
        for (int i = 0; i < extensions.size(); i++) {
            consume(extensions.get(i), sink);
        }
    }

    private static void consume(TlsExtension extension, Blackhole sink) {
        sink.consume(extension.type().value());
        if (extension instanceof ServerName e) {
            for (ServerName.Entry name : e.serverNameList()) {
                sink.consume(name.nameType().value());
                sink.consume(name.hostName());
            }
        } else if (extension instanceof SupportedGroups e) {
            consume(e.namedGroupList(), sink);
        } else if (extension instanceof EcPointFormats e) {
            consume(e.ecPointFormatList(), sink);
        } else if (extension instanceof SignatureAlgorithms e) {
            consume(e.supportedSignatureAlgorithms(), sink);
        } else if (extension instanceof SignatureAlgorithmsCert e) {
            consume(e.supportedSignatureAlgorithms(), sink);
        } else if (extension instanceof ApplicationLayerProtocolNegotiation e) {
            for (Bytes name : e.protocolNameList()) {
                sink.consume(name);
            }
        } else if (extension instanceof SupportedVersions e) {
            consume(e.versions(), sink);
        } else if (extension instanceof PskKeyExchangeModes e) {
            consume(e.keModes(), sink);
        } else if (extension instanceof KeyShare e) {
            for (KeyShare.Entry share : e.clientShares()) {
                sink.consume(share.group().value());
                sink.consume(share.keyExchange());
            }
        } else if (extension instanceof StatusRequest e) {
            sink.consume(e);
        } else if (extension instanceof StatusRequestV2 e) {
            for (StatusRequestV2.Item item : e.certificateStatusReqList()) {
                sink.consume(item.statusType().value());
                sink.consume(item.responderIdList());
                sink.consume(item.requestExtensions());
            }
        } else if (extension instanceof SessionTicket e) {
            sink.consume(e.ticket());
        } else if (extension instanceof RenegotiationInfo e) {
            sink.consume(e.renegotiatedConnection());
        } else {
            sink.consume(extension);
        }
    }

    private static void consume(List<? extends CodePoint> points, Blackhole sink) {
        for (int i = 0; i < points.size(); i++) {
            sink.consume(points.get(i).value());
        }
    }

    @Benchmark
    public void bouncyCastle(Blackhole sink) throws IOException {
        org.bouncycastle.tls.ClientHello hello =
                org.bouncycastle.tls.ClientHello.parse(new ByteArrayInputStream(body), null);
        sink.consume(hello.getVersion());
        sink.consume(hello.getRandom());
        sink.consume(hello.getSessionID());
        for (int suite : hello.getCipherSuites()) {
            sink.consume(suite);
        }
        Hashtable<?, ?> extensions = hello.getExtensions();
        Vector<?> names = TlsExtensionsUtils.getServerNameExtensionClient(extensions);
        if (names != null) {
            for (Object name : names) {
                sink.consume(((org.bouncycastle.tls.ServerName) name).getNameType());
                sink.consume(((org.bouncycastle.tls.ServerName) name).getNameData());
            }
        }
        int[] groups = TlsExtensionsUtils.getSupportedGroupsExtension(extensions);
        if (groups != null) {
            for (int group : groups) {
                sink.consume(group);
            }
        }
        short[] formats = TlsExtensionsUtils.getSupportedPointFormatsExtension(extensions);
        if (formats != null) {
            for (short format : formats) {
                sink.consume(format);
            }
        }
        consumeSchemes(TlsExtensionsUtils.getSignatureAlgorithmsExtension(extensions), sink);
        consumeSchemes(TlsExtensionsUtils.getSignatureAlgorithmsCertExtension(extensions), sink);
        Vector<?> protocols = TlsExtensionsUtils.getALPNExtensionClient(extensions);
        if (protocols != null) {
            for (Object protocol : protocols) {
                sink.consume((ProtocolName) protocol);
            }
        }
        org.bouncycastle.tls.ProtocolVersion[] versions =
                TlsExtensionsUtils.getSupportedVersionsExtensionClient(extensions);
        if (versions != null) {
            for (org.bouncycastle.tls.ProtocolVersion version : versions) {
                sink.consume(version.getFullVersion());
            }
        }
        short[] modes = TlsExtensionsUtils.getPSKKeyExchangeModesExtension(extensions);
        if (modes != null) {
            for (short mode : modes) {
                sink.consume(mode);
            }
        }
        Vector<?> shares = TlsExtensionsUtils.getKeyShareClientHello(extensions);
        if (shares != null) {
            for (Object share : shares) {
                sink.consume(((KeyShareEntry) share).getNamedGroup());
                sink.consume(((KeyShareEntry) share).getKeyExchange());
            }
        }
        CertificateStatusRequest status = TlsExtensionsUtils.getStatusRequestExtension(extensions);
        if (status != null) {
            sink.consume(status.getStatusType());
            sink.consume(status.getRequest());
        }
        Vector<?> statuses = TlsExtensionsUtils.getStatusRequestV2Extension(extensions);
        if (statuses != null) {
            for (Object item : statuses) {
                sink.consume(((CertificateStatusRequestItemV2) item).getStatusType());
                sink.consume(((CertificateStatusRequestItemV2) item).getRequest());
            }
        }
        sink.consume(TlsExtensionsUtils.hasExtendedMasterSecretExtension(extensions));
        sink.consume(TlsExtensionsUtils.hasEncryptThenMACExtension(extensions));
        sink.consume(extensions.get(SESSION_TICKET));
        sink.consume(extensions.get(RENEGOTIATION_INFO));
    }

    private static void consumeSchemes(Vector<?> schemes, Blackhole sink) {
        if (schemes != null) {
            for (Object scheme : schemes) {
                sink.consume(((SignatureAndHashAlgorithm) scheme).getHash());
                sink.consume(((SignatureAndHashAlgorithm) scheme).getSignature());
            }
        }
    }
}
