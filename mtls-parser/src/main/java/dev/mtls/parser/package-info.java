/** Conversations: what two sides said to each other. */
@NullMarked
package dev.mtls.parser;

import org.jspecify.annotations.NullMarked;
