package dev.asynclab.model.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BrokenModelsTest {

    static Stream<String> ids() {
        return dev.asynclab.api.BrokenModels.all().stream().map(Catalogue.Model::id);
    }

    /// Those that answer wrongly. The others answer rightly, if at all: what they break is told in
    /// [dev.asynclab.model.CostlyMistakesTest].
    static Stream<String> liars() {
        return ids().filter(id ->
                !Set.of("broken-nested-pool", "broken-timeout-without-cancel").contains(id));
    }

    /// fib(20) = 6765. The trial refuses every other number.
    @ParameterizedTest
    @MethodSource("liars")
    void reports_success_with_a_result_the_work_does_not_have(String id) throws Exception {
        assertNotEquals(6765, result(id, List.of(compute(20))));
    }

    /// Where work stands inside other steps too: 2 x fib(20) = 13530.
    @ParameterizedTest
    @MethodSource("liars")
    void is_broken_inside_other_steps_too(String id) throws Exception {
        List<Step> nested = List.of(
                new Step.Parallel(List.of(List.of(compute(20)), List.of(new Step.Wait(1))), 0),
                new Step.Timeout(30_000_000_000L, List.of(new Step.Limit("l", 1, -1, List.of(compute(20))))));
        assertNotEquals(13530, result(id, nested));
    }

    @Test
    void no_broken_model_is_offered_as_a_model_and_every_one_is_named_broken() {
        Set<String> offered =
                Catalogue.models().stream().map(Catalogue.Model::id).collect(Collectors.toSet());
        ids().forEach(id -> {
            assertTrue(id.startsWith(BrokenModels.PREFIX), id);
            assertFalse(offered.contains(id), id);
            assertTrue(Catalogue.model(id).orElseThrow().idiom().startsWith("broken on purpose: "), id);
        });
    }

    @Test
    void every_broken_class_is_in_the_catalogue_and_no_other_name_makes_one() {
        Set<String> made = new TreeSet<>();
        ids().forEach(id -> {
            try (var model = BrokenModels.create(id, new Setup(Map.of(), 4, 2))) {
                made.add(model.getClass().getName());
            }
        });
        Set<String> written = new ClassFileImporter()
                .importPath(Path.of("target/classes/dev/asynclab/model/broken")).stream()
                        .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(c -> c.isAssignableTo(ConcurrencyModel.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(written, made);
        assertThrows(
                IllegalArgumentException.class,
                () -> BrokenModels.create("virtual-threads", new Setup(Map.of(), 4, 2)));
    }

    private static Step compute(long n) {
        return new Step.Compute(Kernels.create("fibonacci", Map.of("n", n)), false);
    }

    private static long result(String id, List<Step> steps) throws Exception {
        CompletableFuture<Long> result = new CompletableFuture<>();
        try (var model = BrokenModels.create(id, new Setup(Map.of(), 4, 2))) {
            model.start(new Task(0, steps), new Completion() {
                @Override
                public void started() {
                    // When is not the question here.
                }

                @Override
                public void succeeded(long checksum) {
                    result.complete(checksum);
                }

                @Override
                public void failed(Throwable cause) {
                    result.completeExceptionally(cause);
                }
            });
            return result.get();
        }
    }
}
