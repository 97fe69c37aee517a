package dev.asynclab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// What holds for all code: no cycles, no null without a mark, names that say something.
///
/// @param root the package everything stands in
record Habits(String root) {

    List<Law> laws() {
        return List.of(
                Law.of("no cycle between packages", noCycles(), "slice wire", "slice server.fork"),
                Law.of("null is marked", nullMarked(), "fixture.unmarked"),
                Law.of(
                        "no class says nothing",
                        noEmptyNames(),
                        "ThreadManager",
                        "ThreadHelper",
                        "ThreadUtil",
                        "ThreadUtils",
                        "ThreadImpl",
                        "BaseThread",
                        "AbstractThread"),
                Law.of(
                        "a class is no Worker",
                        noClasses().should().haveNameMatching(".*Worker.*").because(WORKER),
                        "names.WorkerThread"),
                Law.of(
                        "a method is no Worker",
                        noMethods().should().haveNameMatching(".*[wW]orker.*").because(WORKER),
                        "startWorker"),
                Law.of(
                        "a field is no Worker",
                        noFields().should().haveNameMatching(".*[wW]orker.*").because(WORKER),
                        "workerCount"));
    }

    private static final String WORKER =
            "thread, loop, child process and load generator have all been called that; say which one it is";

    private ArchRule noCycles() {
        return SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return slice(type);
                    }

                    @Override
                    public String getDescription() {
                        return "packages, those of the server apart";
                    }
                })
                .namingSlices("slice $1")
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package, and can only be read as one");
    }

    private SliceIdentifier slice(JavaClass type) {
        String pack = type.getPackageName();
        if (!pack.startsWith(root + ".")) {
            return SliceIdentifier.ignore();
        }
        String[] parts = pack.substring(root.length() + 1).split("\\.");
        boolean server = parts[0].equals("server") && parts.length > 1;
        return SliceIdentifier.of(server ? "server." + parts[1] : parts[0]);
    }

    private static ArchRule nullMarked() {
        return classes()
                .should(new ArchCondition<>("stand in a package whose package-info.java says @NullMarked") {
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
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveNameMatching(".*[.$](Base|Abstract)\\p{Upper}[^.$]*")
                .because("a name says what a thing is, in the words of the lab; these fit anything");
    }
}
