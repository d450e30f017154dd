package dev.mtls.testkit.junit;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.ServedConnection;
import dev.mtls.testkit.TestPki;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit tests a {@link TestPki} and a running {@link EchoServer} as parameters.
 *
 * <pre>{@code
 * @RegisterExtension
 * static MtlsExtension mtls = MtlsExtension.builder().clientAuth(ClientAuth.REQUIRED).build();
 *
 * @Test
 * void refusesStrangers(EchoServer server, TestPki pki) {
 *     server.connect(pki.untrusted().client("mallory"));
 *     assertThat(server.awaitConnection().cause()).contains("client-certificate-untrusted");
 * }
 * }</pre>
 *
 * <p>In a {@code static} field: one PKI and one server for the class and the classes nested in it, and the server that a
 * test gets as a parameter is a {@linkplain EchoServer#newView() view} that shows only what this test caused, as far as
 * that can be told: of tests that run at the same time, connections made by {@link EchoServer#connect} or with a
 * certificate of the test's own {@code TestPki} are shown to no other. In an instance field: a PKI and a server for each
 * test. Either way a constructor and the methods before and after all tests get the server itself.
 *
 * <p>The extension keeps all its state in JUnit's store, and claims no parameters of other types.
 */
public final class MtlsExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final String FIXTURE = "fixture";

    private final Supplier<TestPki> pki;
    private final UnaryOperator<EchoServer.Builder> settings;

    private MtlsExtension(Supplier<TestPki> pki, UnaryOperator<EchoServer.Builder> settings) {
        this.pki = pki;
        this.settings = settings;
    }

    /** Starts to describe the PKI and the server. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        fixture(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Store store = store(context);
        Fixture shared = store.get(FIXTURE, Fixture.class);
        store.put(
                FIXTURE,
                shared == null ? newFixture() : new Fixture(shared.server().newView()));
    }

    /** Of a failed test, tells in the report what the server saw. */
    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            for (ServedConnection connection : fixture(context).server().connections()) {
                context.publishReportEntry("mtls connection " + connection.number(), connection.toString());
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EchoServer.class || type == TestPki.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EchoServer server = fixture(context).server();
        return parameter.getParameter().getType() == TestPki.class ? server.pki() : server;
    }

    /** Of this context or of one around it; made here when there is none, as for a constructor before all tests. */
    // The successor of getOrComputeIfAbsent is not there before JUnit 6.
    @SuppressWarnings("deprecation")
    private Fixture fixture(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(FIXTURE, key -> newFixture(), Fixture.class);
    }

    private Fixture newFixture() {
        return new Fixture(settings.apply(EchoServer.on(pki.get())).start());
    }

    private Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(MtlsExtension.class, this));
    }

    /** What the store closes: up to JUnit 5.12 it knows one of these interfaces, later the other. */
    @SuppressWarnings("deprecation")
    private record Fixture(EchoServer server) implements Store.CloseableResource, AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    /** What the tests are to get. Not thread-safe. */
    public static final class Builder {
        private Supplier<TestPki> pki = TestPki::create;
        private UnaryOperator<EchoServer.Builder> settings = UnaryOperator.identity();

        private Builder() {}

        /** Whether the server asks for a certificate; not unless said. */
        public Builder clientAuth(ClientAuth mode) {
            return server(builder -> builder.clientAuth(mode));
        }

        /** The TLS versions that the server speaks; 1.2 and 1.3 unless said. */
        public Builder versions(TlsVersions spoken) {
            return server(builder -> builder.versions(spoken));
        }

        /** Whether the server speaks HTTP/1.1 instead of echoing; it does not unless said. */
        public Builder http(boolean yes) {
            return server(builder -> builder.http(yes));
        }

        /** Where PKIs come from; {@link TestPki#create()} unless said. */
        public Builder pki(Supplier<TestPki> source) {
            pki = source;
            return this;
        }

        /** Anything else of the server, applied after what was said before. */
        public Builder server(UnaryOperator<EchoServer.Builder> more) {
            UnaryOperator<EchoServer.Builder> before = settings;
            settings = builder -> more.apply(before.apply(builder));
            return this;
        }

        /** The extension. */
        public MtlsExtension build() {
            return new MtlsExtension(pki, settings);
        }
    }
}
