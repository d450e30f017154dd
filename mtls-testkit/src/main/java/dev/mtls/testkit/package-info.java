/** Throwaway certificates, and a server that tells what it saw. */
@NullMarked
package dev.mtls.testkit;

import org.jspecify.annotations.NullMarked;
