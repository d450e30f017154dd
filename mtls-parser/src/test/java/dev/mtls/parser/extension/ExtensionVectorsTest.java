package dev.mtls.parser.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.GoldenVector;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies of extensions in {@code vectors/extension}; {@link GoldenVector} tells how one is added. */
class ExtensionVectorsTest {
    static List<GoldenVector> vectors() {
        return GoldenVector.in("extension");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void becomesTheTreeBesideIt(GoldenVector vector) {
        vector.check(read(vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void isWrittenAgainFromItsComponents(GoldenVector vector) {
        assertThat(read(vector).value().body()).isEqualTo(vector.body());
    }

    @Test
    void everyExtensionHasOneInEachMessageWhereItMayStand() {
        Map<ExtensionType, Set<MessageKind>> found = vectors().stream()
                .filter(vector -> read(vector).problems().isEmpty())
                .collect(Collectors.groupingBy(
                        vector -> ExtensionType.of(vector.code()),
                        Collectors.mapping(GoldenVector::kind, Collectors.toSet())));
        Map<ExtensionType, Set<MessageKind>> table = ExtensionTable.rows().stream()
                .collect(Collectors.toMap(ExtensionTable.Row::type, ExtensionTable.Row::messages));
        assertThat(found).isEqualTo(table);
    }

    @Test
    void everyMemberOfTheFamilyIsReadFromOne() {
        Set<Class<?>> read = vectors().stream()
                .map(vector -> read(vector).value().getClass())
                .collect(Collectors.toSet());
        // What is private has no bytes of its own here, and what is unknown no number.
        Set<Class<?>> family = Arrays.stream(TlsExtension.class.getPermittedSubclasses())
                .filter(member -> member != PrivateExtension.class && member != UnknownExtension.class)
                .collect(Collectors.toSet());
        assertThat(read).isEqualTo(family);
    }

    private static Decoded<TlsExtension> read(GoldenVector vector) {
        ExtensionType type = ExtensionType.of(vector.code());
        Bytes whole = new WireWriter().codePoint16(type).opaque16(vector.body()).toBytes();
        WireReader in = WireReader.tracing(whole, DecodeLimits.DEFAULTS);
        return in.decoded(in.block(ExtensionType.TABLE, 2, new ExtensionReader(vector.context())));
    }
}
