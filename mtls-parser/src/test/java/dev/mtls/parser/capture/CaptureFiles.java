package dev.mtls.parser.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The captures among the test resources, and small pcap files made by hand. */
final class CaptureFiles {
    static final int ETHERNET = 1;

    private CaptureFiles() {}

    static List<Path> own() {
        return pcaps("own");
    }

    static Path own(String name) {
        return folder("own").resolve(name + ".pcap");
    }

    static Path repackaged(String packaging) {
        return folder("repackaged").resolve("tls12-rsa-ecdhe-mtls-ok__" + packaging + ".pcap");
    }

    static List<Path> repackaged() {
        return pcaps("repackaged");
    }

    /** The recorded handshakes of Go, which are no part of this project; none where {@code mtls.data} does not say where. */
    static List<Path> goCryptoTls() {
        String data = System.getProperty("mtls.data");
        return data == null ? List.of() : pcaps(Path.of(data, "captures", "go-crypto-tls"));
    }

    private static List<Path> pcaps(String folder) {
        return pcaps(folder(folder));
    }

    private static List<Path> pcaps(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".pcap")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(String name) {
        URL url = Objects.requireNonNull(CaptureFiles.class.getResource("/captures/" + name));
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Capture read(byte[] file) {
        return Captures.read(stream(file), "test");
    }

    static InputStream stream(byte[] file) {
        return new ByteArrayInputStream(file);
    }

    /** A pcap file, each frame a millisecond after the one before. */
    static byte[] pcap(int linkType, List<ByteBuffer> frames) {
        int size = 24 + frames.stream().mapToInt(f -> 16 + f.remaining()).sum();
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        file.putInt(0).putInt(0).putInt(262_144).putInt(linkType);
        int number = 0;
        for (ByteBuffer frame : frames) {
            file.putInt(1_700_000_000 + number / 1000).putInt(number++ % 1000 * 1000);
            file.putInt(frame.remaining()).putInt(frame.remaining()).put(frame.duplicate());
        }
        return file.array();
    }
}
