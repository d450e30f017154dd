package dev.mtls.examples.privateextension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.PrivateExtension;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * An extension of one company, under a number for private use: which tenant a client belongs to, and the shards it may be sent to.
 *
 * <p>{@code opaque tenant<1..2^8-1>; uint16 shards<0..2^8-1>}.
 *
 * @param tenant the name of the tenant
 * @param shards the shards
 */
record Tenant(Bytes tenant, List<Integer> shards) implements PrivateExtension {
    static final ExtensionType TYPE = ExtensionType.of(0xff7a);

    static Tenant read(WireReader in, ReadContext context) {
        return new Tenant(in.opaque8As("tenant", 1, Field.Text::of), in.list8("shards", 0, entry -> entry.u16("")));
    }

    @Override
    public ExtensionType type() {
        return TYPE;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(tenant).list8(shards, WireWriter::u16);
    }
}
