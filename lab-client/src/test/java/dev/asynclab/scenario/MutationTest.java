package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Puts one mistake into a valid scenario, many times over: each must be refused, first at the mutated place, with
/// the right suggestion. The seed makes every run the same.
class MutationTest {
    private static final long SEED = 20250;
    private static final int PER_KIND_AND_FILE = 30;

    @Test
    void one_mistake_is_found_where_it_was_made() throws IOException {
        int mutants = 0;
        int suggestions = 0;
        int right = 0;
        var elsewhere = new ArrayList<String>();
        var perKind = new TreeMap<String, Integer>();
        for (var scenario : Scenarios.valid().entrySet()) {
            if (!(ScenarioReader.read("t.yaml", scenario.getValue(), Settings.NONE) instanceof Reading.Valid)) {
                continue; // another test says so; a mutant of it would prove nothing
            }
            for (Mutant mutant : mutants(scenario.getValue())) {
                mutants++;
                perKind.merge(mutant.kind(), 1, Integer::sum);
                String where = scenario.getKey() + ", " + mutant;
                Problem first = first(mutant, where);
                boolean there = first.line() == mutant.line()
                        && mutant.column().filter(c -> c != first.column()).isEmpty();
                if (!there) {
                    elsewhere.add(where + "\n    " + first);
                }
                if (mutant.suggestion().isPresent()) {
                    suggestions++;
                    right += mutant.isSuggestedBy(first) ? 1 : 0;
                }
            }
        }
        assertEquals(List.of(), elsewhere, () -> "reported elsewhere:\n" + String.join("\n", elsewhere));
        assertTrue(mutants >= 200, "only " + mutants + " mutants");
        assertTrue(perKind.size() >= 10, perKind::toString);
        assertTrue(right >= 0.9 * suggestions, right + " of " + suggestions + " suggestions are right");
    }

    private static Problem first(Mutant mutant, String where) {
        var reading = ScenarioReader.read("t.yaml", mutant.text(), Settings.NONE);
        return assertInstanceOf(Reading.Invalid.class, reading, () -> "accepted: " + where)
                .problems()
                .getFirst();
    }

    private static List<Mutant> mutants(String text) {
        var random = new Random(SEED);
        var chosen = new ArrayList<Mutant>();
        for (var sites : new Mutations(text, random).byKind().values()) {
            Collections.shuffle(sites, random);
            chosen.addAll(sites.subList(0, Math.min(PER_KIND_AND_FILE, sites.size())));
        }
        return chosen;
    }
}
