/** Tests mutual TLS: a throwaway PKI, and an echo server that tells what it saw. */
module dev.mtls.testkit {
    requires transitive dev.mtls.core;
    requires transitive dev.mtls.parser;
    requires java.naming;
    requires org.slf4j;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports dev.mtls.testkit;
    exports dev.mtls.testkit.junit;
}
