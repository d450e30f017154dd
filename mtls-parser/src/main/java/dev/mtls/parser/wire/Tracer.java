package dev.mtls.parser.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the tree of fields while a reader reads. */
final class Tracer {
    private final int origin;
    private final List<List<Field>> open = new ArrayList<>();
    private int budget;

    Tracer(int origin, int budget) {
        this.origin = origin;
        this.budget = budget;
        open.add(new ArrayList<>());
    }

    /** Whether there is room for so many more fields. */
    boolean takes(int fields) {
        budget -= fields;
        return budget >= 0;
    }

    void leaf(String name, int from, int prefix, int to, Field.Value value) {
        top().add(new Field(name, new Span(from - origin, to - from), prefix, value));
    }

    void open() {
        open.add(new ArrayList<>());
    }

    int depth() {
        return open.size();
    }

    void unwind(int depth) {
        while (open.size() > depth) {
            open.remove(open.size() - 1);
        }
    }

    List<Field> close() {
        return open.remove(open.size() - 1);
    }

    /** Ends an entry of a list: one value without a name stands for itself, anything else is a struct. */
    void closeEntry(int index, int from, int to) {
        List<Field> fields = close();
        String name = "[" + index + "]";
        if (fields.size() == 1 && fields.get(0).name().isEmpty()) {
            Field only = fields.get(0);
            top().add(new Field(name, only.span(), only.prefix(), only.value()));
        } else if (fields.size() == 1 && fields.get(0).value() instanceof Field.Block) {
            Field only = fields.get(0);
            top().add(new Field(name, only.span(), only.prefix(), only.value()));
        } else {
            leaf(name, from, 0, to, new Field.Struct(fields));
        }
    }

    void codes(String name, int from, int prefix, int width, List<? extends CodePoint> codes) {
        open();
        for (int i = 0, at = from + prefix; i < codes.size(); i++, at += width) {
            leaf("[" + i + "]", at, 0, at + width, Field.Code.of(codes.get(i)));
        }
        List<Field> entries = close();
        leaf(name, from, prefix, from + prefix + width * codes.size(), new Field.Items(entries));
    }

    /** Adds a field of other bytes, it and all below it without bytes of their own. */
    void derived(Field field, int at) {
        top().add(collapsed(field, new Span(at - origin, 0)));
    }

    private static Field collapsed(Field field, Span place) {
        Field.Value value = field.value();
        if (value instanceof Field.Items items) {
            value = new Field.Items(collapsed(items.entries(), place));
        } else if (value instanceof Field.Struct struct) {
            value = new Field.Struct(collapsed(struct.fields(), place));
        } else if (value instanceof Field.Block block) {
            value = new Field.Block(block.type(), block.body(), block.fields().map(list -> collapsed(list, place)));
        }
        return new Field(field.name(), place, 0, value);
    }

    private static List<Field> collapsed(List<Field> fields, Span place) {
        return fields.stream().map(field -> collapsed(field, place)).toList();
    }

    List<Field> fields() {
        return top();
    }

    Optional<Field> root() {
        return top().isEmpty() ? Optional.empty() : Optional.of(top().get(0));
    }

    private List<Field> top() {
        return open.get(open.size() - 1);
    }
}
