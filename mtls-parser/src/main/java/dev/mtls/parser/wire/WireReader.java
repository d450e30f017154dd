package dev.mtls.parser.wire;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Reads named fields from bytes, big-endian, and never past the end of the list or block it is in.
 *
 * <p>Each read names the RFC's field. The name costs nothing while all is well: it becomes the path of a {@link Problem}
 * when something is wrong, and a {@link Field} when the reader traces. The empty name stands for an entry of a list.
 *
 * <p>Every method throws {@link MalformedTlsException} when the bytes break the rule it states. A lenient reader throws
 * too, but a list of blocks catches it at the end of the block, notes the problem, and goes on. Not for several threads.
 */
public final class WireReader extends Cursor {
    private WireReader(Bytes input, DecodeLimits limits, boolean strict, boolean traces) {
        super(input, limits, strict, traces);
    }

    /** A reader that throws at the first problem. */
    public static WireReader strict(Bytes input, DecodeLimits limits) {
        return new WireReader(input, limits, true, false);
    }

    /** A reader that notes problems and goes on where it can. */
    public static WireReader lenient(Bytes input, DecodeLimits limits) {
        return new WireReader(input, limits, false, false);
    }

    /** A lenient reader that keeps the tree of all fields. */
    public static WireReader tracing(Bytes input, DecodeLimits limits) {
        return new WireReader(input, limits, false, true);
    }

    /** Reads an element. */
    @FunctionalInterface
    public interface Entry<T> {
        /** Reads one, at least a byte of it when it is an entry of a list. */
        T read(WireReader in);
    }

    /** What was read, with the problems met on the way and, when tracing, the first field at the top as the tree. */
    public <T> Decoded<T> decoded(T value) {
        return new Decoded<>(
                value, problems == null ? List.of() : problems, tracer == null ? Optional.empty() : tracer.root());
    }

    /** The limits that this reader keeps to. */
    public DecodeLimits limits() {
        return limits;
    }

    /** Bytes left in the innermost list or block. */
    public int remaining() {
        return end - at;
    }

    /** An unsigned byte. */
    public int u8(String name) {
        return (int) number(name, 1);
    }

    /** An unsigned 16-bit number. */
    public int u16(String name) {
        return (int) number(name, 2);
    }

    /** An unsigned 24-bit number. */
    public int u24(String name) {
        return (int) number(name, 3);
    }

    /** An unsigned 32-bit number. */
    public long u32(String name) {
        return number(name, 4);
    }

    /** A number of 1 to 8 bytes, as QUIC writes it. RFC 9000 16. */
    public VarInt varInt(String name) {
        int from = at;
        int width = 1 << ((int) unsigned(name, 1) >> 6);
        at = from;
        VarInt read = new VarInt(unsigned(name, width) & (1L << (8 * width - 2)) - 1, width);
        if (tracer != null) {
            trace(tracer, name, from, 0, new Field.Num(read.value()));
        }
        return read;
    }

    /** A code point of its registry's width. */
    public <T extends CodePoint> T codePoint(String name, CodeTable<T> table) {
        int from = at;
        T point = table.of((int) unsigned(name, table.width()));
        if (tracer != null) {
            trace(tracer, name, from, 0, Field.Code.of(point));
        }
        return point;
    }

    /** A code point of so many bytes, 1 to 3, whose registry has no table. */
    public <T extends CodePoint> T codePoint(String name, int bytes, IntFunction<T> of) {
        int from = at;
        T point = of.apply((int) unsigned(name, bytes));
        if (tracer != null) {
            trace(tracer, name, from, 0, Field.Code.of(point));
        }
        return point;
    }

    /** A fixed number of bytes. */
    public Bytes bytes(String name, int count) {
        return content(name, at, 0, count, null);
    }

    /** As many bytes as a number says that was read before. */
    public Bytes bytes(String name, VarInt count) {
        if (count.value() > end - at) {
            throw tooFew(Problem.Kind.TRUNCATED, name, count.value(), end - at);
        }
        return bytes(name, (int) count.value());
    }

    /** All bytes that are left in the innermost block. */
    public Bytes rest(String name) {
        return content(name, at, 0, end - at, null);
    }

    /** Bytes behind an 8-bit length, at least {@code min} of them. */
    public Bytes opaque8(String name, int min) {
        return opaque(name, 1, min, 0xff, null);
    }

    /** Bytes behind an 8-bit length, at least {@code min} and at most {@code max} of them. */
    public Bytes opaque8(String name, int min, int max) {
        return opaque(name, 1, min, max, null);
    }

    /** Bytes behind a 16-bit length, at least {@code min} of them. */
    public Bytes opaque16(String name, int min) {
        return opaque(name, 2, min, 0xffff, null);
    }

    /** Bytes behind a 16-bit length, at least {@code min} and at most {@code max} of them. */
    public Bytes opaque16(String name, int min, int max) {
        return opaque(name, 2, min, max, null);
    }

    /** Bytes behind a 24-bit length, at least {@code min} and at most {@code max} of them. */
    public Bytes opaque24(String name, int min, int max) {
        return opaque(name, 3, min, max, null);
    }

    /** As {@link #opaque8(String, int)}; a tree shows the bytes as {@code shown} says. */
    public Bytes opaque8As(String name, int min, Function<Bytes, Field.Value> shown) {
        return opaque(name, 1, min, 0xff, shown);
    }

    /** As {@link #opaque16(String, int)}; a tree shows the bytes as {@code shown} says. */
    public Bytes opaque16As(String name, int min, Function<Bytes, Field.Value> shown) {
        return opaque(name, 2, min, 0xffff, shown);
    }

    /** As {@link #opaque24}; a tree shows the bytes as {@code shown} says. */
    public Bytes opaque24As(String name, int min, int max, Function<Bytes, Field.Value> shown) {
        return opaque(name, 3, min, max, shown);
    }

    /** Code points behind an 8-bit length, at least {@code min} bytes of them. */
    public <T extends CodePoint> List<T> codePoints8(String name, int min, CodeTable<T> table) {
        return codePoints(name, 1, min, table);
    }

    /** Code points behind a 16-bit length, at least {@code min} bytes of them. */
    public <T extends CodePoint> List<T> codePoints16(String name, int min, CodeTable<T> table) {
        return codePoints(name, 2, min, table);
    }

    /** Entries behind an 8-bit length, at least {@code min} bytes of them. */
    public <T> List<T> list8(String name, int min, Entry<T> entry) {
        return list(name, 1, min, Integer.MAX_VALUE, 0, entry);
    }

    /** Entries behind a 16-bit length, at least {@code min} bytes of them. */
    public <T> List<T> list16(String name, int min, Entry<T> entry) {
        return list(name, 2, min, Integer.MAX_VALUE, 0, entry);
    }

    /** Entries behind a 16-bit length, at least {@code min} bytes and at most {@code maxEntries} entries of them. */
    public <T> List<T> list16(String name, int min, int maxEntries, Entry<T> entry) {
        return list(name, 2, min, maxEntries, 0, entry);
    }

    /** Entries behind a 24-bit length, at least {@code min} bytes of them. */
    public <T> List<T> list24(String name, int min, Entry<T> entry) {
        return list(name, 3, min, Integer.MAX_VALUE, 0, entry);
    }

    /** Entries without a length before them, up to the end of the innermost block. */
    public <T> List<T> listToEnd(String name, Entry<T> entry) {
        return list(name, 0, 0, Integer.MAX_VALUE, 0, entry);
    }

    /** Fields that belong together, behind a 16-bit length of their own. */
    public <T> T sized16(String name, Entry<T> fields) {
        int from = at;
        int length = vector(name, 2, 0, 0xffff, Problem.Kind.LENGTH_EXCEEDS_PARENT);
        int outerEnd = end;
        end = at + length;
        push(name);
        T value = fields.read(this);
        expectEnd();
        end = outerEnd;
        depth--;
        last = from;
        if (tracer != null) {
            List<Field> children = tracer.close();
            trace(tracer, name, from, 2, new Field.Struct(children));
        }
        return value;
    }

    /** Entries in the next {@code length} bytes, whose length stands elsewhere. */
    public <T> List<T> entries(String name, int length, Entry<T> entry) {
        if (length > end - at) {
            throw tooFew(Problem.Kind.LENGTH_EXCEEDS_PARENT, name, length, end - at);
        }
        return list(name, at, 0, length, Integer.MAX_VALUE, 0, entry);
    }

    /** Fields that belong together, without a length of their own. */
    public <T> T struct(String name, Entry<T> fields) {
        int from = at;
        push(name);
        T value = fields.read(this);
        depth--;
        last = from;
        if (tracer != null) {
            List<Field> children = tracer.close();
            trace(tracer, name, from, 0, new Field.Struct(children));
        }
        return value;
    }

    /**
     * A body behind a type, of its registry's width, and a length of {@code lengthBytes}. A lenient reader makes of a
     * body that cannot be read, or is cut off, what {@link BlockReader#malformed} says.
     */
    public <P extends CodePoint, T> T block(CodeTable<P> types, int lengthBytes, BlockReader<P, T> reader) {
        int from = at;
        P type = types.of((int) unsigned("type", types.width()));
        int length = (int) unsigned("length", lengthBytes);
        int outerEnd = end;
        int outerStart = bodyStart;
        BlockReader<?, ?> outerReader = blockReader;
        CodePoint outerType = blockType;
        int outerDepth = depth;
        int outerEntries = entries;
        int traceDepth = tracer == null ? 0 : tracer.depth();
        int start = at;
        int stop = Math.min(outerEnd, start + length); // lists inside move the end, and a failure leaves it there
        bodyStart = start;
        boolean readable = tracer != null && reader.isKnown(type);
        T value;
        try {
            push(type);
            blockReader = reader;
            blockType = type;
            if (length > outerEnd - start) {
                throw tooFew(Problem.Kind.TRUNCATED, "", length, outerEnd - start);
            }
            end = stop;
            value = reader.read(this, type);
            expectEnd();
        } catch (MalformedTlsException e) {
            if (problems == null) {
                throw e;
            }
            problems.add(e.problem());
            readable = false;
            entries = outerEntries;
            value = reader.malformed(type, slice(start, stop));
        }
        at = stop;
        depth = outerDepth;
        if (tracer != null) {
            tracer.unwind(traceDepth + 1);
            List<Field> fields = tracer.close();
            Optional<List<Field>> shown = readable ? Optional.of(fields) : Optional.empty();
            Field.Value block = new Field.Block(Field.Code.of(type), slice(start, stop), shown);
            tracer.leaf(type.name(), from, start - from, stop, block);
        }
        end = outerEnd;
        bodyStart = outerStart;
        blockReader = outerReader;
        blockType = outerType;
        return value;
    }

    /**
     * Blocks behind a 16-bit length, each with a 16-bit length of its own; see {@link #block}. A lenient reader skips what
     * is left when it is too short for a type and a length.
     */
    public <P extends CodePoint, T> List<T> blocks16(
            String name, int maxEntries, CodeTable<P> types, BlockReader<P, T> reader) {
        return list(name, 2, 0, maxEntries, types.width() + 2, in -> in.block(types, 2, reader));
    }

    /** All bytes that are left in the innermost list or block, without taking them. */
    public Bytes ahead() {
        return slice(at, end);
    }

    /**
     * Reads bytes that follow from what was read and are not part of the input: what was inflated. Their fields stand in
     * the tree without bytes of their own, and their problems at the block that is being read, with the place in words.
     *
     * @return what was read, all of the bytes; empty when they break a rule
     * @throws MalformedTlsException when they do and this reader is strict
     */
    public <T> Optional<T> derived(Bytes bytes, Entry<T> fields) {
        WireReader inner = new WireReader(bytes, limits, false, tracer != null);
        T value = null;
        try {
            value = fields.read(inner);
            inner.expectEnd();
        } catch (MalformedTlsException e) {
            inner.noted(e.problem());
            value = null;
        }
        inner.noted().forEach(problem -> report(elsewhere(problem)));
        if (tracer != null && value != null) {
            inner.fields().forEach(field -> tracer.derived(field, at));
        }
        return Optional.ofNullable(value);
    }

    /** Adds a fact to the tree that follows from what was read. */
    public void flag(String name) {
        if (tracer != null) {
            trace(tracer, name, at, 0, new Field.Flag());
        }
    }

    /** Fails unless all bytes of the innermost list or block have been read. */
    public void expectEnd() {
        if (at != end) {
            throw failure(Problem.Kind.TRAILING_BYTES, "", at, end - at, "bytes are left over", 0, end - at);
        }
    }

    /**
     * Notes that a value breaks a rule although it could be read: a strict reader throws, a lenient one goes on.
     *
     * @param name the field, inside the one being read
     * @param alert number of the alert that a conforming peer would send
     */
    public void report(Problem.Kind kind, String name, int alert, String message) {
        report(problem(kind, name, bodyStart, end - bodyStart, alert, message));
    }

    /**
     * Reads with a reader of an application: what it throws, or that it gives nothing, is a fault of its own and fails like a
     * broken rule.
     */
    public <T> T foreign(Entry<? extends T> reader) {
        int from = at;
        String found;
        try {
            T value = reader.read(this);
            if (value != null) {
                return value;
            }
            found = "null";
        } catch (MalformedTlsException e) {
            throw e;
        } catch (RuntimeException e) {
            // Its message is not repeated: it may hold anything of the peer's or the application's.
            found = e.getClass().getSimpleName();
        }
        String message = "the reader of the application failed: " + found;
        throw new MalformedTlsException(
                problem(Problem.Kind.INTERNAL, "", from, Math.max(0, at - from), INTERNAL_ERROR, message));
    }

    /** As {@link #report}, when it is the field read last that breaks the rule: the span of the problem is that field. */
    public void reportLast(Problem.Kind kind, String name, int alert, String message) {
        report(problem(kind, name, last, at - last, alert, message));
    }

    private <T> List<T> list(
            String name, int lengthBytes, int min, int maxEntries, int head, Entry<? extends T> entry) {
        int from = at;
        int length = lengthBytes == 0
                ? end - at
                : vector(name, lengthBytes, min, Integer.MAX_VALUE, Problem.Kind.LENGTH_EXCEEDS_PARENT);
        return list(name, from, lengthBytes, length, maxEntries, head, entry);
    }

    private <T> List<T> list(
            String name, int from, int prefix, int length, int maxEntries, int head, Entry<? extends T> entry) {
        int outerEnd = end;
        end = at + length;
        push(name);
        int first = entries;
        for (int i = 0; at < end; i++) {
            index(i);
            int before = at;
            if (i == maxEntries) {
                throw failure(Problem.Kind.LIMIT_EXCEEDED, "", at, end - at, "too many entries", maxEntries, i + 1);
            }
            if (tracer != null) {
                tracer.open();
            }
            if (end - at < head) {
                report(tooFew(Problem.Kind.TRUNCATED, "", head, end - at).problem());
                content("", at, 0, end - at, null);
            } else {
                keep(entry.read(this));
            }
            if (at <= before) {
                throw new IllegalStateException("the reader of " + name + " took no byte");
            }
            if (tracer != null) {
                tracer.closeEntry(i, before, at);
            }
        }
        end = outerEnd;
        depth--;
        last = from;
        if (tracer != null) {
            List<Field> children = tracer.close();
            trace(tracer, name, from, prefix, new Field.Items(children));
        }
        return kept(first);
    }
}
