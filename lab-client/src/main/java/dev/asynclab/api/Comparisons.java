package dev.asynclab.api;

import dev.asynclab.api.Scenario.Pair;
import dev.asynclab.api.Scenario.Variant;
import java.util.ArrayList;
import java.util.List;

/// Which comparisons a scenario asks for, and how many rounds an exact interval needs for them.
///
/// The more statements a run makes, the rarer a chance win has to be for each of them; with n rounds the
/// signed-rank test cannot be more certain than 2^-n on one side, so the number of statements sets a least number
/// of rounds.
public final class Comparisons {

    private Comparisons() {}

    /// The pairs judged in each cell: those of `compare:`; else all pairs of up to three models; else each model
    /// against the first of the file. A variant with shared isolation is never judged.
    public static List<Pair> pairs(List<Variant> variants, List<Pair> compare) {
        List<Variant> judged = variants.stream()
                .filter(v -> v.isolation() != Scenario.Isolation.SHARED)
                .toList();
        if (!compare.isEmpty()) {
            return compare.stream()
                    .filter(p -> contains(judged, p.a()) && contains(judged, p.b()))
                    .toList();
        }
        List<Pair> pairs = new ArrayList<>();
        int firsts = judged.size() <= 3 ? judged.size() : Math.min(1, judged.size());
        for (int i = 0; i < firsts; i++) {
            for (int j = i + 1; j < judged.size(); j++) {
                pairs.add(new Pair(judged.get(i).name(), judged.get(j).name()));
            }
        }
        return List.copyOf(pairs);
    }

    /// Claims of grade must and usually that an interval settles. Flag, crossover and count claims are exact.
    public static int intervalClaims(List<Claim> claims) {
        return (int) claims.stream()
                .filter(c -> c.grade() == Claim.Grade.MUST || c.grade() == Claim.Grade.USUALLY)
                .filter(c -> c.expression() instanceof Claim.Comparison comparison && !exact(comparison))
                .count();
    }

    /// Whether all rounds must agree for a comparison to hold, rather than an interval settle it: `==` and counts.
    public static boolean exact(Claim.Comparison comparison) {
        Metric metric = comparison.left().metric();
        boolean average = metric == Metric.SWITCHES_PER_TASK || metric == Metric.BACKEND_CALLS_PER_TASK;
        return comparison.op() == Claim.Op.EQUAL || (metric.unit() == Metric.Unit.COUNT && !average);
    }

    /// Least rounds for two-sided intervals over `pairs` simultaneous pairs at 5 %: n >= log2(2 m / 0.05), from 6.
    public static int roundsForPairs(int pairs) {
        return pairs == 0 ? 1 : ceilLog2(2.0 * pairs / 0.05);
    }

    /// Least rounds for one-sided intervals over `claims` simultaneous claims at 5 %: n >= log2(K / 0.05), from 5.
    public static int roundsForClaims(int claims) {
        return claims == 0 ? 1 : ceilLog2(claims / 0.05);
    }

    /// Least rounds of a scenario.
    public static int rounds(List<Variant> variants, List<Pair> compare, List<Claim> claims) {
        return Math.max(roundsForPairs(pairs(variants, compare).size()), roundsForClaims(intervalClaims(claims)));
    }

    private static boolean contains(List<Variant> variants, String name) {
        return variants.stream().anyMatch(v -> v.name().equals(name));
    }

    private static int ceilLog2(double x) {
        int n = 0;
        for (double power = 1; power < x; power *= 2) {
            n++;
        }
        return n;
    }
}
