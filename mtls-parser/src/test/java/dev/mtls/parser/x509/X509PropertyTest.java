package dev.mtls.parser.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever bytes a peer sends: nothing escapes but our own exception, and every problem lies inside the bytes. */
class X509PropertyTest {
    private static final List<Bytes> SAMPLES = List.of(
            X509Files.certificate("client"),
            X509Files.ocsp("good"),
            X509Files.ocsp("three"),
            Bytes.owning(new X500Principal("CN=a+O=b,C=DE").getEncoded()),
            X509Files.certificate("ca"));

    @Provide
    Arbitrary<Bytes> damaged() {
        return Combinators.combine(
                        Arbitraries.of(SAMPLES),
                        Arbitraries.integers().between(0, 1 << 20),
                        Arbitraries.bytes(),
                        Arbitraries.integers().between(0, 3))
                .as((sample, place, value, cut) -> {
                    byte[] bytes = sample.toByteArray();
                    bytes[place % Math.min(bytes.length, 1 + place % 256)] = value;
                    return Bytes.of(bytes, 0, bytes.length - (cut == 0 ? place % bytes.length : 0));
                });
    }

    @Property(tries = 4000)
    void damagedValues(@ForAll("damaged") Bytes bytes) {
        check(bytes);
    }

    @Property(tries = 2000)
    void anyBytes(@ForAll byte[] bytes) {
        check(Bytes.of(bytes));
    }

    private static void check(Bytes bytes) {
        inside(RdnSequence.problem(bytes), bytes);
        Optional<Problem> der = DerOutline.problem(bytes);
        inside(der, bytes);
        List<String> outline = DerOutline.of(bytes);
        assertThat(outline).hasSizeLessThanOrEqualTo(202).allMatch(line -> line.matches("[ -~]*"));
        if (outline.size() < 200) {
            assertThat(outline.stream().anyMatch(line -> line.startsWith("! "))).isEqualTo(der.isPresent());
        }
        try {
            OcspResponse.read(bytes);
        } catch (MalformedTlsException e) {
            inside(Optional.of(e.problem()), bytes);
        }
        SubjectPublicKeyInfo.of(bytes)
                .ifPresent(key -> assertThat(key.toString()).isNotEmpty());
        SubjectPublicKeyInfo.startsOne(bytes);
        assertThat(Certificates.read(bytes)).isEqualTo(Certificates.read(bytes));
        CertificateDetails.of(bytes);
    }

    private static void inside(Optional<Problem> found, Bytes bytes) {
        found.ifPresent(problem -> {
            assertThat(problem.base()).isEqualTo(Problem.Base.VALUE);
            assertThat(problem.span().end()).isLessThanOrEqualTo(bytes.size());
            assertThat(problem.toString()).doesNotContain("\n");
        });
    }
}
