package dev.mtls.parser.extension;

/** An extension that an application models itself, for a code point of its own. */
public non-sealed interface PrivateExtension extends TlsExtension {}
