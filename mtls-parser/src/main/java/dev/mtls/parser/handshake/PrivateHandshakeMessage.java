package dev.mtls.parser.handshake;

/** A handshake message that an application models itself, for a code point of its own. */
public non-sealed interface PrivateHandshakeMessage extends HandshakeMessage {}
