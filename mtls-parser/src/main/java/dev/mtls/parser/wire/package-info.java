/** The only place that touches indices: bounded reading and writing of bytes. */
@NullMarked
package dev.mtls.parser.wire;

import org.jspecify.annotations.NullMarked;
