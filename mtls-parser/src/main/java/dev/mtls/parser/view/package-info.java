/** All printing: text tree and JSON. */
@NullMarked
package dev.mtls.parser.view;

import org.jspecify.annotations.NullMarked;
