package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.wire.Field;

/** Checks that the spans of a tree tile its input. */
public final class Tiling {
    private Tiling() {}

    /** Fails unless the children of every node follow one another without a gap and fill the node. */
    public static void check(Field node) {
        boolean open = node.value() instanceof Field.Items
                || node.value() instanceof Field.Struct
                || node.value() instanceof Field.Block block && block.fields().isPresent();
        if (node.span().length() == 0 && node.prefix() == 0) {
            // What follows from other bytes, inflated ones, has none of its own, and neither has anything below it.
            node.children().forEach(child -> {
                assertThat(child.span()).isEqualTo(node.span());
                check(child);
            });
        } else if (open) {
            long at = node.span().offset() + node.prefix();
            for (Field child : node.children()) {
                assertThat(child.span().offset())
                        .as("start of %s in %s", child.name(), node.name())
                        .isEqualTo(at);
                at = child.span().end();
                check(child);
            }
            assertThat(at).as("end of %s", node.name()).isEqualTo(node.span().end());
        } else if (node.value() instanceof Field.Hex hex) {
            assertThat(node.prefix() + hex.bytes().size())
                    .as(node.name())
                    .isEqualTo(node.span().length());
        } else if (node.value() instanceof Field.Block block) {
            assertThat(node.prefix() + block.body().size())
                    .as(node.name())
                    .isEqualTo(node.span().length());
        }
    }
}
