/** PEM and DER bytes to typed blocks. */
@NullMarked
package dev.mtls.core.pem;

import org.jspecify.annotations.NullMarked;
