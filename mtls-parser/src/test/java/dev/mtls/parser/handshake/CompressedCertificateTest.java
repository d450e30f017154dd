package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.CertificateCompressionAlgorithm;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompressedCertificateTest {
    private static final CertificateCompressionAlgorithm ZLIB = CertificateCompressionAlgorithm.ZLIB;
    private static final CertificateCompressionAlgorithm BROTLI = CertificateCompressionAlgorithm.BROTLI;
    private static final CertificateCompressionAlgorithm ZSTD = CertificateCompressionAlgorithm.ZSTD;
    private static final ReadContext CONTEXT =
            ReadContext.negotiated(Sender.CLIENT, ProtocolVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256);
    private static final Bytes BODY = resource("certificate");

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of(ZLIB, RareMessageArbitraries.deflated(BODY)),
                Arguments.of(BROTLI, resource("certificate.br")),
                Arguments.of(ZSTD, resource("certificate.zst")));
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of(ZLIB, RareMessageArbitraries.deflated(Bytes.owning(new byte[1 << 26]))),
                Arguments.of(BROTLI, resource("bomb.br")),
                Arguments.of(ZSTD, resource("bomb.zst")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void isInflatedToTheCertificateThatWasCompressed(CertificateCompressionAlgorithm algorithm, Bytes compressed) {
        Bytes bytes = message(algorithm, BODY.size(), compressed);
        CompressedCertificate read =
                (CompressedCertificate) HandshakeMessages.read(bytes, CONTEXT, DecodeLimits.DEFAULTS);

        CertificateMessage plain = (CertificateMessage) HandshakeMessages.read(
                new WireWriter().u8(11).opaque24(BODY).toBytes(), CONTEXT, DecodeLimits.DEFAULTS);
        assertThat(read.certificate()).contains(plain);
        assertThat(CertificateMessage.in(read)).contains(plain);
        assertThat(plain.x509())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=localhost", "CN=Test CA");
        assertThat(read.missingDecoder()).isEmpty();
        assertThat(HandshakeMessages.write(read)).isEqualTo(bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void aLengthBeyondTheLimitIsRefusedBeforeAnythingIsInflated(
            CertificateCompressionAlgorithm algorithm, Bytes compressed) {
        Bytes kilobyte = compressed.concat(Bytes.owning(new byte[1024 - compressed.size()]));
        Problem problem = refused(algorithm, 0xffffff, kilobyte);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.LIMIT_EXCEEDED);
        assertThat(problem.message()).contains("16777215").contains("32768");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aBombIsRefusedWhateverItAnnounces(CertificateCompressionAlgorithm algorithm, Bytes compressed) {
        int limit = DecodeLimits.DEFAULTS.uncompressedCertificate();
        Bytes cut = compressed.slice(0, Math.min(compressed.size(), 60_000));
        assertThat(refused(algorithm, 0xffffff, cut).kind()).isEqualTo(Problem.Kind.LIMIT_EXCEEDED);
        assertThat(refused(algorithm, Math.min(limit, 32 * cut.size()), cut).kind())
                .isEqualTo(Problem.Kind.ILLEGAL_VALUE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void whatAnnouncesMoreThan32TimesItsSizeIsRefused(CertificateCompressionAlgorithm algorithm, Bytes compressed) {
        Bytes few = compressed.slice(0, 20);
        assertThat(refused(algorithm, 641, few).message()).contains("641").contains("32");
        assertThat(refused(algorithm, 640, few).kind()).isEqualTo(Problem.Kind.ILLEGAL_VALUE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void anotherLengthThanAnnouncedIsAProblem(CertificateCompressionAlgorithm algorithm, Bytes compressed) {
        for (int length : new int[] {0, 1, BODY.size() - 1, BODY.size() + 1, 2 * BODY.size()}) {
            assertThat(refused(algorithm, length, compressed).kind()).isEqualTo(Problem.Kind.ILLEGAL_VALUE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void aDamagedStreamIsAProblemOrAnotherCertificate(CertificateCompressionAlgorithm algorithm, Bytes compressed) {
        for (int i = 0; i < compressed.size(); i++) {
            byte[] damaged = compressed.toByteArray();
            damaged[i] ^= (byte) (1 << i % 8);
            HandshakePropertyTest.check(message(algorithm, BODY.size(), Bytes.owning(damaged)), CONTEXT);
            HandshakePropertyTest.check(message(algorithm, BODY.size(), compressed.slice(0, i)), CONTEXT);
        }
    }

    @Test
    void brokenRulesInsideAreToldWithTheirPlaceInside() {
        Bytes empty = Bytes.ofHex("00 000008 000000 0000 000000"); // an empty certificate
        Problem problem = decode(message(ZLIB, empty.size(), RareMessageArbitraries.deflated(empty)))
                .problems()
                .get(0);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_SHORT);
        assertThat(problem.path()).isEqualTo("compressed_certificate.certificate_list[0].cert_data");
        assertThat(problem.message()).endsWith("at offset 7 of what was inflated");
        assertThat(problem.span().offset()).isEqualTo(4);
    }

    @Test
    void aLongChainIsReadWhereTheLimitIsRaised() {
        CertificateEntry one = new CertificateEntry(resource("certificate").slice(7, 439), Extensions.of());
        Bytes body = new CertificateMessage(Optional.of(Bytes.EMPTY), Collections.nCopies(100, one)).body();
        Bytes padded = RareMessageArbitraries.deflated(body);
        Bytes bytes = message(ZLIB, body.size(), padded);
        DecodeLimits raised = DecodeLimits.DEFAULTS.withUncompressedCertificate(body.size());
        // So many copies of one certificate shrink to less than a 32nd: that is what the ratio is for.
        assertThat(HandshakeMessages.decode(bytes, CONTEXT, raised).problems())
                .allSatisfy(problem -> assertThat(problem.message()).contains("32 times"))
                .hasSize(body.size() > 32 * padded.size() ? 1 : 0);
        assertThat(HandshakeMessages.decode(bytes, CONTEXT, DecodeLimits.DEFAULTS)
                        .problems())
                .hasSize(1);
    }

    @Test
    void anUnknownAlgorithmIsKeptWithoutAProblem() {
        Decoded<HandshakeMessage> read = decode(message(CertificateCompressionAlgorithm.of(0x1234), 8, BODY));
        assertThat(read.problems()).isEmpty();
        CompressedCertificate message = (CompressedCertificate) read.value();
        assertThat(message.certificate()).isEmpty();
        assertThat(message.missingDecoder()).isEmpty();
        assertThat(message.compressedCertificateMessage()).isEqualTo(BODY);
    }

    @Test
    void withoutItsOptionalDependencyAMessageIsKeptAndSaysWhatIsMissing() throws Exception {
        URL classes = CompressedCertificate.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, null)) {
            assertThat(missingIn(alone, BROTLI, resource("certificate.br"))).isEqualTo(Optional.of("org.brotli:dec"));
            assertThat(missingIn(alone, ZSTD, resource("certificate.zst")))
                    .isEqualTo(Optional.of("io.airlift:aircompressor"));
            assertThat(missingIn(alone, ZLIB, RareMessageArbitraries.deflated(BODY)))
                    .isEqualTo(Optional.empty());
        }
    }

    /** What the library says that was loaded without the optional dependencies. */
    private static Object missingIn(ClassLoader loader, CertificateCompressionAlgorithm algorithm, Bytes compressed)
            throws ReflectiveOperationException {
        String root = "dev.mtls.parser.";
        Class<?> bytesType = loader.loadClass(root + "wire.Bytes");
        Class<?> contextType = loader.loadClass(root + "code.ReadContext");
        Class<?> limitsType = loader.loadClass(root + "wire.DecodeLimits");
        Class<?> senderType = loader.loadClass(root + "code.Sender");
        Object bytes = bytesType
                .getMethod("ofHex", String.class)
                .invoke(null, message(algorithm, BODY.size(), compressed).toHex());
        Object context = contextType
                .getMethod("initial", senderType)
                .invoke(null, senderType.getMethod("valueOf", String.class).invoke(null, "CLIENT"));
        Method read = loader.loadClass(root + "handshake.HandshakeMessages")
                .getMethod("read", bytesType, contextType, limitsType);
        Object message = read.invoke(
                null, bytes, context, limitsType.getField("DEFAULTS").get(null));
        Object certificate = message.getClass().getMethod("certificate").invoke(message);
        assertThat(((Optional<?>) certificate).isPresent()).isEqualTo(algorithm.equals(ZLIB));
        return message.getClass().getMethod("missingDecoder").invoke(message);
    }

    /** The one problem; the message keeps its bytes, and a strict reader throws the problem. */
    private static Problem refused(CertificateCompressionAlgorithm algorithm, int length, Bytes compressed) {
        Bytes bytes = message(algorithm, length, compressed);
        Decoded<HandshakeMessage> read = decode(bytes);
        CompressedCertificate message = (CompressedCertificate) read.value();
        assertThat(message.certificate()).isEmpty();
        assertThat(message.compressedCertificateMessage()).isEqualTo(compressed);
        assertThat(HandshakeMessages.write(message)).isEqualTo(bytes);
        List<Problem> problems = read.problems();
        assertThat(problems).hasSize(1);
        assertThatThrownBy(() -> HandshakeMessages.read(bytes, CONTEXT, DecodeLimits.DEFAULTS))
                .isInstanceOfSatisfying(
                        MalformedTlsException.class,
                        e -> assertThat(e.problem()).isEqualTo(problems.get(0)));
        assertThat(problems.get(0).path()).startsWith("compressed_certificate.");
        assertThat(problems.get(0).alert()).hasValue(42);
        assertThat(problems.get(0).rfc()).contains("RFC 8879 4");
        return problems.get(0);
    }

    private static Decoded<HandshakeMessage> decode(Bytes bytes) {
        return HandshakeMessages.decode(bytes, CONTEXT, DecodeLimits.DEFAULTS);
    }

    private static Bytes message(CertificateCompressionAlgorithm algorithm, int length, Bytes compressed) {
        WireWriter body = new WireWriter().codePoint16(algorithm).u24(length).opaque24(compressed);
        return new WireWriter().u8(25).opaque24(body.toBytes()).toBytes();
    }

    private static Bytes resource(String name) {
        try (InputStream in = Optional.ofNullable(
                        CompressedCertificateTest.class.getResourceAsStream("/compressed/" + name))
                .orElseThrow()) {
            return Bytes.owning(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
