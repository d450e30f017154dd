package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CertChainType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * Where the server finds the certificates of a client that does not send them, before TLS 1.3. RFC 6066 5.
 *
 * <p>{@code CertChainType type; URLAndHash url_and_hash_list<1..2^16-1>}, each {@code opaque url<1..2^16-1>; uint8 padding = 1;
 * opaque SHA1Hash[20]}.
 *
 * @param certChainType what the addresses lead to
 * @param urlAndHashList the addresses, the client's own certificate first
 */
public record CertificateUrl(CertChainType certChainType, List<CertificateUrl.UrlAndHash> urlAndHashList)
        implements HandshakeMessage {
    private static final int ILLEGAL_PARAMETER = 47;

    /**
     * An address and what is there.
     *
     * @param url ASCII as the client sent it, not checked
     * @param padding always 1
     * @param sha1Hash SHA-1 of what is there, 20 bytes
     */
    public record UrlAndHash(Bytes url, int padding, Bytes sha1Hash) {}

    /** Keeps an unmodifiable copy. */
    public CertificateUrl {
        urlAndHashList = List.copyOf(urlAndHashList);
    }

    static CertificateUrl read(WireReader in, ReadContext context) {
        return new CertificateUrl(
                in.codePoint("type", CertChainType.TABLE), in.list16("url_and_hash_list", 1, CertificateUrl::entry));
    }

    private static UrlAndHash entry(WireReader in) {
        Bytes url = in.opaque16As("url", 1, Field.Text::of);
        int padding = in.u8("padding");
        if (padding != 1) {
            in.reportLast(Problem.Kind.ILLEGAL_VALUE, "padding", ILLEGAL_PARAMETER, "not 1 but " + padding);
        }
        return new UrlAndHash(url, padding, in.bytes("sha1_hash", 20));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_URL;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint8(certChainType)
                .list16(
                        urlAndHashList,
                        (w, e) -> w.opaque16(e.url()).u8(e.padding()).bytes(e.sha1Hash()));
    }
}
