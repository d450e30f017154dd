package dev.mtls.core;

import dev.mtls.core.pem.PemSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where an identity or a trust came from, and how to load it again with all that was made of it since: what a reload goes by. Without
 * sources it was made in memory and stays what it is; with sources and no way to load it again, its password was given once, as an array
 * that is no longer there.
 *
 * @param sources what was read, in its order
 * @param again reads it afresh
 */
record Origin<T>(List<PemSource> sources, Optional<Supplier<T>> again) {

    static <T> Origin<T> inMemory() {
        return new Origin<>(List.of(), Optional.empty());
    }

    static <T> Origin<T> of(List<PemSource> sources, Optional<Supplier<T>> again) {
        return new Origin<>(List.copyOf(sources), again);
    }

    /** The origin of what {@code change} makes of it. */
    Origin<T> map(UnaryOperator<T> change) {
        return new Origin<>(sources, again.map(load -> () -> change.apply(load.get())));
    }

    /** The origin of {@code join} of two; one that was made in memory stays what it is when the other is loaded again. */
    static <T> Origin<T> join(T left, Origin<T> ofLeft, T right, Origin<T> ofRight, BinaryOperator<T> join) {
        Optional<Supplier<T>> again = Optional.empty();
        if (ofLeft.sources.isEmpty()) {
            again = ofRight.again.map(load -> () -> join.apply(left, load.get()));
        } else if (ofRight.sources.isEmpty()) {
            again = ofLeft.again.map(load -> () -> join.apply(load.get(), right));
        } else if (ofLeft.again.isPresent() && ofRight.again.isPresent()) {
            Supplier<T> loadLeft = ofLeft.again.get();
            Supplier<T> loadRight = ofRight.again.get();
            again = Optional.of(() -> join.apply(loadLeft.get(), loadRight.get()));
        }
        List<PemSource> sources = new ArrayList<>(ofLeft.sources);
        sources.addAll(ofRight.sources);
        return of(sources, again);
    }
}
