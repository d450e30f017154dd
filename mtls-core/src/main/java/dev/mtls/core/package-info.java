/** Builds an {@link javax.net.ssl.SSLContext} from PEM that does exactly what was written. */
@NullMarked
package dev.mtls.core;

import org.jspecify.annotations.NullMarked;
