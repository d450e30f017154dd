/** The command-line program {@code mtls}, made of public API only. */
@NullMarked
package dev.mtls.examples.cli;

import org.jspecify.annotations.NullMarked;
