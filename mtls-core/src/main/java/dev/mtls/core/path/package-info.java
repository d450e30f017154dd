/** Judges the certification path of a peer: its names, its certificates, and what the JDK does not look at. */
@NullMarked
package dev.mtls.core.path;

import org.jspecify.annotations.NullMarked;
