package dev.asynclab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The architecture of the contract, its client and the command line. Each rule holds for the code, and fails on
/// code written to break it.
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("dev.asynclab.fixture");

    private static final String WORKER =
            "thread, loop, child process and load generator have all been called that; say which one it is";

    /// A rule, and texts its failure must contain when it meets the fixtures.
    record Law(String name, ArchRule rule, List<String> offences) {
        static Law of(String name, ArchRule rule, String... offences) {
            return new Law(name, rule, List.of(offences));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Law> laws() {
        return laws("dev.asynclab");
    }

    static List<Law> lawsOfTheFixtures() {
        return laws("dev.asynclab.fixture");
    }

    private static List<Law> laws(String root) {
        return List.of(
                Law.of("the contract is data", contractIsData(root), "api.Impure.readsAFile()", "api.Impure.sees()"),
                Law.of("the contract is pure", contractIsPure(root), "api.Impure.asksForNow()", "api.Impure.draws()"),
                Law.of("kernels know nothing of the lab", kernelsKnowNothing(root), "kernel.NosyKernel"),
                Law.of("the reader reads texts", readerReadsTexts(root), "scenario.NosyReader"),
                Law.of("the client knows the contract", clientKnowsContract(root), "client.NosyClient"),
                Law.of("YAML is read in two places", yaml(root), "client.NosyClient"),
                Law.of("who starts the server", processes(root), "client.NosyClient"),
                Law.of("no cycle", noCycles(root), "Slice api", "Slice scenario"),
                Law.of("null is marked", nullMarked(), "fixture.unmarked"),
                Law.of("no class says nothing", noEmptyNames(), "ThreadManager", "ThreadImpl", "BaseThread"),
                Law.of(
                        "a class is no Worker",
                        noClasses().should().haveNameMatching(".*Worker.*").because(WORKER),
                        "WorkerThread"),
                Law.of(
                        "a method is no Worker",
                        noMethods().should().haveNameMatching(".*[wW]orker.*").because(WORKER),
                        "startWorker"),
                Law.of(
                        "a field is no Worker",
                        noFields().should().haveNameMatching(".*[wW]orker.*").because(WORKER),
                        "workerCount"));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void the_code_keeps(Law law) {
        law.rule().check(OURS);
    }

    @ParameterizedTest
    @MethodSource("lawsOfTheFixtures")
    void the_fixtures_break(Law law) {
        String said = assertThrows(AssertionError.class, () -> law.rule().check(BROKEN))
                .toString();
        for (String offence : law.offences()) {
            assertTrue(said.contains(offence), () -> "nothing about " + offence + " in: " + said);
        }
    }

    private static ArchRule contractIsData(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        root + ".api..",
                        "dev.asynclab.kernel..",
                        "java.lang",
                        "java.lang.runtime",
                        "java.lang.invoke",
                        "java.lang.annotation",
                        "java.time",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "org.jspecify..",
                        "com.fasterxml.jackson.annotation..")
                .because("server, client and scripts share it: it can be stored, sent and compared, and does nothing");
    }

    /// A kernel knows numbers and the JDK, so that it gives the same on every model and machine.
    private static ArchRule kernelsKnowNothing(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        root + ".api..", root + ".scenario..", root + ".client..", root + ".cli..", "java.io..")
                .allowEmptyShould(true)
                .because("what is computed must not depend on who asks for it");
    }

    private static ArchRule contractIsPure(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(root + ".api..", root + ".kernel..")
                .should()
                .accessTargetWhere(describe("reads a clock or chance", ArchitectureTest::impure))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(Thread.class.getName())
                .because("the same document must mean the same today and tomorrow");
    }

    private static boolean impure(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return owner.startsWith("java.time.") && access.getName().equals("now")
                || owner.equals("java.lang.System") && !access.getName().equals("arraycopy")
                || Set.of("random", "randomUUID").contains(access.getName())
                || owner.equals("java.util.Random");
    }

    private static ArchRule readerReadsTexts(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".scenario..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        root + ".client..", root + ".cli..", "java.io", "java.nio.file", "java.net..", "info.picocli..")
                .because("the server reads texts that came over the network, and a text must reach no file");
    }

    private static ArchRule clientKnowsContract(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(root + ".cli..", root + ".scenario..", "picocli..")
                .because("a program that talks to the lab needs neither its command line nor its file format");
    }

    private static ArchRule yaml(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".scenario..")
                .and()
                .doNotHaveSimpleName("ScenarioHead")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml..")
                .because("one reading decides what a file means; the listing reads titles of broken files, too");
    }

    private static ArchRule processes(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .doNotHaveFullyQualifiedName(root + ".cli.ChildServer")
                .and()
                .doNotHaveFullyQualifiedName(root + ".cli.ServerCommand")
                .and()
                .doNotHaveFullyQualifiedName(root + ".cli.CalibrationChild")
                .and()
                .doNotHaveFullyQualifiedName(root + ".cli.Browser")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ProcessBuilder.class.getName())
                .because(
                        "the server a command needs, the server that was asked for, and a browser are all the lab starts");
    }

    private static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package, and can only be read as one");
    }

    private static ArchRule nullMarked() {
        return classes()
                .should(new ArchCondition<JavaClass>("stand in a package whose package-info.java says @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getPackageName() + " of " + type.getSimpleName() + " is not marked"));
                        }
                    }
                })
                .because("a package without the mark is one the null checker does not look at");
    }

    private static ArchRule noEmptyNames() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
                .orShould()
                .haveNameMatching(".*[.$](Base|Abstract)\\p{Upper}[^.$]*")
                .because("a name says what a thing is, in the words of the lab; these fit anything");
    }
}
