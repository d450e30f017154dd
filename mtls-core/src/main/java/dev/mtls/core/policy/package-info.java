/** Enforces what was written: versions, client authentication, refusals. */
@NullMarked
package dev.mtls.core.policy;

import org.jspecify.annotations.NullMarked;
