package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.wire.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of the definitions, and the corners that they name. */
class FingerprintTest {

    private static final String SUITES = "1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035";
    private static final String ALPN_H2 = "0010 0005 0003 02 6832";
    private static final String SCHEMES = "000d 0012 0010 0403 0804 0401 0503 0805 0501 0806 0601";
    private static final String NAME = "0000 0006 0004 00 0001 61";
    private static final String VERSIONS = "002b 0007 06 6a6a 0304 0303";

    /** The types in the order of the definition's example, with bodies where JA4 looks into them. */
    private static final String EXTENSIONS = empty("001b")
            + NAME
            + empty("0033")
            + ALPN_H2
            + empty("4469")
            + empty("0017")
            + empty("002d")
            + SCHEMES
            + empty("0005")
            + empty("0023")
            + empty("0012")
            + VERSIONS
            + empty("ff01")
            + empty("000b")
            + empty("000a")
            + empty("0015");

    @Test
    void theExamplesOfJa3() {
        ClientHello modern = hello(
                0x0301,
                "002f 0035 0005 000a c009 c00a c013 c014 0032 0038 0013 0004",
                NAME + "000a 0008 0006 0017 0018 0019" + "000b 0002 01 00");
        assertThat(Fingerprint.ja3(modern))
                .isEqualTo(new Fingerprint(
                        "ada70206e40642a3e4461f35503241d5",
                        "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0"));
        ClientHello bare = hello(0x0301, "0004 0005 000a 0009 0064 0062 0003 0006 0013 0012 0063", null);
        assertThat(Fingerprint.ja3(bare))
                .isEqualTo(new Fingerprint("de350869b8c85de67a350c8d186f11e6", "769,4-5-10-9-100-98-3-6-19-18-99,,,"));
    }

    @Test
    void theExampleOfJa4() {
        Fingerprint ja4 = Fingerprint.ja4(hello(0x0303, SUITES, EXTENSIONS));

        assertThat(ja4.value()).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
        assertThat(ja4.text())
                .isEqualTo("t13d1516h2_"
                        + "002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_"
                        + "0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_"
                        + "0403,0804,0401,0503,0805,0501,0806,0601");
    }

    @Test
    void aJa4WithoutSignatureAlgorithmsEndsWithTheExtensions() {
        // signature_algorithms stays, but there is nothing in it that could be read.
        ClientHello hello = hello(0x0303, SUITES, EXTENSIONS.replace(SCHEMES, empty("000d")));

        assertThat(Fingerprint.ja4(hello).value()).isEqualTo("t13d1516h2_8daaf6152771_6d807ffa2a79");
    }

    @Test
    void greaseCountsNowhere() {
        String greased = "0a0a 0000"
                + EXTENSIONS.replace("0010 0403", "0012 2a2a 0403").replace("000d 0012", "000d 0014") + "fafa 0001 00";
        ClientHello hello = hello(0x0303, "1a1a " + SUITES, greased);
        ClientHello plain = hello(0x0303, SUITES, EXTENSIONS);
        assertThat(Fingerprint.ja4(hello)).isEqualTo(Fingerprint.ja4(plain));
        assertThat(Fingerprint.ja3(hello)).isEqualTo(Fingerprint.ja3(plain));

        ClientHello groups = hello(0x0303, "1301", "000a 0006 0004 5a5a 001d");
        assertThat(Fingerprint.ja3(groups).text()).isEqualTo("771,4865,10,29,");
        ServerHello answer = answer("8a8a 0000 0017 0000 ff01 0001 00");
        assertThat(Fingerprint.ja3s(answer).text()).isEqualTo("771,49195,23-65281");
    }

    @Test
    void aHelloWithNothingInItHasZerosForJa4() {
        ClientHello hello = new ClientHello(
                ProtocolVersion.TLS_1_2,
                Wire.RANDOM,
                Bytes.EMPTY,
                List.of(CipherSuite.of(0x3a3a)),
                List.of(CompressionMethod.of(0)),
                Extensions.ABSENT);

        assertThat(Fingerprint.ja4(hello).value()).isEqualTo("t12i000000_000000000000_000000000000");
        assertThat(Fingerprint.ja4(hello(0x0303, "1301", NAME + ALPN_H2)).value())
                .as("what stands in the first part is not hashed")
                .startsWith("t12d0102h2_")
                .endsWith("_000000000000");
    }

    @Test
    void theVersionOfJa4IsTheHighestOffered() {
        assertThat(version("0303", "002b 0005 04 0303 0304")).isEqualTo("13");
        assertThat(version("0303", "002b 0005 04 0303 fafa")).isEqualTo("12");
        assertThat(version("0303", "002b 0003 02 fafa")).isEqualTo("00");
        assertThat(version("0303", "002b 0005 04 7f1c 0304")).as("a draft").isEqualTo("00");
        assertThat(version("0303", "002b 0001 01")).as("unreadable").isEqualTo("12");
        assertThat(version("0303", "")).isEqualTo("12");
        assertThat(version("0302", "")).isEqualTo("11");
        assertThat(version("0301", "")).isEqualTo("10");
        assertThat(version("0300", "")).isEqualTo("s3");
        assertThat(version("0002", "")).isEqualTo("s2");
        assertThat(version("0305", "")).isEqualTo("00");
    }

    @Test
    void theAlpnOfJa4IsItsEndsOrTheirHexadecimals() {
        assertThat(alpn("68747470 2f312e31")).as("http/1.1").isEqualTo("h1");
        assertThat(alpn("7a")).as("z").isEqualTo("zz");
        assertThat(alpn("ab")).isEqualTo("ab");
        assertThat(alpn("ab cd")).isEqualTo("ad");
        assertThat(alpn("30 ab")).isEqualTo("3b");
        assertThat(alpn("30 31 ab cd")).isEqualTo("3d");
        assertThat(alpn("30 ab cd 31")).isEqualTo("01");
        assertThat(alpn("5a 2d 7b")).as("Z-{").isEqualTo("5b");
        assertThat(Fingerprint.ja4(hello(0x0303, "1301", "0010 0002 0000")).value())
                .as("a list of no names")
                .startsWith("t12i010100_");
        assertThat(Fingerprint.ja4(hello(0x0303, "1301", null)).value()).startsWith("t12i010000_");
    }

    @Test
    void thereAreNeverMoreThan99OfAnything() {
        String suites =
                String.join(" ", Stream.generate(() -> "1301").limit(120).toList());
        String extensions =
                String.join("", Stream.generate(() -> empty("0017")).limit(60).toList());

        assertThat(Fingerprint.ja4(hello(0x0303, suites, extensions)).value()).startsWith("t12i9960");
    }

    @Test
    void aConversationHasThoseOfItsFirstHelloAndOfTheAnswerThatIsNoRetry() {
        Conversation retry = Talks.retry();
        ClientHello first = Wire.clientHello(ProtocolVersion.TLS_1_3, ProtocolVersion.TLS_1_2);
        assertThat(retry.ja3()).contains(Fingerprint.ja3(first));
        assertThat(retry.ja4()).contains(Fingerprint.ja4(first));
        assertThat(retry.ja3s()).contains(Fingerprint.ja3s(Wire.serverHello13()));

        Conversation unanswered =
                new Wire().client(first).server(Wire.helloRetryRequest()).conversation();
        assertThat(unanswered.ja3s()).isEmpty();
        assertThat(new Wire().server(Wire.serverHello12()).conversation().ja3()).isEmpty();
    }

    @Test
    void aHelloInPiecesHasTheSameOnes() {
        Bytes hello = Wire.join(Wire.clientHello(ProtocolVersion.TLS_1_3));
        Wire pieces = new Wire();
        for (int i = 0; i < hello.size(); i += 7) {
            pieces.say(Sender.CLIENT, Wire.record(22, hello.slice(i, Math.min(i + 7, hello.size()))));
        }

        assertThat(pieces.conversation().ja4()).contains(Fingerprint.ja4(Wire.clientHello(ProtocolVersion.TLS_1_3)));
    }

    @Test
    void ofAnEncryptedClientHelloTheOuterOneCounts() {
        ClientHello outer = hello(0x0303, "1301", NAME + empty("fe0d"));

        assertThat(Fingerprint.ja3(outer).text()).isEqualTo("771,4865,0-65037,,");
        assertThat(Fingerprint.ja4(outer).text()).isEqualTo("t12d010200_1301_fe0d");
    }

    private static String version(String legacy, String extension) {
        return Fingerprint.ja4(hello(Integer.parseInt(legacy, 16), "1301", extension))
                .value()
                .substring(1, 3);
    }

    private static String alpn(String hex) {
        int length = Bytes.ofHex(hex).size();
        String extension = String.format("0010 %04x %04x %02x %s", length + 3, length + 1, length, hex);
        return Fingerprint.ja4(hello(0x0303, "1301", extension)).value().substring(8, 10);
    }

    private static String empty(String type) {
        return type + " 0000 ";
    }

    /** Extensions as they are on the wire; null for a hello without a block of them. */
    private static ClientHello hello(int version, String suites, String extensions) {
        Bytes list = Bytes.ofHex(suites);
        Bytes block = extensions == null ? null : Bytes.ofHex(extensions);
        String body = String.format("%04x", version) + Wire.RANDOM.toHex() + "00"
                + String.format("%04x", list.size()) + list.toHex() + "0100"
                + (block == null ? "" : String.format("%04x", block.size()) + block.toHex());
        Bytes message =
                Bytes.ofHex("01" + String.format("%06x", Bytes.ofHex(body).size()) + body);
        return (ClientHello)
                TlsDecoder.lenient(message, ReadContext.initial(Sender.CLIENT)).value();
    }

    private static ServerHello answer(String extensions) {
        Bytes block = Bytes.ofHex(extensions);
        String body = "0303" + Wire.RANDOM.toHex() + "00" + "c02b" + "00" + String.format("%04x", block.size())
                + block.toHex();
        Bytes message =
                Bytes.ofHex("02" + String.format("%06x", Bytes.ofHex(body).size()) + body);
        return (ServerHello)
                TlsDecoder.lenient(message, ReadContext.initial(Sender.SERVER)).value();
    }
}
