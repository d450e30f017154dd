/** Capture files in and out. */
@NullMarked
package dev.mtls.parser.capture;

import org.jspecify.annotations.NullMarked;
