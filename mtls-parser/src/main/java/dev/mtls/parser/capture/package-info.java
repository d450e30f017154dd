/**
 * Capture files in and out.
 *
 * <pre>
 * pcap, pcapng ─► packets ─► link layer ─► IP, fragments ─► TCP segments ─► two streams ─► ConversationDecoder
 * </pre>
 *
 * <p>{@link dev.mtls.parser.capture.Captures} reads with the defaults, {@link dev.mtls.parser.capture.CaptureReader} with
 * settings, {@link dev.mtls.parser.capture.CaptureWriter} writes what conversations kept. A file is read as a stream: a
 * conversation is handed out when it ends, and memory follows the connections that are open.
 */
@NullMarked
package dev.mtls.parser.capture;

import org.jspecify.annotations.NullMarked;
