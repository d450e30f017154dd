package dev.mtls.examples.cli;

/**
 * Something that a person should know about a connection.
 *
 * @param id the id of the finding, such as {@code server-host-not-matched}
 * @param text what was found, a sentence
 * @param remedy what to do about it, a sentence
 */
record Remark(String id, String text, String remedy) {}
