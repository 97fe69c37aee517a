package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.asynclab.api.Catalogue;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Mistakes that published comparisons made in writing their models, and what this lab does instead. That the
/// backend gets identical requests from every model is held by [CallContractTest].
class PublishedMistakesTest {

    private static final Set<String> WAITS = Set.of(
            "block", "blockFirst", "blockLast", "blockOptional", "get", "join", "await", "take", "acquire", "sleep");

    private static final Set<String> WAITED_FOR = Set.of(
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.Flux",
            "java.util.concurrent.Future",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CountDownLatch",
            "java.util.concurrent.Semaphore",
            "java.util.concurrent.BlockingQueue",
            "java.util.concurrent.LinkedBlockingQueue",
            "java.util.concurrent.TimeUnit",
            "java.lang.Thread");

    /// A reactive model that slept on a pool for blocking calls, and one with a blocking database driver,
    /// stood for what reactive code can do. A model on loops may hold a thread in two places only: where a
    /// step says `block`, which is the lesson of that step, and in `close`, when nothing is measured any
    /// more.
    @Test
    void a_model_on_loops_waits_for_nothing_but_a_block_step_and_its_own_end() {
        Set<String> places = new ClassFileImporter()
                .importPath(Path.of("target/classes/dev/asynclab/model")).stream()
                        .filter(c -> c.getPackageName().equals("dev.asynclab.model"))
                        .filter(PublishedMistakesTest::onLoops)
                        .flatMap(c -> c.getMethodCallsFromSelf().stream())
                        .filter(PublishedMistakesTest::waits)
                        .map(PublishedMistakesTest::place)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(places.contains("ReactorModel.close"), () -> "found nothing where something is: " + places);
        places.removeIf(place -> place.endsWith("Model.close") || place.endsWith("Steps sleeps"));
        assertEquals(Set.of(), places);
    }

    /// Coroutines are not among them: to wait is their idiom, and their thread is a virtual one.
    private static boolean onLoops(JavaClass type) {
        return type.getSimpleName().startsWith("EventLoop")
                || type.getSimpleName().startsWith("Reactor")
                || type.getSimpleName().startsWith("Netty");
    }

    private static boolean waits(JavaMethodCall call) {
        return WAITS.contains(call.getTarget().getName())
                && WAITED_FOR.contains(call.getTargetOwner().getName());
    }

    private static String place(JavaMethodCall call) {
        String type = call.getOriginOwner().getSimpleName();
        return call.getTarget().getName().equals("sleep")
                ? type + " sleeps"
                : type + "." + call.getOrigin().getName();
    }

    /// One server accepted 8,192 connections by default and another none, and the report did not say so.
    /// Every model prints its limits, and each one with a client of its own the connections it was given and
    /// the client's name.
    @Test
    void every_model_prints_its_connections_and_its_client() {
        for (Catalogue.Model model : Catalogue.models()) {
            try (var made = Models.create(model.id(), new Setup(Catalogue.defaults(model), 7, 2))) {
                var limits = made.limits();
                assertTrue(limits.containsKey("client"), () -> model.id() + " " + limits);
                assertTrue(limits.getOrDefault("connections", "").contains("7"), () -> model.id() + " " + limits);
            }
        }
    }
}
