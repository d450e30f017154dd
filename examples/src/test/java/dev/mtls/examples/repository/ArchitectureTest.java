package dev.mtls.examples.repository;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The program is made of exported packages only, and of nothing that the JDK keeps to itself. */
@AnalyzeClasses(packages = "dev.mtls.examples", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule publicApiOnly = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mtls.core.policy..", "sun..", "com.sun..", "jdk.internal..", "org.bouncycastle..");
}
