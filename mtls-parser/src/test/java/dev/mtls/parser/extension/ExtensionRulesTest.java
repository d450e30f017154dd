package dev.mtls.parser.extension;

import static dev.mtls.parser.code.MessageKind.CERTIFICATE_REQUEST;
import static dev.mtls.parser.code.MessageKind.CLIENT_HELLO;
import static dev.mtls.parser.code.MessageKind.ENCRYPTED_EXTENSIONS;
import static dev.mtls.parser.code.MessageKind.HELLO_RETRY_REQUEST;
import static dev.mtls.parser.code.MessageKind.LEGACY_SERVER_HELLO;
import static dev.mtls.parser.code.MessageKind.SERVER_HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that have the right form and say what their RFC forbids, or the other way round. */
class ExtensionRulesTest {
    private static final int ILLEGAL_PARAMETER = 47;
    private static final int DECODE_ERROR = 50;

    /** Readable, but not allowed: the extension is kept and one problem is told. */
    static Stream<Arguments> illegal() {
        return Stream.of(
                Arguments.of(
                        0x00, CLIENT_HELLO, "0008 00 0001 61 00 0001 62", ".server_name_list: two names of one kind"),
                Arguments.of(0x01, CLIENT_HELLO, "00", ".max_fragment_length: no length has this number"),
                Arguments.of(0x01, ENCRYPTED_EXTENSIONS, "05", ".max_fragment_length: no length has this number"),
                Arguments.of(
                        0x0a,
                        CLIENT_HELLO,
                        "0006 001d 0017 001d",
                        ".named_group_list: a group stands twice, which RFC 9846 forbids"),
                Arguments.of(
                        0x30,
                        CERTIFICATE_REQUEST,
                        "000e 03 551d0f 0000 03 551d0f 0002 0500",
                        ".filters: two filters for one extension"),
                Arguments.of(0x0b, CLIENT_HELLO, "02 0102", ".ec_point_format_list: uncompressed is missing"),
                Arguments.of(0x0b, LEGACY_SERVER_HELLO, "01 01", ".ec_point_format_list: uncompressed is missing"),
                Arguments.of(
                        0x0e,
                        ENCRYPTED_EXTENSIONS,
                        "0004 0001 0002 00",
                        ".srtp_protection_profiles: an answer has one profile"),
                Arguments.of(0x0f, CLIENT_HELLO, "00", ".mode: no mode of heartbeats"),
                Arguments.of(0x0f, LEGACY_SERVER_HELLO, "03", ".mode: no mode of heartbeats"),
                Arguments.of(
                        0x10,
                        LEGACY_SERVER_HELLO,
                        "0006 02 6832 02 6833",
                        ".protocol_name_list: an answer has one name"),
                Arguments.of(0x15, CLIENT_HELLO, "0000 01 00", ".padding: a byte is not zero"),
                Arguments.of(
                        0x18,
                        LEGACY_SERVER_HELLO,
                        "0100 02 0102",
                        ".key_parameters_list: an answer has one kind of key"),
                Arguments.of(0x1c, CLIENT_HELLO, "003f", ".record_size_limit: less than 64 bytes"),
                Arguments.of(
                        0x29,
                        CLIENT_HELLO,
                        "0007 0001 61 00000000 0042 20" + "00".repeat(32) + "20" + "00".repeat(32),
                        ".binders: 1 identities have 2 binders"),
                Arguments.of(0x2b, SERVER_HELLO, "0303", ".selected_version: a version that must not be chosen here"),
                Arguments.of(
                        0x2b, HELLO_RETRY_REQUEST, "2a2a", ".selected_version: a version that must not be chosen here"),
                Arguments.of(
                        0x33,
                        CLIENT_HELLO,
                        "000a 2a2a 0001 00 2a2a 0001 01",
                        ".client_shares: two shares of one group"),
                Arguments.of(0x33, HELLO_RETRY_REQUEST, "2a2a", ".selected_group: a reserved value was chosen"),
                Arguments.of(0x33, SERVER_HELLO, "2a2a 0001 00", ".server_share: a reserved value was chosen"),
                Arguments.of(
                        0x33,
                        SERVER_HELLO,
                        "001d 0001 00",
                        ".server_share.key_exchange: a share of x25519 has 32 bytes, not 1"),
                Arguments.of(
                        0x33,
                        CLIENT_HELLO,
                        "0045 0017 0041 02" + "00".repeat(64),
                        ".client_shares[0].key_exchange: a point of secp256r1 that is not uncompressed"));
    }

    @ParameterizedTest(name = "{0} in {1}: {3}")
    @MethodSource("illegal")
    void whatIsForbiddenIsKeptAndReported(int code, MessageKind kind, String hex, String expected) {
        ExtensionType type = ExtensionType.of(code);
        Decoded<TlsExtension> decoded = lenient(type, kind, hex);
        assertThat(decoded.value()).isNotInstanceOf(MalformedExtension.class);
        assertThat(decoded.value().body()).isEqualTo(Bytes.ofHex(hex));
        Problem problem = only(decoded);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.ILLEGAL_VALUE);
        assertThat(problem.alert()).hasValue(ILLEGAL_PARAMETER);
        assertThat(problem.rfc()).isPresent();
        assertThat(problem.path() + ": " + problem.message()).isEqualTo(type.name() + expected);
        assertThatThrownBy(() -> read(strict(type, hex), kind))
                .isInstanceOfSatisfying(
                        MalformedTlsException.class,
                        e -> assertThat(e.problem()).isEqualTo(problem));
    }

    /** Answers that must be empty. */
    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(0x00, ENCRYPTED_EXTENSIONS, "0004 00 0001 61"),
                Arguments.of(0x02, LEGACY_SERVER_HELLO, "00"),
                Arguments.of(0x03, LEGACY_SERVER_HELLO, "0000"),
                Arguments.of(0x05, LEGACY_SERVER_HELLO, "01 0000 0000"),
                Arguments.of(0x11, LEGACY_SERVER_HELLO, "0007 02 0004 0000 0000"),
                Arguments.of(0x16, LEGACY_SERVER_HELLO, "00"),
                Arguments.of(0x23, LEGACY_SERVER_HELLO, "01"),
                Arguments.of(0x31, CLIENT_HELLO, "00"));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("answers")
    void whatMustBeEmptyIsNotReadWhenItIsNot(int code, MessageKind kind, String hex) {
        Decoded<TlsExtension> decoded = lenient(ExtensionType.of(code), kind, hex);
        assertThat(decoded.value()).isEqualTo(new MalformedExtension(ExtensionType.of(code), Bytes.ofHex(hex)));
        assertThat(only(decoded).kind()).isEqualTo(Problem.Kind.TRAILING_BYTES);
        assertThat(only(decoded).alert()).hasValue(DECODE_ERROR);
        assertThat(lenient(ExtensionType.of(code), kind, "").problems()).isEmpty();
    }

    /** The sizes of the groups, client and server. */
    static Stream<Arguments> shares() {
        return Stream.of(
                Arguments.of("secp256r1", 65, 65),
                Arguments.of("secp384r1", 97, 97),
                Arguments.of("secp521r1", 133, 133),
                Arguments.of("x25519", 32, 32),
                Arguments.of("x448", 56, 56),
                Arguments.of("brainpoolP256r1tls13", 65, 65),
                Arguments.of("brainpoolP384r1tls13", 97, 97),
                Arguments.of("brainpoolP512r1tls13", 129, 129),
                Arguments.of("GC256B", 64, 64),
                Arguments.of("GC512C", 128, 128),
                Arguments.of("curveSM2", 65, 65),
                Arguments.of("ffdhe2048", 256, 256),
                Arguments.of("ffdhe8192", 1024, 1024),
                Arguments.of("MLKEM512", 800, 768),
                Arguments.of("MLKEM768", 1184, 1088),
                Arguments.of("MLKEM1024", 1568, 1568),
                Arguments.of("SecP256r1MLKEM768", 65 + 1184, 65 + 1088),
                Arguments.of("X25519MLKEM768", 1184 + 32, 1088 + 32),
                Arguments.of("SecP384r1MLKEM1024", 97 + 1568, 97 + 1568),
                Arguments.of("curveSM2MLKEM768", 65 + 1184, 65 + 1088));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shares")
    void aShareHasTheSizeOfItsGroupAndNoOther(String group, int client, int server) {
        for (int wrong : new int[] {-1, 0, 1}) {
            assertThat(share(group, CLIENT_HELLO, client + wrong)).hasSize(Math.abs(wrong));
            assertThat(share(group, SERVER_HELLO, server + wrong)).hasSize(Math.abs(wrong));
        }
    }

    @Test
    void aShareOfAnUnknownGroupMayHaveAnySize() {
        assertThat(share("GREASE(0x3A3A)", CLIENT_HELLO, 1)).isEmpty();
        assertThat(share("unknown(0x1234)", SERVER_HELLO, 777)).isEmpty();
    }

    @Test
    void aCertificateRequestNamesTheServerAsAClientHelloDoes() {
        Decoded<TlsExtension> decoded = lenient(ExtensionType.SERVER_NAME, CERTIFICATE_REQUEST, "0004 00 0001 61");
        assertThat(decoded.problems()).isEmpty();
        assertThat(((ServerName) decoded.value()).hostName()).contains("a");
    }

    @Test
    void anAuthorityThatIsNamedHasAName() {
        String name = "300c 310a 3008 0603 550403 0c0141".replace(" ", "");
        Decoded<TlsExtension> decoded = lenient(ExtensionType.TRUSTED_CA_KEYS, CLIENT_HELLO, "0012 00 02 000e" + name);
        List<TrustedCaKeys.TrustedAuthority> authorities =
                ((TrustedCaKeys) decoded.value()).trustedAuthoritiesList().orElseThrow();
        assertThat(authorities.get(0).x509Name()).isEmpty();
        assertThat(authorities.get(1).x509Name().orElseThrow().name()).contains("CN=A");
    }

    @Test
    void groupsInAServerHelloAreMisplacedAndRead() {
        Decoded<TlsExtension> decoded = lenient(ExtensionType.SUPPORTED_GROUPS, LEGACY_SERVER_HELLO, "0002 001d");
        assertThat(only(decoded).kind()).isEqualTo(Problem.Kind.MISPLACED);
        assertThat(decoded.value()).isEqualTo(new SupportedGroups(List.of(NamedGroup.X25519)));
    }

    private static List<Problem> share(String group, MessageKind kind, int size) {
        NamedGroup point = Stream.iterate(0, v -> v < 1 << 16, v -> v + 1)
                .map(NamedGroup::of)
                .filter(g -> g.name().equals(group))
                .findFirst()
                .orElseThrow();
        WireWriter share = new WireWriter().codePoint16(point).u16(size).u8(4).bytes(Bytes.of(new byte[size - 1]));
        Bytes body = kind == CLIENT_HELLO
                ? new WireWriter().opaque16(share.toBytes()).toBytes()
                : share.toBytes();
        return lenient(ExtensionType.KEY_SHARE, kind, body.toHex()).problems();
    }

    private static Problem only(Decoded<?> decoded) {
        assertThat(decoded.problems()).hasSize(1);
        return decoded.problems().get(0);
    }

    private static Decoded<TlsExtension> lenient(ExtensionType type, MessageKind kind, String hex) {
        WireReader in = WireReader.lenient(block(type, hex), DecodeLimits.DEFAULTS);
        return in.decoded(read(in, kind));
    }

    private static WireReader strict(ExtensionType type, String hex) {
        return WireReader.strict(block(type, hex), DecodeLimits.DEFAULTS);
    }

    private static TlsExtension read(WireReader in, MessageKind kind) {
        ReadContext context = ReadContext.initial(Sender.CLIENT).in(kind);
        return in.block(ExtensionType.TABLE, 2, new ExtensionReader(context));
    }

    private static Bytes block(ExtensionType type, String hex) {
        return new WireWriter().codePoint16(type).opaque16(Bytes.ofHex(hex)).toBytes();
    }
}
