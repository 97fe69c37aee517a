package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Glossary;
import dev.asynclab.api.Load;
import dev.asynclab.api.StepSpec;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.wire.FromTrial;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BoundWordsTest {

    /// Every kind of term the code can make, from fixtures that between them have each.
    @Test
    void every_term_of_a_bound_has_an_entry_in_the_glossary() {
        Set<String> names = new TreeSet<>();
        Set<Term.Kind> kinds = new TreeSet<>();
        for (Load load :
                List.of(new Load.Closed(1_000), new Load.Batch(100), new Load.Open(500, Load.Arrivals.EVEN, 10_000))) {
            for (String model : List.of(
                    "sequential",
                    "platform-threads/threads/50",
                    "processes/workers/2",
                    "reactor/concurrency/10",
                    "event-loop/loops/1",
                    "gil-threads/threads/8")) {
                terms(load, model).forEach(t -> {
                    names.add(t.name());
                    kinds.add(t.kind());
                });
            }
        }
        assertEquals(Set.of(Term.Kind.values()), kinds, names.toString());
        assertTrue(names.contains("permits / delay"), names.toString());
        assertEquals(
                Set.of(),
                names.stream()
                        .filter(n ->
                                Glossary.of(n).filter(e -> e.term().equals(n)).isEmpty())
                        .collect(Collectors.toSet()));
    }

    private static List<Term> terms(Load load, String written) {
        String[] words = written.split("/", -1);
        LabFixture lab = new LabFixture().load(load);
        lab.backend(
                "orders", new dev.asynclab.api.DelaySpec.Fixed(java.time.Duration.ofMillis(100)), OptionalInt.of(7));
        lab.variant("it", words[0], words.length > 1 ? new String[] {words[1], words[2]} : new String[0]);
        lab.task(
                LabFixture.call("orders"),
                LabFixture.compute(),
                LabFixture.block(1),
                new StepSpec.Limit("gate", 10, OptionalInt.empty(), List.of(LabFixture.call("orders"))));
        lab.capacities.put("orders", new Calibration.BackendCapacity(0, 80_000, 25_000));
        Plan plan = lab.plan();
        Trials trials =
                new Trials(plan).add("it", 1, Window.at(100), List.of(new FromTrial.ReferenceRate("it", 2_000, 1e6)));
        Bounds bounds = new Bounds(new Observations(plan, trials.records()), lab.calibration());
        return bounds.of(plan.cells().getFirst()).map(Bounds.Bound::terms).orElse(List.of());
    }
}
