package dev.mtls.parser;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The arrows of docs/architecture.md: what each room of the parser may know. */
@AnalyzeClasses(packages = "dev.mtls.parser", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.mtls.parser";

    @ArchTest
    static final ArchRule wire = room("wire");

    @ArchTest
    static final ArchRule code = room("code", "wire");

    @ArchTest
    static final ArchRule record = room("record", "code", "wire");

    @ArchTest
    static final ArchRule x509 = room("x509", "wire");

    @ArchTest
    static final ArchRule extension = room("extension", "x509", "code", "wire");

    @ArchTest
    static final ArchRule handshake = room("handshake", "extension", "x509", "code", "wire");

    @ArchTest
    static final ArchRule secrets = room("secrets", "decrypt", "record", "code", "wire");

    @ArchTest
    static final ArchRule decrypt = room("decrypt", "code", "wire");

    @ArchTest
    static final ArchRule root =
            room("", "handshake", "extension", "x509", "secrets", "decrypt", "record", "code", "wire");

    @ArchTest
    static final ArchRule capture = room("capture", "", "secrets", "record", "code", "wire");

    @ArchTest
    static final ArchRule live = room("live", "", "secrets", "record", "code", "wire");

    @ArchTest
    static final ArchRule view =
            room("view", "", "handshake", "extension", "x509", "secrets", "record", "code", "wire");

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.mtls.(**)").should().beFreeOfCycles();

    private static ArchRule room(String room, String... below) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", "javax..", "org.jspecify.annotations", packageOf(room)),
                        Arrays.stream(below).map(ArchitectureTest::packageOf))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private static String packageOf(String room) {
        return room.isEmpty() ? ROOT : ROOT + "." + room;
    }
}
