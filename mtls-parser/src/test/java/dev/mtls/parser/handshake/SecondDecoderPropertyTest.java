package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.EcCurveType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.KeyExchange;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.Field;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Names and places of all fields are those that the table of {@link SecondDecoder} gives, whole and damaged. */
class SecondDecoderPropertyTest {
    private static final int HEADER = 4;

    @Provide
    Arbitrary<MessageArbitraries.Sample> samples() {
        return MessageArbitraries.samples();
    }

    @Property(tries = 1000)
    void bothFindTheSameFieldsAtTheSamePlaces(@ForAll("samples") MessageArbitraries.Sample sample) {
        boolean compared = compare(sample.bytes(), sample.context());
        Statistics.label("compared")
                .collect(compared)
                .coverage(check -> check.check(true).percentage(p -> p > 40));
    }

    @Property(tries = 1000)
    void whatOneCannotReadTheOtherReports(
            @ForAll("samples") MessageArbitraries.Sample sample,
            @ForAll @IntRange(max = 1 << 20) int where,
            @ForAll byte value) {
        byte[] bytes = sample.bytes().toByteArray();
        if (bytes.length > HEADER) {
            bytes[HEADER + where % (bytes.length - HEADER)] = value;
        }
        compare(Bytes.of(bytes), sample.context());
    }

    private static boolean compare(Bytes message, ReadContext context) {
        Decoded<HandshakeMessage> ours = HandshakeMessages.trace(message, context, DecodeLimits.DEFAULTS);
        String name = "message " + ours.value().type().name() + " " + variant(message, context);
        if (!SecondDecoder.knows(name)) {
            return false;
        }
        String serverHello = ours.value() instanceof ServerHello hello
                ? hello.isHelloRetryRequest()
                        ? "hello_retry_request"
                        : hello.extensions().has(ExtensionType.SUPPORTED_VERSIONS)
                                ? "server_hello"
                                : "legacy_server_hello"
                : "none";
        List<SecondDecoder.Leaf> theirs;
        try {
            theirs = SecondDecoder.decode(name, message, HEADER, serverHello);
        } catch (SecondDecoder.NotRead broken) {
            assertThat(ours.problems()).as("%s: %s", name, broken.getMessage()).isNotEmpty();
            return true;
        }
        if (ours.problems().isEmpty()) {
            List<SecondDecoder.Leaf> leaves = new ArrayList<>();
            ours.fields()
                    .orElseThrow()
                    .children()
                    .forEach(field -> flatten(field, "", kind(ours, serverHello), leaves));
            assertThat(leaves).as(name).isEqualTo(theirs);
        }
        return true;
    }

    private static String variant(Bytes message, ReadContext context) {
        String old = context.isBeforeTls12() ? "old" : "12";
        KeyExchange exchange = context.cipherSuite().map(KeyExchange::of).orElse(KeyExchange.OTHER);
        boolean namedCurve = message.size() > HEADER && message.u8(HEADER) == EcCurveType.NAMED_CURVE.value();
        return switch (message.u8(0)) {
            case 4 -> context.isTls13() ? "tls13" : "legacy";
            case 11 -> context.certificateType().isPresent() ? "other" : context.isTls13() ? "tls13" : "legacy";
            case 12 ->
                exchange == KeyExchange.ECDHE && namedCurve
                        ? "ecdhe" + old
                        : exchange == KeyExchange.DHE ? "dhe" + old : "other";
            case 16 ->
                switch (exchange) {
                    case ECDHE, ECDH_ANON -> message.size() > HEADER ? "ecdhe" : "other";
                    case DHE, DH_ANON -> message.size() > HEADER ? "dhe" : "other";
                    case RSA ->
                        context.version().filter(ProtocolVersion.SSL_3::equals).isPresent() ? "other" : "rsa";
                    default -> "other";
                };
            default -> context.isTls13() ? "tls13" : context.isBeforeTls12() ? "old" : "tls12";
        };
    }

    private static String kind(Decoded<HandshakeMessage> message, String serverHello) {
        return message.value() instanceof ServerHello
                ? serverHello
                : message.value().type().name();
    }

    /** What has no fields, and extensions that the table does not know, are leaves; what has no bytes is none. */
    private static void flatten(Field field, String parent, String kind, List<SecondDecoder.Leaf> leaves) {
        boolean entry = field.name().startsWith("[");
        String path = parent.isEmpty() ? field.name() : entry ? parent + field.name() : parent + "." + field.name();
        boolean opaque = field.value() instanceof Field.Block block
                && !SecondDecoder.knows(ExtensionType.of(block.type().value()), kind);
        if (field.children().isEmpty() || opaque) {
            if (field.span().length() > 0) {
                leaves.add(new SecondDecoder.Leaf(
                        path, (int) field.span().offset(), field.span().length()));
            }
            return;
        }
        int before = leaves.size();
        field.children().forEach(child -> flatten(child, path, kind, leaves));
        if (leaves.size() == before && field.span().length() > 0) {
            leaves.add(new SecondDecoder.Leaf(
                    path, (int) field.span().offset(), field.span().length()));
        }
    }
}
