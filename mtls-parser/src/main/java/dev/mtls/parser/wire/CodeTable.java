package dev.mtls.parser.wire;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one registry: their width, their names, and one shared instance for each number that is registered.
 *
 * <p>Names are read from a text at the first question for one, so making a table costs next to nothing. Asking for a
 * registered number a second time allocates nothing. Safe for use by several threads.
 *
 * @param <T> the type of the code points
 */
public final class CodeTable<T extends CodePoint> {
    private static final int STRANGERS = 256;
    private static final char UNREGISTERED = '*';

    private final String registry;
    private final int width;
    private final boolean greased;
    private final IntFunction<T> factory;
    private final String text;

    // Races are harmless: the elements are immutable, and who misses one makes an equal one.
    private final @Nullable Object[][] cached;
    private int strangers;
    private volatile @Nullable Names names;

    private CodeTable(String registry, int width, boolean greased, IntFunction<T> factory, String text) {
        this.registry = registry;
        this.width = width;
        this.greased = greased;
        this.factory = factory;
        this.text = text;
        this.cached = new Object[width == 1 ? 1 : 256][];
    }

    /**
     * A table of numbers of one byte.
     *
     * @param registry what the numbers are, for messages
     * @param factory makes a code point of its number
     * @param names one line per registered number: the number as two hexadecimal digits, a blank, the name; an asterisk instead of the
     *     blank marks a number that is not registered and has a name all the same
     */
    public static <T extends CodePoint> CodeTable<T> bytes(String registry, IntFunction<T> factory, String names) {
        return new CodeTable<>(registry, 1, false, factory, names);
    }

    /** As {@link #bytes}, for a registry with the one-byte values of RFC 8701. */
    public static <T extends CodePoint> CodeTable<T> greasedBytes(
            String registry, IntFunction<T> factory, String names) {
        return new CodeTable<>(registry, 1, true, factory, names);
    }

    /**
     * A table of numbers of two bytes.
     *
     * @param registry what the numbers are, for messages
     * @param factory makes a code point of its number
     * @param names one line per registered number: the number as four hexadecimal digits, a blank, the name; an asterisk instead of the
     *     blank marks a number that is not registered and has a name all the same
     */
    public static <T extends CodePoint> CodeTable<T> shorts(String registry, IntFunction<T> factory, String names) {
        return new CodeTable<>(registry, 2, false, factory, names);
    }

    /** As {@link #shorts}, for a registry with the two-byte values of RFC 8701. */
    public static <T extends CodePoint> CodeTable<T> greasedShorts(
            String registry, IntFunction<T> factory, String names) {
        return new CodeTable<>(registry, 2, true, factory, names);
    }

    /** Bytes of a number on the wire, 1 or 2. */
    public int width() {
        return width;
    }

    /**
     * The code point of a number.
     *
     * @throws IllegalArgumentException when the number does not fit the width
     */
    @SuppressWarnings("unchecked")
    public T of(int value) {
        int high = value >> 8;
        if (high >= 0 && high < cached.length) {
            @Nullable Object[] page = cached[high];
            if (page != null) {
                Object known = page[value & 0xff];
                if (known != null) {
                    return (T) known;
                }
            }
        }
        return make(value);
    }

    /** The code point of a number that is known to be registered: made and kept without a look at the names. */
    public T constant(int value) {
        T made = factory.apply(value);
        keep(made);
        return made;
    }

    /**
     * Checks that a number fits.
     *
     * @throws IllegalArgumentException when it does not
     */
    public void check(int value) {
        if (value < 0 || value >> (8 * width) != 0) {
            throw new IllegalArgumentException(registry + ": " + value + " is no number of " + width + " byte(s)");
        }
    }

    /** See {@link CodePoint#name()}. */
    public String name(int value) {
        String known = named(value);
        return known != null ? known : isGrease(value) ? "GREASE(" + hex(value) + ")" : unknown(value);
    }

    /** See {@link CodePoint#isRegistered()}. */
    public boolean isRegistered(int value) {
        return named(value) != null && !names().unregistered().get(value);
    }

    /** See {@link CodePoint#isGrease()}. */
    public boolean isGrease(int value) {
        if (!greased) {
            return false;
        }
        return width == 2
                ? (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff)
                : value >= 0x0b && value <= 0xe4 && (value - 0x0b) % 0x1f == 0;
    }

    private T make(int value) {
        check(value);
        T made = factory.apply(value);
        // Few of the other numbers are kept: a peer that makes them up must not fill the memory.
        if (isGrease(value) || named(value) != null) {
            keep(made);
        } else if (strangers < STRANGERS) {
            strangers++;
            keep(made);
        }
        return made;
    }

    private void keep(T made) {
        int high = made.value() >> 8;
        @Nullable Object[] page = cached[high];
        if (page == null) {
            page = new Object[256];
            cached[high] = page;
        }
        page[made.value() & 0xff] = made;
    }

    private @Nullable String named(int value) {
        check(value);
        @Nullable String[] page = names().pages()[value >> 8];
        return page == null ? null : page[value & 0xff];
    }

    private Names names() {
        Names known = names;
        if (known == null) {
            known = readNames();
            names = known;
        }
        return known;
    }

    private Names readNames() {
        @Nullable String[][] read = new String[cached.length][];
        BitSet unregistered = new BitSet();
        int digits = 2 * width;
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            int value = Integer.parseInt(text, at, at + digits, 16);
            @Nullable String[] page = read[value >> 8];
            if (page == null) {
                page = new String[256];
                read[value >> 8] = page;
            }
            page[value & 0xff] = text.substring(at + digits + 1, end);
            unregistered.set(value, text.charAt(at + digits) == UNREGISTERED);
            at = end + 1;
        }
        return new Names(read, unregistered);
    }

    /** The names by number, in pages of 256, and which of them no registry has. */
    @SuppressWarnings("ArrayRecordComponent") // private, never compared
    private record Names(@Nullable String[][] pages, BitSet unregistered) {}

    private String unknown(int value) {
        return "unknown(" + hex(value) + ")";
    }

    private String hex(int value) {
        HexFormat upper = HexFormat.of().withUpperCase();
        return "0x" + (width == 1 ? upper.toHexDigits((byte) value) : upper.toHexDigits((char) value));
    }

    @Override
    public String toString() {
        return registry;
    }
}
