/** TLS records, and whole handshake messages as raw bytes. */
@NullMarked
package dev.mtls.parser.record;

import org.jspecify.annotations.NullMarked;
