package dev.mtls.parser.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a {@link WireReader} stands: position, bounds, the way there, and what to say when something is wrong. */
abstract sealed class Cursor permits WireReader {
    static final int DECODE_ERROR = 50;
    static final int INTERNAL_ERROR = 80;
    private static final int DEPTH = 12;

    final DecodeLimits limits;
    final @Nullable List<Problem> problems;
    final @Nullable Tracer tracer;
    final int origin;
    int depth;
    int entries; // of all lists that are being read, one list behind the other
    int bodyStart;
    int at;
    int end;
    int last; // where the field that was read last starts

    @Nullable
    BlockReader<?, ?> blockReader; // with the type: what knows the section of the rules, should one be broken

    @Nullable
    CodePoint blockType;

    private final byte[] array;
    private final Object[] names = new Object[DEPTH]; // String, or CodePoint whose name is looked up when needed
    private Object[] kept = new Object[16];
    private final int[] indices = new int[DEPTH];

    Cursor(Bytes input, DecodeLimits limits, boolean strict, boolean traces) {
        this.array = input.array();
        this.origin = input.offset();
        this.at = origin;
        this.bodyStart = origin;
        this.end = origin + input.size();
        this.limits = limits;
        this.problems = strict ? null : new ArrayList<>(0);
        this.tracer = traces ? new Tracer(origin, limits.traceNodes()) : null;
    }

    /** The next bytes as an unsigned number. */
    final long unsigned(String name, int bytes) {
        int from = at;
        if (end - from < bytes) {
            throw tooFew(Problem.Kind.TRUNCATED, name, bytes, end - from);
        }
        at = from + bytes;
        last = from;
        long value = array[from] & 0xff;
        for (int i = 1; i < bytes; i++) {
            value = value << 8 | array[from + i] & 0xff;
        }
        return value;
    }

    /** One or two bytes at a place that was checked, without moving. */
    final int peek(int place, int bytes) {
        int first = array[place] & 0xff;
        return bytes == 1 ? first : first << 8 | array[place + 1] & 0xff;
    }

    final Bytes slice(int from, int to) {
        return from == to ? Bytes.EMPTY : Bytes.within(array, from, to - from);
    }

    /** Reads the length of a vector and checks it against its bounds and against what is left. */
    final int vector(String name, int lengthBytes, int min, int max, Problem.Kind ifTooLongForParent) {
        int length = (int) unsigned(name, lengthBytes);
        if (length > end - at) {
            throw tooFew(ifTooLongForParent, name, length, end - at);
        }
        if (length < min) {
            throw failure(Problem.Kind.TOO_SHORT, name, at, length, "shorter than its lower bound", min, length);
        }
        if (length > max) {
            // Only where a length has 24 bits the bound is the reader's own.
            Problem.Kind kind = lengthBytes == 3 ? Problem.Kind.LIMIT_EXCEEDED : Problem.Kind.TOO_LONG;
            throw failure(kind, name, at, length, "longer than its upper bound", max, length);
        }
        return length;
    }

    final long number(String name, int bytes) {
        int from = at;
        long value = unsigned(name, bytes);
        if (tracer != null) {
            trace(tracer, name, from, 0, new Field.Num(value));
        }
        return value;
    }

    final Bytes opaque(String name, int lengthBytes, int min, int max, @Nullable Function<Bytes, Field.Value> shown) {
        int from = at;
        int length = vector(name, lengthBytes, min, max, Problem.Kind.TRUNCATED);
        return content(name, from, lengthBytes, length, shown);
    }

    final Bytes content(String name, int from, int prefix, int count, @Nullable Function<Bytes, Field.Value> shown) {
        if (count > end - at) {
            throw tooFew(Problem.Kind.TRUNCATED, name, count, end - at);
        }
        Bytes content = slice(at, at + count);
        at += count;
        last = from;
        if (tracer != null) {
            trace(tracer, name, from, prefix, shown == null ? new Field.Hex(content) : shown.apply(content));
        }
        return content;
    }

    @SuppressWarnings("unchecked") // the array holds what the table gave
    final <T extends CodePoint> List<T> codePoints(String name, int lengthBytes, int min, CodeTable<T> table) {
        int from = at;
        int length = vector(name, lengthBytes, min, Integer.MAX_VALUE, Problem.Kind.LENGTH_EXCEEDS_PARENT);
        int width = table.width();
        if (length % width != 0) {
            throw failure(Problem.Kind.NOT_A_MULTIPLE, name, at, length, "odd length", width, length);
        }
        Object[] points = new Object[length / width];
        for (int i = 0; i < points.length; i++) {
            points[i] = table.of(peek(at + i * width, width));
        }
        at += length;
        List<T> list = (List<T>) (List<?>) List.of(points);
        if (tracer != null) {
            take(tracer, name, from, points.length);
            tracer.codes(name, from, lengthBytes, width, list);
        }
        return list;
    }

    /** Keeps an entry of the innermost list. */
    final void keep(Object entry) {
        if (entries == kept.length) {
            kept = Arrays.copyOf(kept, 2 * entries);
        }
        kept[entries++] = entry;
    }

    /** The entries kept since there were {@code first}, which are given up. */
    @SuppressWarnings("unchecked") // the entries are those of the innermost list
    final <T> List<T> kept(int first) {
        int count = entries - first;
        entries = first;
        List<?> list = count == 0
                ? List.of()
                : count == 1 ? List.of(kept[first]) : List.of(Arrays.copyOfRange(kept, first, first + count));
        return (List<T>) list;
    }

    /** Steps into a list, struct or block. */
    final void push(Object name) {
        if (depth == DEPTH) {
            throw failure(Problem.Kind.LIMIT_EXCEEDED, "", at, 0, "nested too deeply", DEPTH, depth + 1L);
        }
        names[depth] = name;
        indices[depth++] = -1;
        if (tracer != null) {
            tracer.open();
        }
    }

    /** Says which entry of the list comes next. */
    final void index(int index) {
        indices[depth - 1] = index;
    }

    /** Adds a field that ends here to the tree. Call it only when there is a tracer. */
    final void trace(Tracer to, String name, int from, int prefix, Field.Value value) {
        take(to, name, from, 1);
        to.leaf(name, from, prefix, at, value);
    }

    private void take(Tracer to, String name, int from, int fields) {
        if (!to.takes(fields)) {
            long nodes = limits.traceNodes();
            throw failure(Problem.Kind.LIMIT_EXCEEDED, name, from, at - from, "too many fields", nodes, nodes + 1);
        }
    }

    final void report(Problem problem) {
        if (problems == null) {
            throw new MalformedTlsException(problem);
        }
        problems.add(problem);
    }

    /** Adds a problem to those noted. Call it only for a lenient reader. */
    final void noted(Problem problem) {
        if (problems != null) {
            problems.add(problem);
        }
    }

    /** The problems noted so far; none where the first was thrown. */
    final List<Problem> noted() {
        return problems == null ? List.of() : problems;
    }

    /** The fields read so far outside any list or block; none where nobody asked for them. */
    final List<Field> fields() {
        return tracer == null ? List.of() : tracer.fields();
    }

    /** A problem of bytes that stand nowhere in the input, told of the block that they follow from. */
    final Problem elsewhere(Problem inner) {
        Problem here = problem(
                inner.kind(),
                inner.path(),
                bodyStart,
                end - bodyStart,
                inner.alert().orElse(DECODE_ERROR),
                inner.message() + " at offset " + inner.span().offset() + " of what was inflated");
        return new Problem(
                here.kind(),
                here.path(),
                here.base(),
                here.span(),
                inner.needed(),
                inner.available(),
                inner.rfc().or(here::rfc),
                here.alert(),
                here.message());
    }

    final MalformedTlsException tooFew(Problem.Kind kind, String name, long needed, long available) {
        String message = kind == Problem.Kind.TRUNCATED ? "truncated" : "longer than what it is in";
        return failure(kind, name, at, end - at, message, needed, available);
    }

    final MalformedTlsException failure(
            Problem.Kind kind, String name, int from, int length, String message, long needed, long available) {
        return new MalformedTlsException(
                problem(kind, name, from, length, DECODE_ERROR, message).counted(needed, available));
    }

    final Problem problem(Problem.Kind kind, String name, int from, int length, int alert, String message) {
        return new Problem(
                kind,
                path(name),
                Problem.Base.MESSAGE,
                new Span(from - origin, length),
                OptionalLong.empty(),
                OptionalLong.empty(),
                section(blockReader, blockType),
                OptionalInt.of(alert),
                message);
    }

    @SuppressWarnings("unchecked") // the type is one that this reader was given
    private static <P extends CodePoint> Optional<String> section(
            @Nullable BlockReader<P, ?> reader, @Nullable CodePoint type) {
        String rfc = reader == null || type == null ? "" : reader.rfc((P) type);
        return rfc.isEmpty() ? Optional.empty() : Optional.of(rfc);
    }

    private String path(String name) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            path.append(i == 0 ? "" : ".").append(names[i] instanceof CodePoint p ? p.name() : names[i]);
            if (indices[i] >= 0) {
                path.append('[').append(indices[i]).append(']');
            }
        }
        return path.append(depth == 0 || name.isEmpty() ? "" : ".").append(name).toString();
    }
}
