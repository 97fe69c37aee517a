package dev.asynclab.server.plan;

import dev.asynclab.server.plan.ProbeRound.Stage;
import dev.asynclab.server.record.TrialRecord;
import java.util.List;

/// The numbers of the rounds a search measures: they say which search, stage and phase a stored trial
/// belongs to,
/// so that a run can be judged again from its trials alone.
///
/// A number is `100000 x (search + 1) + 10000 x stage + 100 x phase + n`, n from 1. The rounds of the run
/// itself
/// stay below.
public final class SearchRounds {

    private static final int SEARCH = 100_000;
    private static final int STAGE = 10_000;
    private static final int PHASE = 100;

    /// Phases of a stage and rounds of a phase there is room for.
    static final int MOST = 99;

    private SearchRounds() {}

    /// @param search place of the search in the plan, from 0
    /// @param n from 1 within the phase
    public static int number(int search, Stage stage, int phase, int n) {
        if (phase < 0 || phase > MOST || n < 1 || n > MOST) {
            throw new IllegalArgumentException("phase " + phase + ", round " + n + "; at most " + MOST);
        }
        return SEARCH * (search + 1) + STAGE * stage.ordinal() + PHASE * phase + n;
    }

    /// Whether a round belongs to a search.
    public static boolean isSearch(int round) {
        return round >= SEARCH;
    }

    public static Stage stage(int round) {
        return Stage.values()[round % SEARCH / STAGE];
    }

    public static int phase(int round) {
        return round % STAGE / PHASE;
    }

    /// The trials of the run itself.
    public static List<TrialRecord> ordinary(List<TrialRecord> records) {
        return records.stream().filter(r -> !isSearch(r.round())).toList();
    }

    /// The trials of one search.
    public static List<TrialRecord> of(int search, List<TrialRecord> records) {
        return records.stream().filter(r -> r.round() / SEARCH == search + 1).toList();
    }
}
