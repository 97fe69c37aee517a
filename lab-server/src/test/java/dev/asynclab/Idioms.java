package dev.asynclab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/// Models keep to themselves: each is a set of files whose names start alike.
///
/// @param root the package that holds `model`
record Idioms(String root) {

    /// Names that belong to one model each; files with other names are shared by several.
    private static final List<String> OWN =
            List.of("EventLoop", "Coroutine", "Reactor", "Netty", "ProcessModel", "ForkJoin");

    List<Law> laws() {
        return List.of(
                Law.of("models never see each other", apart("another model", Idioms::anotherModel), "model.NosyModel"),
                Law.of(
                        "the files of a model are its own",
                        apart("a file of another model", Idioms::anotherModelsFile),
                        "model.SharedSteps"));
    }

    /// Classes in a file whose name starts with one of these; nested ones belong to their file.
    static DescribedPredicate<JavaClass> startsWith(String... prefixes) {
        return DescribedPredicate.describe(
                "file starts with " + String.join(" or ", prefixes),
                type -> Arrays.stream(prefixes).anyMatch(file(type)::startsWith));
    }

    /// Name of the file a class stands in, without its suffix.
    static String file(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        return name.replaceFirst("\\$.*", "");
    }

    private ArchRule apart(String what, BiPredicate<String, String> forbidden) {
        String models = root + ".model";
        return classes()
                .that()
                .resideInAPackage(models)
                .should(new ArchCondition<>("not depend on " + what) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            if (target.getPackageName().equals(models) && forbidden.test(file(type), file(target))) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }
                })
                .because(
                        "the difference between two models is the lesson: ten repeated lines are better than hiding it");
    }

    private static boolean anotherModel(String from, String to) {
        return isModel(from) && isModel(to) && !from.equals(to);
    }

    /// [dev.asynclab.model.ConcurrencyModel] is what all of them are.
    private static boolean isModel(String file) {
        return file.endsWith("Model") && !file.equals("ConcurrencyModel");
    }

    /// The registry must name every model.
    private static boolean anotherModelsFile(String from, String to) {
        return !from.equals("Models") && OWN.stream().anyMatch(own -> to.startsWith(own) && !from.startsWith(own));
    }
}
