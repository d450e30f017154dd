/**
 * Bytes, and how they are read and written: the only place that touches indices. It knows nothing of TLS.
 *
 * <p>{@link dev.mtls.parser.wire.Bytes} is an immutable slice. A {@link dev.mtls.parser.wire.WireReader} reads named fields
 * from one; what is wrong becomes a {@link dev.mtls.parser.wire.Problem} with the path of the field and its offset, thrown or
 * noted, and what is right becomes, on demand, a tree of {@link dev.mtls.parser.wire.Field}s with their places.
 */
@NullMarked
package dev.mtls.parser.wire;

import org.jspecify.annotations.NullMarked;
