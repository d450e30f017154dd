/** Records the connections of an SSLContext of this JVM. */
@NullMarked
package dev.mtls.parser.live;

import org.jspecify.annotations.NullMarked;
