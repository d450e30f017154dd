package dev.mtls.parser.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing was forgotten when an extension was added. */
class ExtensionTableTest {
    @Test
    void theFamilyIsTheTableAndTheThreeOthers() {
        Set<Class<?>> family =
                Arrays.stream(TlsExtension.class.getPermittedSubclasses()).collect(Collectors.toSet());
        Set<Class<?>> others = Set.of(UnknownExtension.class, MalformedExtension.class, PrivateExtension.class);
        Set<Class<?>> table = ExtensionTable.rows().stream()
                .map(row -> sample(row, row.messages().iterator().next()).getClass())
                .collect(Collectors.toSet());
        assertThat(table).hasSameSizeAs(ExtensionTable.rows()).doesNotContainAnyElementsOf(others);
        assertThat(family).containsAll(table).containsAll(others).hasSize(table.size() + others.size());
    }

    @Test
    void everyRowIsCoveredByTheProperties() {
        assertThat(ExtensionTable.rows().stream().map(ExtensionTable.Row::type))
                .containsExactlyInAnyOrderElementsOf(ExtensionArbitraries.BY_TYPE.keySet());
    }

    @Test
    void allThatIsRegisteredIsDecodedInTheMessagesThatTheRegistryHas() throws IOException {
        // Where TLS 1.3 has no place for it, a client that offers older versions too still says it.
        Map<String, MessageKind> columns = Map.of(
                "-", MessageKind.CLIENT_HELLO,
                "CH", MessageKind.CLIENT_HELLO,
                "SH", MessageKind.SERVER_HELLO,
                "HRR", MessageKind.HELLO_RETRY_REQUEST,
                "EE", MessageKind.ENCRYPTED_EXTENSIONS,
                "CR", MessageKind.CERTIFICATE_REQUEST,
                "CT", MessageKind.CERTIFICATE,
                "NST", MessageKind.NEW_SESSION_TICKET);
        int compared = 0;
        for (String[] row : registry()) {
            if (row[3].equals("assigned")) {
                Set<MessageKind> registered =
                        Arrays.stream(row[4].split(",")).map(columns::get).collect(Collectors.toSet());
                Set<MessageKind> ours = ExtensionTable.messages(ExtensionType.of(Integer.parseInt(row[0])))
                        .map(kinds ->
                                kinds.stream().filter(columns::containsValue).collect(Collectors.toSet()))
                        .orElseThrow(() -> new AssertionError(row[2] + " is not decoded"));
                assertThat(ours).as(row[2]).isEqualTo(registered);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(64);
    }

    private static List<String[]> registry() throws IOException {
        try (InputStream in = Optional.ofNullable(
                        ExtensionTableTest.class.getResourceAsStream("/registry/extension-types.tsv"))
                .orElseThrow()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(2).map(line -> line.split("\t", -1)).toList();
        }
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void eachRowIsDecodedInEachOfItsMessages(MessageKind kind) {
        for (ExtensionTable.Row row : ExtensionTable.rows()) {
            if (row.messages().contains(kind)) {
                TlsExtension sample = sample(row, kind);
                WireWriter out = new WireWriter();
                Extensions.of(sample).write(out);
                Decoded<Extensions> decoded = lenient(out.toBytes(), kind);
                assertThat(decoded.problems()).isEmpty();
                assertThat(decoded.value().list()).isEqualTo(List.of(sample));
                assertThat(decoded.value().find(row.type())).contains(sample);
            }
        }
    }

    @Test
    void aRepeatedExtensionIsKeptAndReported() {
        Extensions twice = Extensions.of(
                new RecordSizeLimit(100),
                new RenegotiationInfo(Bytes.EMPTY),
                new RecordSizeLimit(200),
                new RenegotiationInfo(Bytes.EMPTY));
        WireWriter out = new WireWriter();
        twice.write(out);
        Decoded<Extensions> decoded = lenient(out.toBytes(), MessageKind.CLIENT_HELLO);
        assertThat(decoded.value()).isEqualTo(twice);
        assertThat(decoded.problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.DUPLICATE, Problem.Kind.DUPLICATE);
        assertThat(decoded.problems().get(0).path()).isEqualTo("extensions[2].record_size_limit");
    }

    @Test
    void aBadExtensionDoesNotCostTheOthers() {
        Bytes block = Bytes.ofHex("0017 0033 0006 0004 001d 0020 0017 0000 0010 0005 0003 02 6832");
        Decoded<Extensions> decoded = lenient(block, MessageKind.CLIENT_HELLO);
        assertThat(decoded.value().list())
                .containsExactly(
                        new MalformedExtension(ExtensionType.KEY_SHARE, Bytes.ofHex("0004001d0020")),
                        new ExtendedMasterSecret(),
                        new ApplicationLayerProtocolNegotiation(List.of(Bytes.ofText("h2"))));
        assertThat(decoded.problems())
                .extracting(Problem::toString)
                .containsExactly("extensions[0].key_share.client_shares[0].key_exchange: truncated, needed 32, had 0"
                        + " at offset 12 (RFC 8446 4.2.8)");
    }

    @Test
    void moreExtensionsThanTheLimitAreRefused() {
        DecodeLimits two = DecodeLimits.DEFAULTS.withEntries(2, 10);
        Bytes block = Bytes.ofHex("000c 0016 0000 0017 0000 0031 0000");
        WireReader in = WireReader.strict(block, two);
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        Extensions.read(in, ReadContext.initial(Sender.CLIENT).in(MessageKind.CLIENT_HELLO)))
                .hasMessage("extensions[2]: too many entries, needed 2, had 3 at offset 10");
    }

    private static TlsExtension sample(ExtensionTable.Row row, MessageKind kind) {
        return ExtensionArbitraries.arbitrary(row.type(), kind).sample();
    }

    private static Decoded<Extensions> lenient(Bytes block, MessageKind kind) {
        WireReader in = WireReader.lenient(block, DecodeLimits.DEFAULTS);
        return in.decoded(Extensions.read(in, ReadContext.initial(Sender.CLIENT).in(kind)));
    }
}
