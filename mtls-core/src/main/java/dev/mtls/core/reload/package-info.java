/** How the sources of a context are polled while it is in use, and what came of it. */
@NullMarked
package dev.mtls.core.reload;

import org.jspecify.annotations.NullMarked;
