package dev.mtls.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md: root knows policy and pem, both know findings, nobody knows the parser. */
@AnalyzeClasses(packages = "dev.mtls.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule findingKnowsNoRoom = mayNotKnow("finding", "", "policy", "path", "pem", "reload");

    @ArchTest
    static final ArchRule pemKnowsFindingsOnly = mayNotKnow("pem", "", "policy", "path", "reload");

    @ArchTest
    static final ArchRule pathKnowsFindingsOnly = mayNotKnow("path", "", "policy", "pem", "reload");

    @ArchTest
    static final ArchRule policyKnowsJdkTypesAndFindingsOnly = mayNotKnow("policy", "", "pem", "reload");

    @ArchTest
    static final ArchRule reloadKnowsFindingsOnly = mayNotKnow("reload", "", "policy", "path", "pem");

    @ArchTest
    static final ArchRule nobodyKnowsTheParser =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.mtls.parser..", "dev.mtls.testkit..");

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.mtls.(**)").should().beFreeOfCycles();

    private static ArchRule mayNotKnow(String room, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = others[i].isEmpty() ? "dev.mtls.core" : "dev.mtls.core." + others[i];
        }
        return noClasses()
                .that()
                .resideInAPackage("dev.mtls.core." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }
}
