package dev.mtls.parser;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.util.Optional;

/** The problems of records and of how messages lie in them. */
final class Broken {

    private static final int UNEXPECTED_MESSAGE = 10;
    private static final int RECORD_OVERFLOW = 22;
    private static final int DECODE_ERROR = 50;

    private Broken() {}

    /** A record that ends before its announced length. */
    static Problem cutOffRecord(Bytes start, Problem.Base base, long offset, String why) {
        long needed = start.size() < TlsRecord.HEADER ? TlsRecord.HEADER : TlsRecord.HEADER + (long) start.u16(3);
        return Problem.of(Problem.Kind.TRUNCATED, "record", base, new Span(offset, start.size()), why)
                .counted(needed, start.size())
                .rfc("RFC 8446 5.1")
                .alert(DECODE_ERROR);
    }

    /** A hello of SSLv2 that ends before its announced length. */
    static Problem cutOffSslv2(Bytes start, long offset, String why) {
        Span span = new Span(offset, start.size());
        return Problem.of(Problem.Kind.TRUNCATED, "sslv2_client_hello", Problem.Base.STREAM, span, why)
                .counted(Sslv2ClientHello.wireLength(start, 0), start.size())
                .rfc("RFC 5246 E.2")
                .alert(DECODE_ERROR);
    }

    /** A problem of what is in a record, counted from the start of the record. */
    static Problem inContent(Problem found) {
        return rebased(found, TlsRecord.HEADER, "RFC 6520 4");
    }

    /** A problem of a hello of SSLv2, which is a record. */
    static Problem inRecord(Problem found) {
        return rebased(found, 0, "RFC 5246 E.2");
    }

    private static Problem rebased(Problem found, int by, String rfc) {
        Span span = new Span(found.span().offset() + by, found.span().length());
        return new Problem(
                found.kind(),
                found.path(),
                Problem.Base.RECORD,
                span,
                found.needed(),
                found.available(),
                Optional.of(rfc),
                found.alert(),
                found.message());
    }

    /** A message that ends before its announced length. */
    static Problem cutOffMessage(Bytes start, String why) {
        int header = RawHandshakeMessage.HEADER;
        String path = HandshakeType.of(start.u8(0)).name();
        return Problem.of(Problem.Kind.TRUNCATED, path, Problem.Base.MESSAGE, new Span(0, start.size()), why)
                .counted(start.size() < header ? header : header + (long) start.u24(1), start.size())
                .rfc("RFC 8446 4")
                .alert(DECODE_ERROR);
    }

    /** An unfinished message for which no room is left. */
    static Problem tooMuchHeld(int limit, long found) {
        Span start = new Span(0, RawHandshakeMessage.HEADER);
        String message = "more is unfinished on this connection than is kept";
        return Problem.of(Problem.Kind.LIMIT_EXCEEDED, "handshake", Problem.Base.MESSAGE, start, message)
                .counted(limit, found)
                .rfc("RFC 8446 4")
                .alert(DECODE_ERROR);
    }

    static Problem longRecord(int limit, int found) {
        return inRecord(Problem.Kind.TOO_LONG, "record", "longer than a record of TLS 1.3 may be", RECORD_OVERFLOW)
                .counted(limit, found);
    }

    static Problem withinMessage(String what) {
        String message = what + " within a fragmented handshake message";
        return inRecord(Problem.Kind.MISPLACED, "record", message, UNEXPECTED_MESSAGE);
    }

    static Problem halfAlert(int found) {
        return inRecord(Problem.Kind.TRUNCATED, "alert", "half an alert", DECODE_ERROR)
                .counted(2, found);
    }

    static Problem changeCipherSpec() {
        String path = "record.change_cipher_spec";
        return inRecord(Problem.Kind.ILLEGAL_VALUE, path, "not the one byte 01", DECODE_ERROR);
    }

    /** A protected record that stays closed. */
    static Problem notDecrypted(int length, String why) {
        return Problem.of(
                Problem.Kind.NOT_DECRYPTED, "record", Problem.Base.RECORD, new Span(TlsRecord.HEADER, length), why);
    }

    private static Problem inRecord(Problem.Kind kind, String path, String message, int alert) {
        return Problem.of(kind, path, Problem.Base.RECORD, new Span(TlsRecord.HEADER, 0), message)
                .rfc("RFC 8446 5.1")
                .alert(alert);
    }
}
