package dev.mtls.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md: the JUnit room knows the root, and the root works without JUnit. */
@AnalyzeClasses(packages = "dev.mtls.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule rootWorksWithoutJUnit = noClasses()
            .that()
            .resideInAPackage("dev.mtls.testkit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mtls.testkit.junit", "org.junit..");

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.mtls.(**)").should().beFreeOfCycles();
}
