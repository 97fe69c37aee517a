package dev.asynclab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/// What a verdict may not use, so that a stored run is judged alike, to the last bit, by the interpreter, by every
/// compiler and on every machine.
final class Exactness {

    /// Their iteration order is that of hashes, or drawn anew in every JVM.
    private static final Set<String> UNORDERED =
            Set.of("java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap", "java.util.WeakHashMap");

    /// `Map.of` and its like are salted once they have two entries: name to the most arguments that are harmless.
    private static boolean salted(String owner, String name, int arguments) {
        return switch (owner) {
            case "java.util.Map" ->
                name.equals("copyOf") || name.equals("ofEntries") || name.equals("of") && arguments > 2;
            case "java.util.Set" -> name.equals("copyOf") || name.equals("of") && arguments != 0;
            case "java.util.stream.Collectors" ->
                name.equals("toSet")
                        || name.startsWith("toUnmodifiable") && !name.endsWith("List")
                        || name.equals("toMap") && arguments < 4
                        || name.equals("groupingBy") && arguments < 3;
            default -> false;
        };
    }

    private Exactness() {}

    static ArchRule holdsIn(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe("may come out differently elsewhere", Exactness::inexact))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.commons..")
                .because("lab reanalyse promises the same bytes: Math may differ in the last bit between compilers, "
                        + "where StrictMath may not; sums in another order are other sums");
    }

    private static boolean inexact(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return owner.equals("java.lang.Math")
                || name.equals("fma")
                || owner.startsWith("java.util.stream.") && name.equals("parallel")
                || name.equals("parallelStream")
                || UNORDERED.contains(owner) && name.equals("<init>")
                || salted(owner, name, parameters(access));
    }

    private static int parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget code
                ? code.getRawParameterTypes().size()
                : -1;
    }
}
