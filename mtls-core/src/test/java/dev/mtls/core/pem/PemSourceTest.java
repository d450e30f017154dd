package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemSourceTest {

    private static final int MUCH = 1 << 20;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static MtlsConfigurationException failing(PemSource source, int limit) {
        return catchThrowableOfType(MtlsConfigurationException.class, () -> source.read(limit));
    }

    @Test
    void aFileIsReadAfreshEachTime(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a.pem");
        Files.writeString(file, "one");
        PemSource source = PemSource.file(file);
        assertThat(source.read(MUCH)).isEqualTo(ascii("one"));
        Files.writeString(file, "two");
        assertThat(source.read(MUCH)).isEqualTo(ascii("two"));
        assertThat(source.path()).contains(file);
        assertThat(source.name()).isEqualTo(file.toString());
        Files.delete(file);
        assertThat(failing(source, MUCH).id()).isEqualTo("file-unreadable");
        assertThat(failing(PemSource.file(folder), MUCH).id()).isEqualTo("file-unreadable");
    }

    @Test
    void aStreamIsReadOnceAndLeftOpen() {
        class Watched extends ByteArrayInputStream {
            boolean closed;

            Watched() {
                super(ascii("once"));
            }

            @Override
            public void close() {
                closed = true;
            }
        }
        Watched stream = new Watched();
        PemSource source = PemSource.stream("a stream", stream);
        assertThat(stream.available()).isEqualTo(4);
        assertThat(source.read(MUCH)).isEqualTo(ascii("once"));
        assertThat(stream.available()).isZero();
        assertThat(source.read(MUCH)).isEqualTo(ascii("once"));
        assertThat(stream.closed).isFalse();
        PemSource broken = PemSource.stream("broken", new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        });
        assertThat(failing(broken, MUCH))
                .hasMessageContaining("source-unreadable")
                .hasMessageContaining("gone");
    }

    @Test
    void aLimitThatWasTooSmallLosesNothingOfAStream() {
        PemSource source = PemSource.stream("a stream", new ByteArrayInputStream(ascii("0123456789")));
        assertThat(failing(source, 4).id()).isEqualTo("pem-too-large");
        assertThat(failing(source, 6).id()).isEqualTo("pem-too-large");
        assertThat(source.read(10)).isEqualTo(ascii("0123456789"));
        assertThat(failing(source, 9).id()).isEqualTo("pem-too-large");
    }

    @Test
    void aStreamWithoutEndIsReadUpToTheLimitAlone() {
        PemSource endless = PemSource.stream("endless", new InputStream() {
            @Override
            public int read() {
                return 'A';
            }
        });
        assertThat(failing(endless, 1000).id()).isEqualTo("pem-too-large");
    }

    @Test
    void bytesAreCopiedInAndOut() {
        byte[] mine = ascii("mine");
        PemSource source = PemSource.bytes("bytes", mine);
        mine[0] = 'f';
        source.read(MUCH)[0] = 'g';
        assertThat(source.read(MUCH)).isEqualTo(ascii("mine"));
    }

    @Test
    void aResourceIsFoundByClassOrByLoader() {
        PemSource byClass = PemSource.resource(PemSourceTest.class, "/pem/index.tsv");
        PemSource byLoader = PemSource.resource(PemSourceTest.class.getClassLoader(), "pem/index.tsv");
        assertThat(byClass.read(MUCH)).isEqualTo(byLoader.read(MUCH)).startsWith(ascii("kind\tfile"));
        assertThat(failing(PemSource.resource(PemSourceTest.class, "/pem/none"), MUCH))
                .hasMessageContaining("source-unreadable")
                .hasMessageContaining("resource /pem/none")
                .hasMessageContaining("no resource of that name");
    }

    @Test
    void anEnvironmentVariableIsNamedWhenItIsNotSet() {
        String set = System.getenv().keySet().stream()
                .filter(name -> !System.getenv(name).isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(PemSource.environment(set).read(MUCH))
                .isEqualTo(System.getenv(set).getBytes(StandardCharsets.UTF_8));
        assertThat(failing(PemSource.environment("MTLS_NOT_SET"), MUCH))
                .hasMessageContaining("source-unreadable")
                .hasMessageContaining("environment variable MTLS_NOT_SET");
    }

    @Test
    void base64IsDecodedAndNeverShown() {
        String base64 = Base64.getMimeEncoder(4, ascii("\r\n")).encodeToString(ascii("hello"));
        assertThat(PemSource.base64("b64", base64).read(MUCH)).isEqualTo(ascii("hello"));
        assertThatThrownBy(() -> PemSource.base64("b64", "secret*").read(MUCH))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("pem-corrupt")
                .hasMessageNotContaining("secret");
        assertThat(PemSource.text("text", "secret")).hasToString("text");
    }

    @Test
    void theLimitIsTheMostThatIsTaken() {
        assertThat(PemSource.text("text", "1234").read(4)).hasSize(4);
        assertThat(failing(PemSource.text("text", "12345"), 4).id()).isEqualTo("pem-too-large");
    }
}
