package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.ProbeRound.Stage;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// What a search came to.
///
/// @param kind `swap`, `departure`, `none` when it is shown that nothing changes, else `inconclusive`
/// @param place on the axis, for `swap` and `departure`
/// @param roundsNeeded about how many rounds of the same values would settle it, when inconclusive
record CrossoverFound(String kind, Optional<Interval> place, OptionalInt roundsNeeded, Optional<String> reason) {

    static final String SWAP = "swap";
    static final String DEPARTURE = "departure";
    static final String NONE = "none";
    static final String INCONCLUSIVE = "inconclusive";

    static CrossoverFound inconclusive(String reason, OptionalInt roundsNeeded) {
        return new CrossoverFound(INCONCLUSIVE, Optional.empty(), roundsNeeded, Optional.of(reason));
    }

    /// What a history says, finished or not.
    ///
    /// @param a name of the variant whose lead is positive
    static CrossoverFound of(ProbeHistory history, CrossoverFinder finder, String a, String b) {
        if (history.isEmpty()) {
            return inconclusive("nothing was measured for it", OptionalInt.empty());
        }
        for (int phase = history.phases(Stage.WINDOW) - 1; phase >= 0; phase--) {
            List<ProbeHistory.Round> rounds = history.phase(Stage.WINDOW, phase);
            TreeMap<Long, double[]> byValue = ProbeHistory.byValue(rounds);
            if (rounds.size() >= CrossoverFinder.LEAST && byValue.size() > 1) {
                Optional<Change> change = finder.ends(byValue);
                return change.isPresent() ? found(rounds, change.get(), finder) : unclear(byValue, finder);
            }
        }
        return Change.in(history.medians(), finder.edge()).isPresent()
                ? inconclusive(
                        "the search ended after %d round%s, before a change could be shown"
                                .formatted(history.size(), history.size() == 1 ? "" : "s"),
                        OptionalInt.empty())
                : everywhere(history, finder, a, b);
    }

    private static CrossoverFound found(List<ProbeHistory.Round> rounds, Change change, CrossoverFinder finder) {
        Interval place = CrossoverEstimate.of(rounds, change, finder.range(), finder.edge(), finder.seed());
        boolean swap = change.left() != Change.Side.TIE && change.right() != Change.Side.TIE;
        return new CrossoverFound(swap ? SWAP : DEPARTURE, Optional.of(place), OptionalInt.empty(), Optional.empty());
    }

    /// The outer values of the window did not show two different things.
    private static CrossoverFound unclear(TreeMap<Long, double[]> byValue, CrossoverFinder finder) {
        TreeMap<Long, double[]> ends = new TreeMap<>();
        ends.put(byValue.firstKey(), byValue.firstEntry().getValue());
        ends.put(byValue.lastKey(), byValue.lastEntry().getValue());
        List<Long> open = open(ends, finder);
        return open.isEmpty()
                ? inconclusive(
                        "something changes, but not between " + byValue.firstKey() + " and " + byValue.lastKey()
                                + ", where it was looked for",
                        OptionalInt.empty())
                : inconclusive("too noisy at " + listed(open), needed(ends, open, finder));
    }

    /// No change seen: shown, when every value of the scan shows the same.
    private static CrossoverFound everywhere(ProbeHistory history, CrossoverFinder finder, String a, String b) {
        TreeMap<Long, double[]> scan = ProbeHistory.byValue(history.phase(Stage.SCAN, 0));
        List<Long> open = open(scan, finder);
        if (scan.isEmpty() || !open.isEmpty()) {
            return inconclusive(
                    scan.isEmpty() ? "no round has a ratio" : "too noisy at " + listed(open),
                    needed(scan, open, finder));
        }
        Set<Change.Side> sides = EnumSet.noneOf(Change.Side.class);
        scan.values().forEach(y -> finder.side(y).ifPresent(sides::add));
        return sides.size() == 1
                ? new CrossoverFound(NONE, Optional.empty(), OptionalInt.empty(), Optional.of(same(sides, a, b)))
                : inconclusive("the ratio changes more than once", OptionalInt.empty());
    }

    private static String same(Set<Change.Side> sides, String a, String b) {
        return switch (sides.iterator().next()) {
            case A -> a + " is ahead everywhere";
            case B -> b + " is ahead everywhere";
            case TIE -> "a tie everywhere";
        };
    }

    private static List<Long> open(TreeMap<Long, double[]> byValue, CrossoverFinder finder) {
        return byValue.entrySet().stream()
                .filter(e -> finder.side(e.getValue()).isEmpty())
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    private static String listed(List<Long> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }

    /// The most any of the open values needs; empty when one of them would never settle.
    private static OptionalInt needed(TreeMap<Long, double[]> byValue, List<Long> open, CrossoverFinder finder) {
        int most = 0;
        for (long value : open) {
            OptionalInt one = Comparison.of(
                            byValue.getOrDefault(value, new double[0]), 1, finder.margin(), finder.seed())
                    .roundsNeeded();
            if (one.isEmpty()) {
                return OptionalInt.empty();
            }
            most = StrictMath.max(most, one.getAsInt());
        }
        return most == 0 ? OptionalInt.empty() : OptionalInt.of(most);
    }
}
