package dev.mtls.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTF8String;

/** What the DER writer writes, another reader reads, and would write the same way. */
class DerWriterPropertyTest {

    private static <T extends ASN1Primitive> T read(byte[] der, Class<T> type) throws IOException {
        ASN1Primitive value = ASN1Primitive.fromByteArray(der);
        assertThat(value.getEncoded(ASN1Encoding.DER)).isEqualTo(der);
        return type.cast(value);
    }

    @Property(tries = 200)
    void octetStringsOfAnyLength(@ForAll @IntRange(max = 70_000) int length) throws IOException {
        byte[] content = new byte[length];
        assertThat(read(DerWriter.octetString(content), ASN1OctetString.class).getOctets())
                .isEqualTo(content);
    }

    @Property
    void integers(@ForAll BigInteger number) throws IOException {
        assertThat(read(DerWriter.integer(number), ASN1Integer.class).getValue())
                .isEqualTo(number);
    }

    @Property
    void texts(@ForAll @Size(max = 40) List<@IntRange(min = 0x20, max = 0xd7ff) Integer> codes) throws IOException {
        String text = codes.stream().map(Character::toString).collect(Collectors.joining());
        assertThat(read(DerWriter.utf8(text), ASN1UTF8String.class).getString()).isEqualTo(text);
    }

    @Property
    void objectIdentifiers(
            @ForAll @IntRange(max = 2) int first,
            @ForAll @IntRange(max = 39) int second,
            @ForAll @Size(max = 10) List<@IntRange Integer> more)
            throws IOException {
        String dotted =
                first + "." + second + more.stream().map(arc -> "." + arc).collect(Collectors.joining());
        assertThat(read(DerWriter.oid(dotted), ASN1ObjectIdentifier.class).getId())
                .isEqualTo(dotted);
    }

    @Property
    void namedBits(@ForAll @NotEmpty @Size(max = 9) List<@IntRange(max = 20) Integer> bits) throws IOException {
        int[] wanted = bits.stream().mapToInt(Integer::intValue).toArray();
        ASN1BitString value = read(DerWriter.namedBits(wanted), ASN1BitString.class);
        byte[] octets = value.getBytes();
        var set = new TreeSet<Integer>();
        for (int bit = 0; bit < octets.length * 8; bit++) {
            if ((octets[bit / 8] & 0x80 >> bit % 8) != 0) {
                set.add(bit);
            }
        }
        assertThat(set).isEqualTo(new TreeSet<>(bits));
        assertThat(octets.length * 8 - value.getPadBits()).isEqualTo(set.last() + 1);
    }
}
