package dev.mtls.parser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for each extension in each message where it may stand. */
class ExtensionPropertyTest {
    /** An extension with the message it stands in. */
    record Placed(TlsExtension extension, MessageKind kind) {}

    @Provide
    Arbitrary<Placed> placed() {
        List<Arbitrary<Placed>> choices = new ArrayList<>();
        for (ExtensionTable.Row row : ExtensionTable.rows()) {
            for (MessageKind kind : row.messages()) {
                choices.add(ExtensionArbitraries.arbitrary(row.type(), kind).map(e -> new Placed(e, kind)));
            }
        }
        return Arbitraries.oneOf(choices);
    }

    @Property(tries = 3000)
    void readsAgainWhatItWrote(@ForAll("placed") Placed placed) {
        Bytes bytes = write(placed.extension().type(), placed.extension().body());
        TlsExtension read = strict(bytes, placed.kind());
        assertThat(read).isEqualTo(placed.extension());
        assertThat(write(read.type(), read.body())).isEqualTo(bytes);
    }

    @Property(tries = 1500)
    void everyProperPrefixIsATypedProblem(@ForAll("placed") Placed placed) {
        Bytes bytes = write(placed.extension().type(), placed.extension().body());
        for (int cut = 0; cut < bytes.size(); cut++) {
            Bytes prefix = bytes.slice(0, cut);
            assertThatThrownBy(() -> strict(prefix, placed.kind()))
                    .isInstanceOfSatisfying(
                            MalformedTlsException.class,
                            e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TRUNCATED));
        }
    }

    @Property(tries = 1500)
    void aCutBodyIsAProblemOrIsWrittenAgain(@ForAll("placed") Placed placed) {
        Bytes body = placed.extension().body();
        for (int cut = 0; cut < body.size(); cut++) {
            checkLenient(write(placed.extension().type(), body.slice(0, cut)), placed.kind());
        }
    }

    @Property(tries = 5000)
    void anyBodyIsAProblemOrIsWrittenAgain(@ForAll("placed") Placed placed, @ForAll byte[] anything) {
        checkLenient(write(placed.extension().type(), Bytes.of(anything)), placed.kind());
    }

    private static void checkLenient(Bytes bytes, MessageKind kind) {
        WireReader in = WireReader.lenient(bytes, DecodeLimits.DEFAULTS);
        Decoded<TlsExtension> lenient = in.decoded(block(in, kind));
        Optional<Problem> error = Optional.empty();
        try {
            assertThat(strict(bytes, kind)).isEqualTo(lenient.value());
        } catch (MalformedTlsException e) {
            error = Optional.of(e.problem());
        }
        assertThat(lenient.problems()).containsAll(error.stream().toList());
        assertThat(lenient.problems().isEmpty()).isEqualTo(error.isEmpty());
        // A value that is not allowed is reported, and read all the same.
        boolean unreadable = lenient.problems().stream().anyMatch(p -> p.kind() != Problem.Kind.ILLEGAL_VALUE);
        assertThat(lenient.value() instanceof MalformedExtension).isEqualTo(unreadable);
        assertThat(write(lenient.value().type(), lenient.value().body())).isEqualTo(bytes);
    }

    private static TlsExtension strict(Bytes bytes, MessageKind kind) {
        return block(WireReader.strict(bytes, DecodeLimits.DEFAULTS), kind);
    }

    private static TlsExtension block(WireReader in, MessageKind kind) {
        ReadContext context = ReadContext.initial(Sender.CLIENT).in(kind);
        return in.block(ExtensionType.TABLE, 2, new ExtensionReader(context));
    }

    private static Bytes write(ExtensionType type, Bytes body) {
        return new WireWriter().codePoint16(type).opaque16(body).toBytes();
    }
}
