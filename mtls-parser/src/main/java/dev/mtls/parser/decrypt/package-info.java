/** Opens protected records: key schedules and record protection of SSL 3.0 to TLS 1.3. Not exported. */
@NullMarked
package dev.mtls.parser.decrypt;

import org.jspecify.annotations.NullMarked;
