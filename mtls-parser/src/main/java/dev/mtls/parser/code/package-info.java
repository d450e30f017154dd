/** Open code points with their IANA names. */
@NullMarked
package dev.mtls.parser.code;

import org.jspecify.annotations.NullMarked;
