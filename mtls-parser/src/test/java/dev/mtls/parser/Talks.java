package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_3;

/** Conversations that tests of other packages look at. */
public final class Talks {

    private Talks() {}

    /** TLS 1.2 between engines of the JDK, both with certificates. */
    public static Conversation mutual12() {
        return JsseTalk.mutual("TLSv1.2")
                .server(settings -> settings.setNeedClientAuth(true))
                .conversation();
    }

    /** TLS 1.3 between engines of the JDK, both with certificates. */
    public static Conversation mutual13() {
        return JsseTalk.mutual("TLSv1.3")
                .server(settings -> settings.setNeedClientAuth(true))
                .conversation();
    }

    /** TLS 1.2: the server names no authority, the client has no certificate and is refused. */
    public static Conversation refused12() {
        return new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12(), Wire.certificateRequest12(), Wire.serverHelloDone())
                .client(Wire.noCertificate12())
                .server("15 0303 0002 0228")
                .conversation();
    }

    /** TLS 1.3 with a retry, up to the first protected records. */
    public static Conversation retry() {
        return new Wire()
                .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                .server(Wire.helloRetryRequest())
                .server("14 0303 0001 01")
                .client("14 0303 0001 01")
                .client(Wire.clientHello(TLS_1_3, TLS_1_2))
                .server(Wire.serverHello13())
                .server("17 0303 0003 aaaaaa")
                .client("17 0303 0002 bbbb")
                .conversation();
    }
}
