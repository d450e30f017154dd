/** Handshake messages, one file each. */
@NullMarked
package dev.mtls.parser.handshake;

import org.jspecify.annotations.NullMarked;
