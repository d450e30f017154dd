package dev.mtls.core.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.path.Draft.Held;
import java.security.KeyPair;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathValidatorTest {

    private static final Instant NOW = Instant.now();
    private static final Held ROOT = Draft.authority("CN=Root").selfSigned();

    private static PathRules depth(int n) {
        return new PathRules(OptionalInt.of(n), false, List.of(), CrlScope.LEAF);
    }

    private static PathRules deep() {
        return depth(9);
    }

    private static CertificationPath validate(PathRules rules, List<X509Certificate> anchors, X509Certificate... sent)
            throws CertificateException {
        return new PathValidator(anchors, rules).validate(sent, Role.CLIENT, List.of(), NOW);
    }

    /** The leaf first, then the intermediates from it upwards. */
    private static List<X509Certificate> chain(Held root, int intermediates) {
        List<X509Certificate> chain = new ArrayList<>();
        Held above = root;
        for (int i = intermediates; i > 0; i--) {
            above = Draft.authority("CN=Intermediate " + i).issuedBy(above);
            chain.add(0, above.certificate());
        }
        chain.add(0, Draft.client("CN=alice").issuedBy(above).certificate());
        return chain;
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,true",
        "0,1,true",
        "1,0,false",
        "1,1,true",
        "1,2,true",
        "2,1,false",
        "2,2,true",
        "3,2,false",
        "3,3,true",
        "9,9,true"
    })
    void intermediatesAreCountedBetweenTheLeafAndTheAnchor(int intermediates, int limit, boolean fine)
            throws Exception {
        X509Certificate[] sent = chain(ROOT, intermediates).toArray(X509Certificate[]::new);
        if (fine) {
            CertificationPath path = validate(depth(limit), List.of(ROOT.certificate()), sent);
            assertThat(path.intermediates()).isEqualTo(intermediates);
            assertThat(path.withAnchor()).hasSize(intermediates + 2).endsWith(ROOT.certificate());
        } else {
            assertThatThrownBy(() -> validate(depth(limit), List.of(ROOT.certificate()), sent))
                    .isInstanceOfSatisfying(
                            PathException.class, e -> assertThat(e.id()).isEqualTo("chain-too-long"))
                    .hasMessageContaining("found " + intermediates + " intermediates")
                    .hasMessageContaining("expected " + limit + " at most");
        }
    }

    @Test
    void theRootThatIsSentTooIsNoIntermediate() throws Exception {
        List<X509Certificate> sent = chain(ROOT, 1);
        sent.add(ROOT.certificate());
        assertThat(validate(depth(1), List.of(ROOT.certificate()), sent.toArray(X509Certificate[]::new))
                        .intermediates())
                .isEqualTo(1);
    }

    @Test
    void aTrustedIntermediateEndsThePath() throws Exception {
        List<X509Certificate> sent = chain(ROOT, 2);
        CertificationPath path =
                validate(depth(0), List.of(ROOT.certificate(), sent.get(1)), sent.toArray(X509Certificate[]::new));
        assertThat(path.anchor()).isEqualTo(sent.get(1));
    }

    @Test
    void aCertificateThatIsTrustedItselfHasNoIntermediates() throws Exception {
        X509Certificate own = Draft.client("CN=alice").selfSigned().certificate();
        CertificationPath path = validate(depth(0), List.of(own), own);
        assertThat(path.pinned()).isTrue();
        assertThat(path.withAnchor()).containsExactly(own);
    }

    @Test
    void aShorterPathOverAnotherIssuerOfTheSameNameIsEnough() throws Exception {
        Held old = Draft.authority("CN=Old root").selfSigned();
        KeyPair key = Draft.newKey();
        Held crossSigned = Draft.authority("CN=Root").key(key).issuedBy(old);
        Held root = Draft.authority("CN=Root").key(key).selfSigned();
        X509Certificate leaf = Draft.client("CN=alice").issuedBy(root).certificate();
        X509Certificate[] sent = {leaf, crossSigned.certificate()};

        assertThat(validate(depth(1), List.of(old.certificate()), sent).intermediates())
                .isEqualTo(1);
        assertThatThrownBy(() -> validate(depth(0), List.of(old.certificate()), sent))
                .hasMessageStartingWith("chain-too-long");
        assertThat(validate(depth(0), List.of(old.certificate(), root.certificate()), sent)
                        .anchor())
                .isEqualTo(root.certificate());
    }

    @Test
    void theOrderInWhichTheRestIsSentAndWhatDoesNotBelongToItDoNotMatter() throws Exception {
        List<X509Certificate> chain = chain(ROOT, 3);
        List<X509Certificate> rest = new ArrayList<>(chain.subList(1, 4));
        rest.add(Draft.authority("CN=Unrelated").selfSigned().certificate());
        Collections.shuffle(rest, new Random(7));
        rest.add(0, chain.get(0));
        assertThat(validate(deep(), List.of(ROOT.certificate()), rest.toArray(X509Certificate[]::new))
                        .certificates())
                .isEqualTo(chain);
    }

    @Test
    void anExpiredTwinOfAnIntermediateIsPassedOver() throws Exception {
        KeyPair key = Draft.newKey();
        X509Certificate expired = Draft.authority("CN=I")
                .key(key)
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                .issuedBy(ROOT)
                .certificate();
        Held renewed = Draft.authority("CN=I").key(key).issuedBy(ROOT);
        X509Certificate leaf = Draft.client("CN=alice").issuedBy(renewed).certificate();
        assertThat(validate(deep(), List.of(ROOT.certificate()), leaf, expired, renewed.certificate())
                        .certificates())
                .containsExactly(leaf, renewed.certificate());
    }

    @Test
    void theReasonIsThatOfThePathThatWasMeant() {
        X509Certificate expired = Draft.client("CN=alice")
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                .issuedBy(ROOT)
                .certificate();
        assertThatThrownBy(() -> validate(deep(), List.of(ROOT.certificate()), expired))
                .hasMessageStartingWith("client-certificate-expired: CN=alice, valid from ")
                .cause()
                .isInstanceOfSatisfying(
                        CertPathValidatorException.class,
                        e -> assertThat(e.getReason()).isEqualTo(BasicReason.EXPIRED));
        X509Certificate early = Draft.client("CN=alice")
                .valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)))
                .issuedBy(ROOT)
                .certificate();
        assertThatThrownBy(() -> validate(deep(), List.of(ROOT.certificate()), early))
                .hasMessageStartingWith("client-certificate-not-yet-valid: CN=alice, valid from ");
        assertThatThrownBy(() -> validate(
                        deep(), List.of(Draft.authority("CN=Root").selfSigned().certificate()), early))
                .hasMessageStartingWith("client-certificate-untrusted: no path leads from CN=alice");
    }

    @Test
    void anIntermediateThatIsNoAuthorityIssuesNothing() {
        Held alice = Draft.client("CN=alice").issuedBy(ROOT);
        X509Certificate forged = Draft.client("CN=admin").issuedBy(alice).certificate();
        assertThatThrownBy(() -> validate(deep(), List.of(ROOT.certificate()), forged, alice.certificate()))
                .hasMessageStartingWith("client-certificate-untrusted");
    }

    @Test
    void moreThanTenCertificatesAreNotLookedAt() {
        X509Certificate[] sent = chain(ROOT, 10).toArray(X509Certificate[]::new);
        assertThatThrownBy(() -> validate(deep(), List.of(ROOT.certificate()), sent))
                .hasMessage("chain-too-long: found 11 certificates, expected 10 at most");
    }

    /** Three authorities in a row, each with three certificates: 27 paths, none of which is valid. */
    @Test
    void theSearchIsGivenUpBeforeAllPathsAreTried() {
        Held expired = Draft.authority("CN=Root")
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                .selfSigned();
        List<X509Certificate> rest = new ArrayList<>();
        Held above = expired;
        for (int layer = 0; layer < 3; layer++) {
            KeyPair key = Draft.newKey();
            Held issuer = above;
            for (int twin = 0; twin < 3; twin++) {
                above = Draft.authority("CN=Layer " + layer).key(key).issuedBy(issuer);
                rest.add(above.certificate());
            }
        }
        rest.add(0, Draft.client("CN=alice").issuedBy(above).certificate());
        PathRules strict = new PathRules(OptionalInt.empty(), true, List.of(), CrlScope.LEAF);
        assertThatThrownBy(() -> validate(strict, List.of(expired.certificate()), rest.toArray(X509Certificate[]::new)))
                .hasMessage("chain-too-costly: the search for a path was given up after 20 candidates");
    }

    /** Authorities that issued each other: a path visits each once, so it ends. */
    @Test
    void aCycleEnds() {
        Held one = Draft.authority("CN=One").selfSigned();
        Held two = Draft.authority("CN=Two").selfSigned();
        X509Certificate oneByTwo =
                Draft.authority("CN=One").key(one.key()).issuedBy(two).certificate();
        X509Certificate twoByOne =
                Draft.authority("CN=Two").key(two.key()).issuedBy(one).certificate();
        X509Certificate leaf = Draft.client("CN=alice").issuedBy(one).certificate();
        assertThatThrownBy(() -> validate(deep(), List.of(ROOT.certificate()), leaf, oneByTwo, twoByOne))
                .hasMessageStartingWith("client-certificate-untrusted");
    }

    @Test
    void nobodySentNothing() {
        assertThatThrownBy(() -> validate(deep(), List.of(ROOT.certificate())))
                .hasMessage("client-certificate-untrusted: found no certificate");
    }

    @Test
    void theLimitIsNotNegative() {
        assertThatThrownBy(() -> depth(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
