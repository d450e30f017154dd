/** What a decoder asks for when it meets protected records. */
@NullMarked
package dev.mtls.parser.secrets;

import org.jspecify.annotations.NullMarked;
