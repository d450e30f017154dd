/** Builds an {@code SSLContext} from PEM that does exactly what was written. */
module dev.mtls.core {
    requires java.naming;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.mtls.core;
    exports dev.mtls.core.finding;
    exports dev.mtls.core.pem;
    exports dev.mtls.core.reload;
}
