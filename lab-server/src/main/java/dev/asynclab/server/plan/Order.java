package dev.asynclab.server.plan;

import dev.asynclab.api.Scenario.Isolation;
import dev.asynclab.api.Scenario.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/// The order of a round: every variant once, shuffled, and inside each trial its sweep points shuffled.
///
/// Shuffled complete rounds, because a fixed order (also strict alternation) lets slow changes of the machine
/// look like differences between models.
public final class Order {

    private Order() {}

    /// The trials of round `number`, which depend on the plan's seed and the number only.
    ///
    /// Variants that share a process stand together, in file order: the order nobody decided on is the mistake
    /// this isolation is there to show.
    public static Plan.Round round(Plan plan, int number) {
        Random random = Random.from(new SplittableRandom(plan.seed() * 1_000_003L + number));
        List<Plan.Trial> trials = new ArrayList<>();
        List<List<Variant>> blocks = blocks(plan);
        Collections.shuffle(blocks, random);
        for (List<Variant> block : blocks) {
            for (Variant variant : block) {
                List<Plan.Cell> cells = new ArrayList<>(plan.cellsOf(variant.name()));
                Collections.shuffle(cells, random);
                if (variant.isolation() == Isolation.CELL) {
                    cells.forEach(cell -> trials.add(new Plan.Trial(number, trials.size(), variant, List.of(cell))));
                } else if (!cells.isEmpty()) {
                    boolean first = variant.equals(block.getFirst());
                    boolean last = variant.equals(block.getLast());
                    trials.add(new Plan.Trial(number, trials.size(), variant, cells, first, last));
                }
            }
        }
        return new Plan.Round(number, trials);
    }

    /// The variants with something to measure, those of the shared process as one block, in file order.
    private static List<List<Variant>> blocks(Plan plan) {
        List<List<Variant>> blocks = new ArrayList<>();
        List<Variant> shared = new ArrayList<>();
        for (Variant variant : plan.variants()) {
            if (variant.isolation() != Isolation.SHARED) {
                blocks.add(List.of(variant));
            } else if (!plan.cellsOf(variant.name()).isEmpty()) {
                if (shared.isEmpty()) {
                    blocks.add(shared);
                }
                shared.add(variant);
            }
        }
        return blocks;
    }
}
