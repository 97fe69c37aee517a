package dev.asynclab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/// What a pure package may not touch: clocks, threads, files, the network, the process around it, chance without
/// a seed.
final class Purity {

    private static final Set<String> IMPURE_TYPES = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.ScopedValue",
            "java.nio.file.Files",
            "java.security.SecureRandom",
            "java.util.Timer");

    /// Exceptions and in-memory writers of `java.io` move no byte out of the process.
    private static final Set<String> HARMLESS_IO = Set.of(
            "java.io.IOException", "java.io.UncheckedIOException", "java.io.Serializable", "java.io.StringWriter");

    private static final Map<String, Set<String>> IMPURE_MEMBERS = Map.of(
            "java.lang.System",
                    Set.of(
                            "nanoTime",
                            "currentTimeMillis",
                            "getenv",
                            "getProperty",
                            "getProperties",
                            "in",
                            "out",
                            "err"),
            "java.lang.Math", Set.of("random"),
            "java.lang.StrictMath", Set.of("random"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone"));

    /// With no argument these take their seed from the machine.
    private static final Set<String> SEEDED = Set.of("java.util.Random", "java.util.SplittableRandom");

    private Purity() {}

    /// Classes of these packages are functions of their arguments.
    static ArchRule holdsIn(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("reach outside the process", Purity::impure))
                .orShould()
                .accessTargetWhere(DescribedPredicate.describe("reads a clock or chance", Purity::impureAccess))
                .because("what it computes must be the same on every machine, in every run and in every test: "
                        + "clock, seed and files are arguments, given by whoever owns them");
    }

    private static boolean impure(JavaClass type) {
        String outermost = type.getName().replaceFirst("\\$.*", "");
        String pack = type.getPackageName();
        return IMPURE_TYPES.contains(outermost)
                || pack.equals("java.io") && !HARMLESS_IO.contains(outermost)
                || pack.startsWith("java.util.concurrent") && !outermost.endsWith(".TimeUnit")
                || pack.startsWith("java.nio.channels")
                || pack.equals("java.net")
                || pack.startsWith("java.net.");
    }

    private static boolean impureAccess(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return IMPURE_MEMBERS.getOrDefault(owner, Set.of()).contains(name)
                || owner.startsWith("java.time.") && name.equals("now")
                || SEEDED.contains(owner) && name.equals("<init>") && parameters(access) == 0
                || owner.equals("java.util.Collections") && name.equals("shuffle") && parameters(access) == 1;
    }

    private static int parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget code
                ? code.getRawParameterTypes().size()
                : -1;
    }
}
