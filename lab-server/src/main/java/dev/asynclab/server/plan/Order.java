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
    public static Plan.Round round(Plan plan, int number) {
        Random random = Random.from(new SplittableRandom(plan.seed() * 1_000_003L + number));
        List<Plan.Trial> trials = new ArrayList<>();
        List<Variant> variants = new ArrayList<>(plan.variants());
        Collections.shuffle(variants, random);
        for (Variant variant : variants) {
            List<Plan.Cell> cells = new ArrayList<>(plan.cellsOf(variant.name()));
            Collections.shuffle(cells, random);
            if (variant.isolation() == Isolation.CELL) {
                cells.forEach(cell -> trials.add(new Plan.Trial(number, trials.size(), variant, List.of(cell))));
            } else if (!cells.isEmpty()) {
                trials.add(new Plan.Trial(number, trials.size(), variant, cells));
            }
        }
        return new Plan.Round(number, trials);
    }
}
