/** TLS extensions, one file each. */
@NullMarked
package dev.mtls.parser.extension;

import org.jspecify.annotations.NullMarked;
