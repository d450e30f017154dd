/** JUnit 5 extension that owns a PKI and a server. */
@NullMarked
package dev.mtls.testkit.junit;

import org.jspecify.annotations.NullMarked;
