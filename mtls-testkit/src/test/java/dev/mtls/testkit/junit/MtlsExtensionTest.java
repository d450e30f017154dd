package dev.mtls.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.mtls.core.ClientAuth;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.ServedConnection;
import dev.mtls.testkit.TestPki;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class MtlsExtensionTest {
    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    private static EngineExecutionResults run(Class<?> tests) {
        PORTS.clear();
        HEARD.clear();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute();
    }

    private static void allPass(Class<?> tests, int count) {
        run(tests)
                .testEvents()
                .assertStatistics(
                        statistics -> statistics.succeeded(count).failed(0).skipped(0));
    }

    private static void assertClosed() {
        assertThat(PORTS)
                .isNotEmpty()
                .allSatisfy(port -> assertThat(isOpen(port)).isFalse());
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static void refusesOne(EchoServer server, TestPki pki) {
        PORTS.add(server.port());
        assertThat(server.connections()).isEmpty();
        server.connect(pki.untrusted().client("mallory"));
        assertThat(server.awaitConnection().cause()).contains("client-certificate-untrusted");
        assertThat(server.connections()).hasSize(1);
    }

    @Test
    void oneServerForAClassAndTheClassesWithin() {
        allPass(PerClass.class, 6);
        assertThat(PORTS).hasSize(1);
        assertClosed();
    }

    static class PerClass {
        @RegisterExtension
        static final MtlsExtension MTLS =
                MtlsExtension.builder().clientAuth(ClientAuth.REQUIRED).build();

        @BeforeAll
        static void before(EchoServer server) {
            PORTS.add(server.port());
        }

        @AfterAll
        static void after(EchoServer server) {
            // The server itself, not a view: it saw every test of this class and of those within.
            assertThat(server.connections()).hasSize(6);
            assertThat(isOpen(server.port())).isTrue();
        }

        PerClass(TestPki pki) {
            assertThat(pki).isNotNull();
        }

        @BeforeEach
        void each(EchoServer server, TestPki pki) {
            assertThat(server.pki()).isSameAs(pki);
        }

        @Test
        void one(EchoServer server, TestPki pki) {
            refusesOne(server, pki);
        }

        @RepeatedTest(2)
        void again(EchoServer server, TestPki pki) {
            refusesOne(server, pki);
        }

        @ParameterizedTest
        @ValueSource(strings = "x")
        void parameterized(String text, EchoServer server, TestPki pki) {
            refusesOne(server, pki);
        }

        @Nested
        class Within {
            @Test
            void one(EchoServer server, TestPki pki) {
                refusesOne(server, pki);
            }

            @Nested
            class Deeper {
                @Test
                void one(EchoServer server, TestPki pki) {
                    refusesOne(server, pki);
                }
            }
        }
    }

    @Test
    void oneServerForEachTest() {
        allPass(PerTest.class, 3);
        assertThat(PORTS).hasSize(3);
        assertClosed();
    }

    static class PerTest {
        @RegisterExtension
        final MtlsExtension mtls =
                MtlsExtension.builder().clientAuth(ClientAuth.REQUIRED).build();

        @Test
        void one(EchoServer server, TestPki pki) {
            refusesOne(server, pki);
        }

        @Test
        void two(EchoServer server, TestPki pki) {
            refusesOne(server, pki);
        }

        @Nested
        class Within {
            @Test
            void one(EchoServer server, TestPki pki) {
                refusesOne(server, pki);
            }
        }
    }

    @Test
    void oneServerForAnInstanceThatServesAllTests() {
        allPass(PerInstance.class, 2);
        assertThat(PORTS).hasSize(1);
        assertClosed();
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class PerInstance {
        @RegisterExtension
        static final MtlsExtension MTLS =
                MtlsExtension.builder().clientAuth(ClientAuth.REQUIRED).build();

        PerInstance(EchoServer server) {
            PORTS.add(server.port());
        }

        @BeforeAll
        void before(EchoServer server) {
            PORTS.add(server.port());
        }

        @Test
        void one(EchoServer server, TestPki pki) {
            refusesOne(server, pki);
        }

        @Test
        void two(EchoServer server, TestPki pki) {
            refusesOne(server, pki);
        }
    }

    @Test
    void testsAtTheSameTimeDoNotSeeEachOther() {
        Parallel.together = new CountDownLatch(2);
        allPass(Parallel.class, 2);
        assertThat(PORTS).hasSize(1);
        assertClosed();
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class Parallel {
        @RegisterExtension
        static final MtlsExtension MTLS =
                MtlsExtension.builder().clientAuth(ClientAuth.REQUIRED).build();

        static volatile CountDownLatch together = new CountDownLatch(0);

        @Test
        void missing(EchoServer server, TestPki pki) throws Exception {
            meet(server);
            server.connect();
            assertThat(server.awaitConnection().cause()).contains("client-certificate-missing");
            assertThat(server.connections()).hasSize(1);
        }

        @Test
        void untrusted(EchoServer server, TestPki pki) throws Exception {
            meet(server);
            refusesOne(server, pki);
        }

        private static void meet(EchoServer server) throws InterruptedException {
            PORTS.add(server.port());
            together.countDown();
            assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void ofAFailedTestTheReportTellsWhatTheServerSaw() {
        Failing.onPurpose = true;
        EngineExecutionResults results = run(Failing.class);
        Failing.onPurpose = false;
        results.testEvents().assertStatistics(statistics -> statistics.failed(1));
        assertThat(results.allEvents().reportingEntryPublished().stream()
                        .map(event -> event.getPayload().orElseThrow().toString()))
                .singleElement()
                .asString()
                .contains("mtls connection 0", "client-certificate-missing");
    }

    static class Failing {
        @RegisterExtension
        static final MtlsExtension MTLS =
                MtlsExtension.builder().clientAuth(ClientAuth.REQUIRED).build();

        static volatile boolean onPurpose;

        @Test
        void fails(EchoServer server) {
            server.connect();
            server.awaitConnection();
            if (onPurpose) {
                fail("on purpose");
            }
        }
    }

    @Test
    void settingsReachTheServer() {
        allPass(Settings.class, 1);
        assertThat(HEARD).containsExactly("alice");
    }

    static class Settings {
        @RegisterExtension
        final MtlsExtension mtls = MtlsExtension.builder()
                .http(true)
                .pki(() -> TestPki.selfSigned("localhost"))
                .server(builder -> builder.onConnection(connection -> HEARD.add(nameOf(connection))))
                .build();

        private static String nameOf(ServedConnection connection) {
            return connection.verified() ? "alice" : "nobody";
        }

        @Test
        void welcome(EchoServer server, TestPki pki) {
            assertThat(server.connect(pki.client("alice")).reply()).endsWith("Welcome alice");
        }
    }
}
