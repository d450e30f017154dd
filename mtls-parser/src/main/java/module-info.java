/** Sees what was said: decodes, captures and records TLS. Depends on the JDK alone. */
module dev.mtls.parser {
    requires static org.jspecify;

    exports dev.mtls.parser;
    exports dev.mtls.parser.capture;
    exports dev.mtls.parser.code;
    exports dev.mtls.parser.extension;
    exports dev.mtls.parser.handshake;
    exports dev.mtls.parser.live;
    exports dev.mtls.parser.record;
    exports dev.mtls.parser.secrets;
    exports dev.mtls.parser.view;
    exports dev.mtls.parser.wire;
    exports dev.mtls.parser.x509;
}
