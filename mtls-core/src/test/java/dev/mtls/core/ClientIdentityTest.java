package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.IdentityChoice;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client with several identities sends the one that is meant for the host, or that the server can take, and no other. */
class ClientIdentityTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHERS = new TestCertificates("CN=Other CA");
    private static final Consumer<SSLEngine> AS_IT_IS = engine -> {};

    private static Identity rsa(TestCertificates issuer, String name) {
        return issuer.identity(new Request(name, TestCertificates.keys("RSA")).usage(KeyPurposeId.id_kp_clientAuth));
    }

    /** Lets everybody in who shows a certificate of these authorities, or none; and names the authorities when it asks. */
    private static ServerBuilder server(Trust trust) {
        return MtlsContext.server()
                .identity(PKI.identity(new Request("CN=server", TestCertificates.keys("EC"))
                        .hosts("a.example", "b.example", "*.wild.example", "localhost")))
                .trust(trust)
                .clientAuth(ClientAuth.OPTIONAL);
    }

    private static MtlsContext server() {
        return server(PKI.trust().plus(OTHERS.trust())).build();
    }

    private static String sent(EnginePair pair) {
        assertThat(pair.completed()).isTrue();
        try {
            return pair.clientName();
        } catch (SSLPeerUnverifiedException e) {
            return "nothing";
        }
    }

    private static IdentityChoice choice(MtlsContext client, EnginePair pair) {
        return client.identityChoiceOf(pair.client()).orElseThrow();
    }

    private static String reason(IdentityChoice choice, String identity) {
        return choice.rejected().stream()
                .filter(rejected -> rejected.identity().equals(identity))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    @ParameterizedTest
    @CsvSource({
        "a.example,         TLS_1_2, CN=for a",
        "a.example,         TLS_1_3, CN=for a",
        "A.EXAMPLE,         TLS_1_3, CN=for a",
        "b.example,         TLS_1_2, CN=any",
        "b.example,         TLS_1_3, CN=any",
        "x.wild.example,    TLS_1_3, CN=for wild",
        "x.y.wild.example,  TLS_1_3, CN=any",
        "www.a.example,     TLS_1_3, CN=any",
        "127.0.0.1,         TLS_1_3, CN=for address",
        "127.0.0.2,         TLS_1_3, CN=any"
    })
    void anIdentityForAHostIsSentToNoOther(String host, TlsVersion version, String expected) {
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(PKI.client("CN=any"))
                .identityFor("a.example", PKI.client("CN=for a"))
                .identityFor("*.wild.example", PKI.client("CN=for wild"))
                .identityFor("127.0.0.1", PKI.client("CN=for address"))
                .versions(TlsVersions.only(version))
                .dangerous()
                .skipHostCheck() // the certificate of the server is for some of these hosts alone
                .build();
        assertThat(sent(EnginePair.connect(client, host, server()))).isEqualTo(expected);
    }

    @Test
    void theDescriptionTellsTheHostOfAnIdentityAndNotHundredsOfThem() {
        Identity any = PKI.client("CN=any");
        ClientBuilder builder = MtlsContext.client()
                .trust(PKI.trust())
                .identity(any)
                .identityFor("*.wild.example", any)
                .identityFor("a.example", PKI.client("CN=for a"));
        assertThat(builder.build().describe()).startsWith("""
                client
                identity: CN=any (EC key, 1 certificate)
                identity: CN=any (EC key, 1 certificate), for *.wild.example alone
                identity: CN=for a (EC key, 1 certificate), for a.example alone
                trust: """);
        builder.moreIdentities(Collections.nCopies(498, any));
        assertThat(builder.build().describe()).startsWith("""
                client
                identity: CN=any (EC key, 1 certificate)
                identity: CN=any (EC key, 1 certificate)
                identity: CN=any (EC key, 1 certificate)
                identities: 498 more
                trust: """);
    }

    @Test
    void withoutOneForAnyHostTheOthersSeeNothing() {
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .noIdentity()
                .identityFor("a.example", PKI.client("CN=for a"))
                .identityFor("*.wild.example", PKI.client("CN=for wild"))
                .build();
        assertThat(sent(EnginePair.connect(client, "a.example", server()))).isEqualTo("CN=for a");
        EnginePair other = EnginePair.connect(client, "b.example", server());
        assertThat(sent(other)).isEqualTo("nothing");
        assertThat(reason(choice(client, other), "CN=for a"))
                .isEqualTo("it was given for a.example alone, not for host b.example");
        assertThat(choice(client, other).toString()).startsWith("no identity: none would do; not CN=for a: ");
    }

    /** JSSE takes no engine without a host for granted, so this is one whose host check was left out. */
    @Test
    void aConnectionThatKnowsNoHostIsSentNone() {
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .noIdentity()
                .identityFor("a.example", PKI.client("CN=for a"))
                .dangerous()
                .skipHostCheck()
                .build();
        EnginePair pair = EnginePair.connect(client, null, server());
        assertThat(sent(pair)).isEqualTo("nothing");
        assertThat(reason(choice(client, pair), "CN=for a"))
                .isEqualTo("it was given for a.example alone, not for a connection that does not know its host");
    }

    private static Consumer<SSLEngine> asking(String name) {
        return engine -> {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        };
    }

    /** A caller may call one host and ask for another: the certificate tells who has answered. */
    @Test
    void theHostIsTheOneThatTheServerProved() {
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .noIdentity()
                .identityFor("a.example", PKI.client("CN=for a"))
                .identityFor("evil.example", PKI.client("CN=for evil"))
                .build();
        EnginePair byAddress = EnginePair.connect(
                client.sslContext(), "10.0.0.1", asking("a.example"), server().sslContext(), AS_IT_IS);
        assertThat(sent(byAddress)).isEqualTo("CN=for a");
        // JSSE is content when the certificate is for either: here it is only for the host that is called.
        EnginePair asksForAnother = EnginePair.connect(
                client.sslContext(), "a.example", asking("evil.example"), server().sslContext(), AS_IT_IS);
        assertThat(sent(asksForAnother)).isEqualTo("CN=for a");
    }

    /** What was given for a host is sent there although its issuer is not named, as by programs that are given one certificate. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIdentityForAHostIsSentWhateverAuthoritiesAreNamed(boolean forHost) {
        ClientBuilder builder =
                MtlsContext.client().trust(PKI.trust()).noIdentity().versions(TlsVersions.only(TlsVersion.TLS_1_2));
        MtlsContext client = (forHost
                        ? builder.identityFor("a.example", OTHERS.client("CN=stranger"))
                        : builder.identity(OTHERS.client("CN=stranger")))
                .build();
        MtlsContext server = server(PKI.trust()).build();
        EnginePair pair = EnginePair.connect(client, "a.example", server);
        if (forHost) {
            assertThat(pair.completed()).isFalse();
            assertThat(choice(client, pair).reason()).isEqualTo("it was given for host a.example");
        } else {
            assertThat(sent(pair)).isEqualTo("nothing");
            assertThat(reason(choice(client, pair), "CN=stranger"))
                    .isEqualTo("its issuer CN=Other CA is not the authority that the server names");
            assertThat(choice(client, pair).authorities()).containsExactly("CN=Test CA");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsVersion.class,
            names = {"TLS_1_2", "TLS_1_3"})
    void amongOthersTheFirstThatANamedAuthorityIssuedIsSent(TlsVersion version) {
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(OTHERS.client("CN=of others"))
                .moreIdentities(PKI.client("CN=first"), PKI.client("CN=second"))
                .versions(TlsVersions.only(version))
                .build();
        EnginePair ofPki =
                EnginePair.connect(client, "a.example", server(PKI.trust()).build());
        assertThat(sent(ofPki)).isEqualTo("CN=first");
        assertThat(choice(client, ofPki).reason())
                .isEqualTo("its issuer is among the authorities that the server names");
        assertThat(reason(choice(client, ofPki), "CN=second")).contains("comes first");
        EnginePair ofBoth = EnginePair.connect(client, "b.example", server());
        assertThat(sent(ofBoth)).isEqualTo("CN=of others");
    }

    /** An authority above the issuer will do, as long as the chain leads to it. */
    @Test
    void anIssuerFurtherUpTheChainWillDo() {
        Request middle = new Request("CN=Middle", TestCertificates.keys("EC")).authority();
        Request leaf = new Request("CN=deep", TestCertificates.keys("EC")).usage(KeyPurposeId.id_kp_clientAuth);
        Identity deep =
                Identity.of(leaf.key.getPrivate(), List.of(leaf.issuedBy("CN=Middle", middle.key), PKI.issue(middle)));
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(OTHERS.client("CN=of others"))
                .moreIdentities(deep)
                .build();
        assertThat(sent(EnginePair.connect(
                        client, "a.example", server(PKI.trust()).build())))
                .isEqualTo("CN=deep");
    }

    @Test
    void alwaysSentIsTheFirstThatIsNamedElseTheFirst() {
        ClientBuilder builder = MtlsContext.client()
                .trust(PKI.trust())
                .identity(OTHERS.client("CN=of others"))
                .alwaysSendIdentity();
        MtlsContext alone = builder.build();
        EnginePair refused =
                EnginePair.connect(alone, "a.example", server(PKI.trust()).build());
        assertThat(refused.completed()).isFalse();
        assertThat(choice(alone, refused).reason()).isEqualTo("it is sent whatever authorities the server names");
        MtlsContext both = builder.moreIdentities(PKI.client("CN=of ours")).build();
        assertThat(sent(EnginePair.connect(
                        both, "a.example", server(PKI.trust()).build())))
                .isEqualTo("CN=of ours");
    }

    @Test
    void aKeyThatTheServerDoesNotTakeIsPassedOver() {
        Identity curve = PKI.identity(
                new Request("CN=p384", TestCertificates.keys("EC", "secp384r1")).usage(KeyPurposeId.id_kp_clientAuth));
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(curve)
                .moreIdentities(rsa(PKI, "CN=rsa"))
                .versions(TlsVersions.only(TlsVersion.TLS_1_3))
                .build();
        assertThat(sent(EnginePair.connect(client, "a.example", server()))).isEqualTo("CN=p384");
        EnginePair pair = EnginePair.connect(
                client.sslContext(),
                "b.example",
                AS_IT_IS,
                server().sslContext(),
                ServerNameTest.taking(name -> !name.equals("SHA384withECDSA")));
        assertThat(sent(pair)).isEqualTo("CN=rsa");
        assertThat(reason(choice(client, pair), "CN=p384"))
                .startsWith("its EC key makes none of the signatures that the peer takes: ");
        EnginePair none = EnginePair.connect(
                client.sslContext(),
                "c.wild.example",
                AS_IT_IS,
                server().sslContext(),
                ServerNameTest.taking(name -> name.equals("SHA256withECDSA")));
        assertThat(sent(none)).isEqualTo("nothing");
        assertThat(reason(choice(client, none), "CN=rsa")).isEqualTo("its key type RSA is not among EC");
    }

    @Test
    void aSessionOfOneHostIsNotResumedAtAnother() {
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .noIdentity()
                .identityFor("a.example", PKI.client("CN=for a"))
                .identityFor("b.example", PKI.client("CN=for b"))
                .build();
        MtlsContext server = server();
        for (int n = 0; n < 2; n++) {
            assertThat(sent(EnginePair.connect(client, "a.example", server))).isEqualTo("CN=for a");
            assertThat(sent(EnginePair.connect(client, "b.example", server))).isEqualTo("CN=for b");
        }
    }

    @Test
    void anUpdateLeavesTheOthers() {
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(PKI.client("CN=any"))
                .identityFor("a.example", PKI.client("CN=for a"))
                .build();
        client.update(PKI.client("CN=new"));
        assertThat(sent(EnginePair.connect(client, "a.example", server()))).isEqualTo("CN=for a");
        assertThat(sent(EnginePair.connect(client, "b.example", server()))).isEqualTo("CN=new");
        MtlsContext again = client.toBuilder().build();
        assertThat(sent(EnginePair.connect(again, "a.example", server()))).isEqualTo("CN=for a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "*.com",
                "a.*.example",
                "*a.example",
                "https://a.example",
                "a.example:443",
                "b\u00fccher.example",
                "1.2.3"
            })
    void whatIsNoHostIsAnError(String host) {
        ClientBuilder builder = MtlsContext.client().trust(PKI.trust()).noIdentity();
        Identity identity = PKI.client("CN=alice");
        assertThatThrownBy(() -> builder.identityFor(host, identity))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("An identity is given for what is no host")
                .satisfies(thrown -> assertThat(((MtlsConfigurationException) thrown)
                                .findings()
                                .get(0)
                                .id())
                        .isEqualTo("host-pattern-invalid"));
    }

    @Test
    void allIdentitiesAreJudged() {
        Identity unfit =
                PKI.identity(new Request("CN=unfit", TestCertificates.keys("EC")).usage(KeyPurposeId.id_kp_serverAuth));
        for (ClientBuilder builder : List.of(
                MtlsContext.client().trust(PKI.trust()).noIdentity().moreIdentities(unfit),
                MtlsContext.client().trust(PKI.trust()).noIdentity().identityFor("a.example", unfit))) {
            assertThatThrownBy(builder::build).hasMessageContaining("CN=unfit");
        }
    }

    /** The names of authorities are text of the peer. */
    @Test
    void whatThePeerWroteIsMadeSafe() {
        TestCertificates hostile = new TestCertificates("CN=a\u0007\\, b\u001b[31m");
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(PKI.client("CN=alice"))
                .build();
        EnginePair pair =
                EnginePair.connect(client, "a.example", server(hostile.trust()).build());
        assertThat(choice(client, pair).authorities())
                .singleElement()
                .satisfies(name -> assertThat(name).matches("[\\x20-\\x7e]+"));
    }
}
