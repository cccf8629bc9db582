package io.conntrack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** What the core may not know. */
@AnalyzeClasses(packages = "io.conntrack", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsNoNativeCode =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.jna..", "java.lang.foreign..");

  @ArchTest
  static final ArchRule knowsNoBackend =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io.conntrack.netlink..");

  @ArchTest
  static final ArchRule knowsNoDescriptor =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(FileDescriptor|RandomAccessFile|File(In|Out)putStream)");

  @ArchTest
  static final ArchRule usesNothingUnsafe =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("sun..", "jdk.internal..")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("Unsafe");

  @ArchTest
  static final ArchRule hasNoStateOfItsOwn =
      fields().that().areStatic().should().beFinal().because("global state belongs to nobody");

  @ArchTest
  static void saysForEachPackageThatNothingIsNull(JavaClasses core) {
    assertThat(core.getPackage("io.conntrack").getSubpackagesInTree())
        .extracting(JavaPackage::getName)
        .contains("io.conntrack.filter", "io.conntrack.format", "io.conntrack.spi");
    assertThat(core.getPackage("io.conntrack").getSubpackagesInTree())
        .allMatch(part -> part.isAnnotatedWith(NullMarked.class));
    assertThat(core.getPackage("io.conntrack").isAnnotatedWith(NullMarked.class)).isTrue();
  }
}
