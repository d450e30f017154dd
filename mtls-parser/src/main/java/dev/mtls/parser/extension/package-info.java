/**
 * TLS extensions, one file each: an immutable record with one {@code read} and one {@code write}.
 *
 * <p>{@link dev.mtls.parser.extension.Extensions} is the block that stands in a message. What is not decoded is an {@link
 * dev.mtls.parser.extension.UnknownExtension}, what breaks the rules of its type a {@link
 * dev.mtls.parser.extension.MalformedExtension}; both keep their bytes. A new extension is a new file, its name in the {@code
 * permits} of {@link dev.mtls.parser.extension.TlsExtension} and a row in {@link dev.mtls.parser.extension.ExtensionTable}.
 */
@NullMarked
package dev.mtls.parser.extension;

import org.jspecify.annotations.NullMarked;
