/** What core finds in the material it is given. */
@NullMarked
package dev.mtls.core.finding;

import org.jspecify.annotations.NullMarked;
