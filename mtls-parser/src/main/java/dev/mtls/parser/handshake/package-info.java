/**
 * Handshake messages, one file each: an immutable record with one {@code read} and one {@code write}.
 *
 * <p>{@link dev.mtls.parser.handshake.HandshakeMessages} makes them of whole messages as bytes: {@code read} throws at the first
 * byte that breaks a rule, {@code decode} notes problems and goes on, {@code trace} gives the tree of all fields too.
 */
@NullMarked
package dev.mtls.parser.handshake;

import org.jspecify.annotations.NullMarked;
